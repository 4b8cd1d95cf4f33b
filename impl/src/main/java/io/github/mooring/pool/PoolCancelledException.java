package io.github.mooring.pool;

/** The wait was ended by the caller's {@link io.github.mooring.time.Cancellation}. */
public final class PoolCancelledException extends PoolException {
    private static final long serialVersionUID = 1;

    PoolCancelledException(String message) {
        super(message);
    }

    PoolCancelledException(String message, Throwable cause) {
        super(message, cause);
    }
}
