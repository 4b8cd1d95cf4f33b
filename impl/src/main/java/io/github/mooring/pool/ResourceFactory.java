package io.github.mooring.pool;

import io.github.mooring.time.Cancellation;
import io.github.mooring.time.Deadline;
import org.jspecify.annotations.Nullable;

/**
 * Makes, judges and ends the resources of a pool; called by many threads at once, never under a lock of the pool.
 *
 * @param <R> the resource, for example a connection
 */
public interface ResourceFactory<R> {
    /**
     * Makes a resource; may do I/O. What it throws reaches the caller of {@link Pool#checkOut} as it is; during
     * maintenance it goes nowhere, so whoever has to know of it must be told from here.
     *
     * @param deadline the end of the caller's patience, which this method has to keep by itself; never for maintenance
     */
    R create(Deadline deadline);

    /**
     * As above, and gives up soon after the token is cancelled: by the caller, by a clear that interrupts, or by a close.
     * Unless it is overridden, such a creation goes on to its end.
     */
    default R create(Deadline deadline, Cancellation cancellation) {
        return create(deadline);
    }

    /**
     * As above, for factories that can say more of what they make: which group it belongs to. This is what the pool calls.
     */
    default R create(Newcomer<R> newcomer) {
        return create(newcomer.deadline(), newcomer.cancellation());
    }

    /**
     * Ends a resource; its permit is taken until this returns, so it should be quick. What it throws goes no further:
     * the pool counts it in {@link PoolStats#destroyFailures()}.
     */
    void destroy(R resource);

    /** Whether a resource that was used before may be used again; runs at every check-out, so no I/O. */
    boolean isUsable(R resource);

    /**
     * Whether the other side is still there, as far as one look that does not block can tell; runs before a resource is
     * handed out that was idle for {@link PoolConfig#peekAfter} or longer.
     */
    default boolean isAlive(R resource) {
        return true;
    }

    /**
     * Whether something that was begun with a resource goes on although its users have left it. Such a resource is kept
     * aside, where nobody gets it, until {@link Pool#recall} finds that it is over; so whoever overrides this has to see to
     * it that the pool is recalled from time to time. Runs whenever the last user gives the resource back, so it must be
     * quick and must not block. What it throws is counted in {@link PoolStats#destroyFailures()}, and ends the resource.
     */
    default boolean isBusy(R resource) {
        return false;
    }

    /**
     * What has broken a resource, if it is known; for the {@link PoolListener}, which is told that the resource is closed.
     * No I/O. What this throws is counted in {@link PoolStats#destroyFailures()}.
     */
    default @Nullable Throwable failureOf(R resource) {
        return null;
    }

    /**
     * Makes those who use the resource at this moment fail promptly; nobody gets it any more. It may have been returned,
     * and even destroyed, in the meantime. What this throws is counted in {@link PoolStats#destroyFailures()}.
     */
    default void interrupt(R resource) {}
}
