package io.github.mooring.pool;

import io.github.mooring.time.Cancellation;
import io.github.mooring.time.Deadline;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One check-out that the short way was closed to: it waits, creates, replaces what is unfit, until it has a resource or
 * throws. Confined to its thread.
 *
 * <p>Between two steps it owns at most one slot, and whatever is thrown, that one is given on.
 */
final class CheckOut<R> {
    /**
     * How often to look again before waiting. Chosen: with 8 threads on 4 slots and 2 processors, four looks served twice
     * as many as none, and more than eight no more than eight.
     */
    private static final int LOOKS = 8;

    /**
     * How many new resources may turn out unfit before it gives up. Chosen: each has cost a creation, and whatever spoils
     * so many in a row will spoil the next one.
     */
    private static final int MOST_UNFIT = 10;

    private final Engine<R> pool;
    private final Deadline deadline;
    private final boolean shares;
    private final Cancellation cancellation;
    /** Longest wait; zero leaves it to the deadline. */
    private final Duration patience;
    /** The end of all waiting; made by the first wait. */
    private @Nullable Deadline limit;
    /** Resources with higher numbers have been created since it began, by whomever. */
    private final long newestKnown;
    /** How many of those came to nothing here. What is older runs out by itself. */
    private int unfit;

    CheckOut(Engine<R> pool, Deadline deadline, boolean shares, Cancellation cancellation, Duration patience) {
        this.pool = pool;
        this.patience = patience;
        this.deadline = deadline;
        this.shares = shares;
        this.cancellation = cancellation;
        this.newestKnown = pool.creation.newest();
    }

    /** A slot with a fit resource, for the first time. */
    Slot<R> run() {
        Slot<R> slot = lookAgain();
        return runWith(slot == null ? enter(null, false) : slot);
    }

    /**
     * Looks a few times more, as long as nobody waits. With more threads than processors a holder may lack nothing but one,
     * and would have returned its resource sooner than a thread can be parked and woken.
     */
    private @Nullable Slot<R> lookAgain() {
        for (int i = 0; i < LOOKS && pool.board.isOpenAndFull() && pool.clock.yieldToOthers(); i++) {
            Slot<R> slot = pool.shortWay.tryTake(shares, pool.coarse.nanoTime());
            if (slot != null) {
                return slot;
            }
        }
        return null;
    }

    /** A slot with a fit resource, for a caller whose own came out unfit; it keeps its turn. */
    Slot<R> runInsteadOf(Slot<R> unfit, CloseReason fault) {
        return runWith(replace(unfit, fault));
    }

    private Slot<R> runWith(Slot<R> first) {
        Slot<R> slot = first;
        while (true) {
            if (slot.isCreating()) {
                Slot<R> permit = slot;
                slot = create(permit);
                if (slot == permit) {
                    return slot; // as good as new
                }
                continue;
            }
            CloseReason fault = pool.returns.judge(slot, pool.coarse.nanoTime());
            if (fault == null) {
                shareAgain(slot);
                return slot;
            }
            slot = replace(slot, fault);
        }
    }

    /** Lets others join what was taken alone for a closer look. */
    private void shareAgain(Slot<R> slot) {
        if (shares && slot.isExclusive()) {
            pool.shortWay.share(slot);
        }
    }

    /** Destroys what is in the slot, or leaves it to its other holders, and answers another. */
    private Slot<R> replace(Slot<R> slot, CloseReason fault) {
        if (isOneTooMany(slot)) {
            pool.returns.giveUp(slot, fault);
            throw new PoolUnfitException(pool.name(), MOST_UNFIT, pool.stats());
        }
        if (!slot.isExclusive()) {
            pool.returns.giveUp(slot, fault);
            return enter(null, true);
        }
        pool.condemn(slot, fault);
        pool.destroyContent(slot);
        return enter(slot, true);
    }

    private boolean isOneTooMany(Slot<R> slot) {
        return slot.id() > newestKnown && ++unfit == MOST_UNFIT;
    }

    /**
     * Waits for a slot: with a resource, or a bare permit.
     *
     * @param destroyed a permit to be given back in the same step, so that nobody else gets it first
     * @param hadTurn   whether to stand first in line
     */
    private Slot<R> enter(@Nullable Slot<R> destroyed, boolean hadTurn) {
        Waiter<R> waiter = new Waiter<>(shares, pool.clock.nanoTime(), null);
        Waiter<R> woken = null;
        PoolStats full = null;
        Ledger.Phase phase;
        pool.lock.lock();
        try {
            if (destroyed != null) {
                pool.ledger.remove(destroyed);
            }
            phase = pool.ledger.phase();
            if (phase == Ledger.Phase.READY) {
                pool.ledger.enter(waiter, hadTurn);
                if (waiter.isWaiting() && !hadTurn && pool.ledger.isOverfull()) {
                    pool.ledger.withdraw(waiter);
                    full = pool.statsLocked();
                }
                woken = pool.ledger.takeWoken();
            }
        } finally {
            pool.lock.unlock();
        }
        pool.wakeAndTell(woken);
        requireReady(phase);
        if (full != null) {
            throw new PoolQueueFullException(
                    "pool " + pool.name() + ": " + full.waiting()
                            + " callers wait already, the most allowed (maxWaiting=" + pool.config.maxWaiting() + ", "
                            + full + ")" + Holders.text(pool),
                    full);
        }
        await(waiter);
        return claim(waiter);
    }

