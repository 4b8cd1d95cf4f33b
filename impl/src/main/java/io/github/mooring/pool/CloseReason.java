package io.github.mooring.pool;

/** Why a resource was destroyed; the words of the Connection Monitoring and Pooling specification. */
public enum CloseReason {
    /** The pool was cleared after the resource was created. */
    STALE,
    /** It was idle for too long, had reached its age, or made room for another. */
    IDLE,
    /** It was broken, or could not be created. */
    ERROR,
    /** The pool was closed. */
    POOL_CLOSED
}
