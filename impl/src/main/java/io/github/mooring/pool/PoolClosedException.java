package io.github.mooring.pool;

/** The pool, or the set it belongs to, was closed before or while the caller waited. */
public final class PoolClosedException extends PoolException {
    private static final long serialVersionUID = 1;

    PoolClosedException(String message) {
        super(message);
    }
}
