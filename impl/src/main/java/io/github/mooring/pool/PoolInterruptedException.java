package io.github.mooring.pool;

/** The caller's thread was interrupted in the wait queue; its interrupt flag is set again. */
public final class PoolInterruptedException extends PoolException {
    private static final long serialVersionUID = 1;

    PoolInterruptedException(String message, InterruptedException cause) {
        super(message, cause);
    }
}
