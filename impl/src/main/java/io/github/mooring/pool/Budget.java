package io.github.mooring.pool;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.github.mooring.time.Cancellation;
import io.github.mooring.time.Clock;
import io.github.mooring.time.Deadline;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Permits for something scarce, shared by any number of pools and resources; thread-safe. File descriptors are what it
 * is made for: one budget for all that open sockets.
 *
 * <p><b>A permit</b> is taken before a thing is made and given back after it has ended, so there are never more things
 * than permits, not even while they are being made or ended. Idle things keep theirs.
 *
 * <p><b>Who is served.</b> A permit that comes free goes to whoever has waited longest; nobody overtakes. A caller that
 * would have to wait first ends the idle thing that was used least recently, whoever registered it: see
 * {@link Evictable}.
 *
 * <p><b>How it is built.</b> What is decided under the one lock is done after it; no {@link Evictable} is called while it
 * is held. A waiter leaves the queue exactly once, under the lock, so a hand-over and whatever ends a wait have one
 * winner, and a hand-over that came first counts.
 */
public final class Budget {
    private static final int UNLIMITED = Integer.MAX_VALUE;

    private final int capacity;
    private final String text;
    private final Clock clock;
    private final Executor evictor;
    private final Evictables evictables = new Evictables();

    private final ReentrantLock lock = new ReentrantLock();

    @GuardedBy("lock")
    private int inUse;

    @GuardedBy("lock")
    private final ArrayDeque<Waiter> queue = new ArrayDeque<>();

    /** Whether {@link #queue} has somebody in it; written under the lock, read without it. */
    private volatile boolean contended;
    /** Whether all permits are out; written under the lock, read without it. */
    private volatile boolean spent;

    private Budget(int capacity, String origin, Clock clock, Executor evictor) {
        this.capacity = capacity;
        this.text = capacity == UNLIMITED ? "an unlimited budget" : "the budget of " + capacity + " (" + origin + ")";
        this.clock = clock;
        this.evictor = evictor;
    }

    /**
     * A budget of so many permits, where the caller that needs room ends an idle thing itself.
     *
     * @param capacity 1 or more
     * @throws IllegalArgumentException if it is less: every caller would wait in vain
     */
    public static Budget of(int capacity) {
        return of(capacity, Clock.system());
    }

    /** As {@link #of(int)}, with a clock of the caller's for the waits. */
    public static Budget of(int capacity, Clock clock) {
        return of(capacity, clock, Runnable::run);
    }

    /**
     * As {@link #of(int)}, where idle things are ended by somebody else, so that a slow end does not keep a caller past
     * its deadline.
     *
     * @param evictor runs what ends an idle thing; if it refuses, the caller does it
     */
    public static Budget of(int capacity, Clock clock, Executor evictor) {
        if (capacity < 1) {
            throw new IllegalArgumentException("a budget has at least 1 permit, but " + capacity
                    + " was asked for; no limit is Budget.unlimited()");
        }
        return new Budget(capacity, "as configured", clock, evictor);
    }

    /**
     * The budget of this process, always the same: its limit of file descriptors, as it stands at the first call, less a
     * reserve for others. The reserve is half of a limit up to 100, 50 up to 500, and a tenth of a larger one; 900
     * permits where the platform does not tell its limit. {@link #toString()} says how it came about.
     */
    public static Budget ofProcess() {
        return OfProcess.BUDGET;
    }

    /** A budget of its own that never runs out. It counts all the same. */
    public static Budget unlimited() {
        return new Budget(UNLIMITED, "", Clock.system(), Runnable::run);
    }

    static Budget of(ProcessLimit limit) {
        return new Budget(limit.capacity(), limit.derivation(), Clock.system(), Runnable::run);
    }

