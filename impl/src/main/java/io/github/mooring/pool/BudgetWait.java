package io.github.mooring.pool;

import io.github.mooring.time.Cancellation;
import io.github.mooring.time.Deadline;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A wait for the budget by a caller that has a permit of the pool, and stands in the pool's queue at the same time: what
 * comes back there ends the wait, too. Without this, a caller that may create would starve while those behind it are
 * served. Confined to its thread.
 */
final class BudgetWait<R> {
    private final Engine<R> pool;
    private final Waiter<R> waiter;
    private final Cancellation end;

    BudgetWait(Engine<R> pool, Waiter<R> waiter, Cancellation end) {
        this.pool = pool;
        this.waiter = waiter;
        this.end = end;
    }

    /** Null if there is a permit of the budget now, else the slot that came back. */
    @Nullable
    @SuppressWarnings("try") // the registration has only to last
    Slot<R> await(Deadline limit, Cancellation cancellation) {
        boolean acquired = false;
        boolean kept = false;
        PoolException failure = null;
        try (Cancellation.Registration both = cancellation.onCancel(end::cancel)) {
            if (waiter.isWaiting()) {
                pool.budget.acquire(limit, end);
                acquired = true;
            }
        } catch (PoolException e) {
            failure = e;
        } finally {
            pool.tally.waited(waiter.waited(pool.clock));
            leaveQueue();
            kept = acquired && waiter.state() == Waiter.State.GAVE_UP;
            if (acquired && !kept) {
                pool.budget.release();
            }
        }
        return kept ? null : other(failure);
    }

    private Slot<R> other(@Nullable PoolException failure) {
        return switch (waiter.state()) {
            case GRANTED -> waiter.granted();
            case CLEARED -> throw pool.paused(failure);
            case CLOSED -> throw pool.closed();
            case WAITING, GAVE_UP -> throw Objects.requireNonNull(failure, "bug: nothing ended the wait");
        };
    }

    private void leaveQueue() {
        Waiter<R> woken;
        pool.lock.lock();
        try {
            pool.ledger.withdraw(waiter);
            woken = pool.ledger.takeWoken();
        } finally {
            pool.lock.unlock();
        }
        pool.wakeAndTell(woken);
    }
}
