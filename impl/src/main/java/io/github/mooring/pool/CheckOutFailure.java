package io.github.mooring.pool;

/** Why a check-out failed; the words of the Connection Monitoring and Pooling specification. */
public enum CheckOutFailure {
    /** The wait took too long. */
    TIMEOUT,
    /** No resource could be created, the pool is paused, or the caller gave up. */
    CONNECTION_ERROR,
    /** The pool is closed. */
    POOL_CLOSED
}