    @SuppressWarnings("try") // the registration has only to last
    private void await(Waiter<R> waiter) {
        if (!waiter.isWaiting()) {
            return;
        }
        Deadline until = limit();
        Thread thread = Thread.currentThread();
        try (Cancellation.Registration wakeUp = cancellation.onCancel(() -> pool.clock.unpark(thread))) {
            long nanos = until.remainingNanos();
            while (waiter.isWaiting() && nanos > 0 && !thread.isInterrupted() && !cancellation.isCancelled()) {
                pool.clock.parkNanos(this, nanos);
                nanos = until.remainingNanos();
            }
        } finally {
            pool.tally.waited(waiter.waited(pool.clock));
        }
    }

    /** What a wait has come to. A hand-over beats whatever else has happened meanwhile. */
    private Slot<R> claim(Waiter<R> waiter) {
        PoolStats stats = waiter.isWaiting() ? withdraw(waiter) : null;
        return switch (waiter.state()) {
            case GRANTED -> waiter.granted();
            case CLEARED -> throw pool.paused(null);
            case CLOSED -> throw pool.closed();
            case WAITING, GAVE_UP -> throw gaveUp(waiter, stats == null ? pool.stats() : stats);
        };
    }

    /** Leaves the queue; answers the numbers from just before. */
    private PoolStats withdraw(Waiter<R> waiter) {
        PoolStats stats;
        Waiter<R> woken;
        pool.lock.lock();
        try {
            stats = pool.statsLocked();
            pool.ledger.withdraw(waiter);
            woken = pool.ledger.takeWoken();
        } finally {
            pool.lock.unlock();
        }
        pool.wakeAndTell(woken);
        return stats;
    }

    private PoolException gaveUp(Waiter<R> waiter, PoolStats stats) {
        String held = Holders.text(pool);
        if (limit().isExpired()) {
            return PoolTimeoutException.waiting(pool.name(), waiter.waited(pool.clock), deadline, stats, held);
        }
        String numbers = " while waiting for a resource (" + stats + ")" + held;
        if (cancellation.isCancelled()) {
            return new PoolCancelledException("pool " + pool.name() + ": cancelled" + numbers);
        }
        return new PoolInterruptedException(
                "pool " + pool.name() + ": interrupted" + numbers, new InterruptedException());
    }

    /** Creates on a permit, or answers what came back while that had to wait for the budget. */
    private Slot<R> create(Slot<R> permit) {
        boolean used = false;
        boolean fresh;
        try {
            requireReady(pool.phase());
            if (deadline.isExpired()) {
                throw PoolTimeoutException.creating(pool.name(), pool.stats());
            }
            Slot<R> other = pool.budget.tryAcquire() ? null : awaitBudget();
            if (other != null) {
                return other;
            }
            fresh = createWithBudget(permit);
            used = true;
        } finally {
            if (!used) {
                pool.free(permit);
            }
        }
        return fresh ? permit : replaceStale(permit);
    }

    /** What was created here is out of date, and destroyed; answers another slot. */
    private Slot<R> replaceStale(Slot<R> permit) {
        if (isOneTooMany(permit)) {
            pool.free(permit);
            throw new PoolUnfitException(pool.name(), MOST_UNFIT, pool.stats());
        }
        return enter(permit, true);
    }

    private boolean createWithBudget(Slot<R> permit) {
        try {
            return pool.creation.create(permit, shares ? Use.SHARED : Use.EXCLUSIVE, deadline, cancellation);
        } catch (RuntimeException e) {
            if (cancellation.isCancelled()) {
                throw new PoolCancelledException("pool " + pool.name() + ": cancelled while creating a resource", e);
            }
            if (permit.isCreationCancelled()) {
                if (permit.isStaleInItsGroup() && pool.phase() == Ledger.Phase.READY) {
                    return false; // the others go on, so there will be another one
                }
                throw pool.refusal(e);
            }
            throw e;
        }
    }

    /**
     * Waits for the budget, and in the queue as well, first in line, for what may come back meanwhile.
     *
     * @return what came back; null if there is a permit of the budget now
     */
    private @Nullable Slot<R> awaitBudget() {
        Cancellation end = new Cancellation();
        Waiter<R> waiter = new Waiter<>(shares, pool.clock.nanoTime(), end);
        Waiter<R> woken = null;
        Ledger.Phase phase;
        pool.lock.lock();
        try {
            phase = pool.ledger.phase();
            if (phase == Ledger.Phase.READY) {
                pool.ledger.enter(waiter, true);
                woken = pool.ledger.takeWoken();
            }
        } finally {
            pool.lock.unlock();
        }
        pool.wakeAndTell(woken);
        requireReady(phase);
        return new BudgetWait<>(pool, waiter, end).await(limit(), cancellation);
    }

    private Deadline limit() {
        Deadline known = limit;
        if (known == null) {
            known = deadline.orWithin(pool.clock, patience);
            limit = known;
        }
        return known;
    }

    private void requireReady(Ledger.Phase phase) {
        if (phase == Ledger.Phase.CLOSED) {
            throw pool.closed();
        }
        if (phase == Ledger.Phase.PAUSED) {
            throw pool.paused(null);
        }
    }
}
