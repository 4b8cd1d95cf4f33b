package io.github.mooring.pool;

/** A set of pools is full and each of its pools is in use, so none could make room for another. */
public final class PoolLimitException extends PoolException {
    private static final long serialVersionUID = 1;

    PoolLimitException(String message) {
        super(message);
    }
}
