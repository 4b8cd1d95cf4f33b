package io.github.mooring.pool;

/** The wait queue had {@link PoolConfig#maxWaiting} callers in it, so this one was sent away at once. */
public final class PoolQueueFullException extends PoolException {
    private static final long serialVersionUID = 1;

    private final PoolStats stats;

    PoolQueueFullException(String message, PoolStats stats) {
        super(message);
        this.stats = stats;
    }

    /** The pool at that moment; {@code waiting} does not count the caller. */
    public PoolStats stats() {
        return stats;
    }
}