    /** Takes a permit if one is free and nobody waits; neither waits nor makes room. */
    public boolean tryAcquire() {
        lock.lock();
        try {
            return tryTakeLocked();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Takes a permit; waits for one if need be, and first ends something idle to make room.
     *
     * <p>A permit that is free, or that comes free by ending something idle, is had even by a caller whose deadline has
     * passed, whose token is cancelled or whose thread is interrupted: those end waits, and there is none.
     *
     * @throws BudgetTimeoutException   if the deadline passed first
     * @throws PoolCancelledException   if the token was cancelled first
     * @throws PoolInterruptedException if the thread was interrupted first; its flag is set again
     */
    public void acquire(Deadline deadline, Cancellation cancellation) {
        Waiter waiter = enter();
        if (waiter == null) {
            return;
        }
        boolean taken = false;
        try {
            makeRoom(waiter);
            awaitCancellably(waiter, deadline, cancellation);
            taken = true;
        } finally {
            if (!taken) {
                abandon(waiter);
            }
        }
    }

    /**
     * Gives a permit back, to whoever has waited longest.
     *
     * @throws IllegalStateException if no permit is out; nothing changes then
     */
    public void release() {
        lock.lock();
        try {
            if (inUse == 0) {
                throw new IllegalStateException(
                        "a permit was given back to " + text + " that nobody had taken: one release too many");
            }
            passOnLocked();
        } finally {
            lock.unlock();
        }
    }

    /** Whether somebody waits for a permit; one volatile read. Who makes a thing idle asks this afterwards. */
    public boolean isContended() {
        return contended;
    }

    /** Whether there is a permit at this moment, for those who have another choice than to wait; one volatile read. */
    boolean hasPermit() {
        return !spent;
    }

    /** From now on it may be asked to make room. Idempotent. */
    public void register(Evictable evictable) {
        evictables.add(evictable);
    }

    /** It will not be asked any more, once those that ask at this moment are done. Idempotent. */
    public void unregister(Evictable evictable) {
        evictables.remove(evictable);
    }

    /** The numbers of this moment. */
    public BudgetStats stats() {
        lock.lock();
        try {
            return statsLocked();
        } finally {
            lock.unlock();
        }
    }

    /** How large it is, and how that came about. */
    @Override
    public String toString() {
        return text;
    }

    /** A place at the end of the queue; null if there was a permit. */
    private @Nullable Waiter enter() {
        lock.lock();
        try {
            if (tryTakeLocked()) {
                return null;
            }
            Waiter waiter = new Waiter(lock.newCondition(), clock.nanoTime());
            queue.add(waiter);
            contended = true;
            return waiter;
        } finally {
            lock.unlock();
        }
    }

    /** Each waiter ends one idle thing, after it has entered the queue: whatever becomes idle later sees it there. */
    private void makeRoom(Waiter waiter) {
        Runnable eviction = () -> {
            if (isWaiting(waiter)) {
                evictables.evictLeastRecentlyUsed();
            }
        };
        try {
            evictor.execute(eviction);
        } catch (RejectedExecutionException e) {
            eviction.run();
        }
    }

    private void awaitCancellably(Waiter waiter, Deadline deadline, Cancellation cancellation) {
        Cancellation.Registration wakeUp = cancellation.onCancel(() -> wake(waiter));
        try {
            awaitTurn(waiter, deadline, cancellation);
        } finally {
            wakeUp.close();
        }
    }

    private void awaitTurn(Waiter waiter, Deadline deadline, Cancellation cancellation) {
        lock.lock();
        try {
            while (waiter.waiting) {
                requireNotCancelledLocked(cancellation);
                clock.awaitNanos(lock, waiter.turn, remainingLocked(waiter, deadline));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            if (waiter.waiting) {
                throw new PoolInterruptedException(
                        text + ": interrupted while waiting for a permit (" + statsLocked() + ")", e);
            }
        } finally {
            lock.unlock();
        }
    }

    @GuardedBy("lock")
    private void requireNotCancelledLocked(Cancellation cancellation) {
        if (cancellation.isCancelled()) {
            throw new PoolCancelledException(text + ": cancelled while waiting for a permit (" + statsLocked() + ")");
        }
    }

    @GuardedBy("lock")
    private long remainingLocked(Waiter waiter, Deadline deadline) {
        long nanos = deadline.remainingNanos();
        if (nanos <= 0) {
            Duration waited = Duration.ofNanos(clock.nanoTime() - waiter.sinceNanos);
            throw new BudgetTimeoutException(text, waited, statsLocked());
        }
        return nanos;
    }

    /** Leaves the queue without a permit: one that was handed over in the meantime goes to the next. */
    private void abandon(Waiter waiter) {
        lock.lock();
        try {
            if (!waiter.waiting) {
                passOnLocked();
                return;
            }
            waiter.waiting = false;
            queue.remove(waiter);
            contended = !queue.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    private boolean isWaiting(Waiter waiter) {
        lock.lock();
        try {
            return waiter.waiting;
        } finally {
            lock.unlock();
        }
    }

    private void wake(Waiter waiter) {
        lock.lock();
        try {
            waiter.turn.signal();
        } finally {
            lock.unlock();
        }
    }

    @GuardedBy("lock")
    private boolean tryTakeLocked() {
        if (inUse == capacity) {
            return false;
        }
        inUse++;
        spent = inUse == capacity;
        return true;
    }

    /** One permit changes hands: to the head of the queue, else back to the free ones. */
    @GuardedBy("lock")
    private void passOnLocked() {
        Waiter head = queue.poll();
        if (head == null) {
            inUse--;
            spent = false;
            return;
        }
        contended = !queue.isEmpty();
        head.waiting = false;
        head.turn.signal();
    }

    @GuardedBy("lock")
    private BudgetStats statsLocked() {
        return new BudgetStats(
                capacity == UNLIMITED ? 0 : capacity,
                inUse,
                queue.size(),
                evictables.underWay(),
                evictables.evicted(),
                evictables.failures());
    }

    /** One caller in the queue; guarded by the budget's lock. */
    private static final class Waiter {
        private final Condition turn;
        private final long sinceNanos;
        /** False once it has a permit or has given up. */
        private boolean waiting = true;

        Waiter(Condition turn, long sinceNanos) {
            this.turn = turn;
            this.sinceNanos = sinceNanos;
        }
    }

    /** Made by the first use of {@link #ofProcess()}, so an application may raise its limit before. */
    private static final class OfProcess {
        static final Budget BUDGET = of(ProcessLimit.read());
    }
}
