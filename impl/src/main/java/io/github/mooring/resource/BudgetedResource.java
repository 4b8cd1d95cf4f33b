package io.github.mooring.resource;

import io.github.mooring.pool.Budget;
import io.github.mooring.pool.Lease;
import io.github.mooring.pool.Pool;
import io.github.mooring.pool.PoolConfig;
import io.github.mooring.pool.PoolContext;
import io.github.mooring.pool.PoolListener;
import io.github.mooring.pool.PoolStats;
import io.github.mooring.pool.ResourceFactory;
import io.github.mooring.pool.Sharing;
import io.github.mooring.pool.Use;
import io.github.mooring.time.Cancellation;
import io.github.mooring.time.Clock;
import io.github.mooring.time.Deadline;

/**
 * One thing on a shared budget; thread-safe. It is not there until somebody wants it, in use by one caller at a time, and
 * idle in between, when it may be ended to make room for others on the same budget.
 *
 * <p>Making one of these makes nothing yet and costs no permit, so there may be any number of them. Close those that
 * nobody needs any more.
 *
 * @param <R> the thing, for example an open file
 */
public final class BudgetedResource<R> implements AutoCloseable {
    private static final PoolConfig ONE = PoolConfig.DEFAULTS
            .withMaxSize(1)
            .withMaxConnecting(1)
            .withMaxInFlight(1)
            .withSharing(Sharing.NEVER);

    private final Pool<R> pool;

    /**
     * A resource that is not there yet.
     *
     * @param name    what it is, for the texts of exceptions; no secret
     * @param factory makes, judges and ends it. It must not use this resource itself: such a call waits for its own end,
     *     in vain, until its deadline
     * @param budget  has a permit for it while it is there
     * @param clock   measures its waits
     */
    public BudgetedResource(String name, ResourceFactory<R> factory, Budget budget, Clock clock) {
        this.pool = new Pool<>(name, ONE, factory, new PoolContext(clock, PoolListener.NONE, budget));
        pool.ready();
    }

    /** As {@link #checkOut(Deadline, Cancellation)}, for a wait that only the deadline ends. */
    public Lease<R> checkOut(Deadline deadline) {
        return checkOut(deadline, Cancellation.none());
    }

    /**
     * Takes it into use, and makes it first if it is not there. {@link Lease#release()} keeps it for the next;
     * {@link Lease#discard()} ends it, and its permit is free once that is done.
     *
     * <p>Waits are fair, and each way for them to end has its own exception. What needs no wait is had even by a caller
     * whose deadline has passed or whose token is cancelled, as long as nothing has to be made for it.
     *
     * @param deadline     ends both waits, and goes to the factory; {@code Duration.ZERO} for a caller that will not wait
     * @param cancellation ends both waits
     * @throws io.github.mooring.pool.PoolTimeoutException     if somebody else used it until the deadline
     * @throws io.github.mooring.pool.BudgetTimeoutException   if the budget had no permit until the deadline
     * @throws io.github.mooring.pool.PoolCancelledException   if the token was cancelled first
     * @throws io.github.mooring.pool.PoolInterruptedException if the thread was interrupted first; its flag is set again
     * @throws io.github.mooring.pool.PoolClosedException      if it is or gets closed
     * @throws RuntimeException                                what the factory throws, as it is
     */
    public Lease<R> checkOut(Deadline deadline, Cancellation cancellation) {
        return pool.checkOut(deadline, Use.EXCLUSIVE, cancellation);
    }

    /**
     * Ends what is there: at once if it is idle, else when its user gives it back. The next check-out makes a new one, and
     * that one is not affected. Ends nothing if nothing is there.
     */
    public void scheduleRelease() {
        pool.renew(pool.generation());
    }

    /** The numbers of this moment: all of them are 0 or 1, but {@code waiting} and the failures. */
    public PoolStats stats() {
        return pool.stats();
    }

    /** Sends all waiters away and ends what is there, at once or when its user gives it back. Idempotent. */
    @Override
    public void close() {
        pool.close();
    }

    @Override
    public String toString() {
        return pool.name() + " (" + pool.stats() + ")";
    }
}
