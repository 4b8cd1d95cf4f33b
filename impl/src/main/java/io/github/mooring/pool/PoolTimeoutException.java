package io.github.mooring.pool;

import io.github.mooring.time.Deadline;
import java.time.Duration;

/** The time ran out before a resource came free, or before one could be created. */
public final class PoolTimeoutException extends PoolException {
    private static final long serialVersionUID = 1;

    private final Duration waited;
    private final PoolStats stats;

    /** The wait queue was left in vain. */
    static PoolTimeoutException waiting(
            String pool, Duration waited, Deadline deadline, PoolStats stats, String holders) {
        String limit = deadline.isExpired() ? "the operation's deadline" : "waitQueueTimeout";
        return new PoolTimeoutException(
                "pool " + pool + ": no resource came free within " + waited.toMillis() + " ms, ended by " + limit,
                waited,
                stats,
                holders);
    }

    /** There was a permit, but no time to create anything on it. */
    static PoolTimeoutException creating(String pool, PoolStats stats) {
        return new PoolTimeoutException(
                "pool " + pool + ": nothing was idle and the operation's deadline had passed, so nothing was created",
                Duration.ZERO,
                stats,
                "");
    }

    private PoolTimeoutException(String message, Duration waited, PoolStats stats, String holders) {
        super(message + " (" + stats + ")" + holders);
        this.waited = waited;
        this.stats = stats;
    }

    /** How long the caller stood in the wait queue; zero if it did not have to, or was served too late. */
    public Duration waited() {
        return waited;
    }

    /** The pool when the caller gave up; {@code waiting} counts that caller too if it stood in the queue. */
    public PoolStats stats() {
        return stats;
    }
}
