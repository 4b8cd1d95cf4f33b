package io.github.mooring.time;

import java.time.Instant;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * The source of elapsed time and of timed waits; immutable and thread-safe.
 *
 * <p>A wait belongs to the clock because a test that moves time must also wake those who wait for it.
 */
public final class Clock {
    /** A park in a time of a test's making lasts no longer than this in real time. Chosen: too short to be noticed. */
    private static final long LONGEST_REAL_PARK_NANOS = 1_000_000;

    private static final Clock SYSTEM = new Clock(System::nanoTime, Clock::awaitOnce, Instant::now, Clock::park);

    private final LongSupplier nanoTime;
    private final TimedWait timedWait;
    private final Supplier<Instant> instant;
    private final TimedPark timedPark;

    /** A clock of these parts. */
    Clock(LongSupplier nanoTime, TimedWait timedWait, Supplier<Instant> instant, TimedPark timedPark) {
        this.nanoTime = nanoTime;
        this.timedWait = timedWait;
        this.instant = instant;
        this.timedPark = timedPark;
    }

    /** The clock of the JVM. */
    public static Clock system() {
        return SYSTEM;
    }

    /**
     * A clock made of its two parts. Its {@link #instant} counts from 1970. A {@link #parkNanos} in it is a real one of
     * at most a millisecond, so that whoever parks sees before long that time was moved.
     *
     * @param nanoTime  the present in nanoseconds, origin arbitrary, as {@link System#nanoTime()}
     * @param timedWait how to wait in that time
     */
    public static Clock of(LongSupplier nanoTime, TimedWait timedWait) {
        return of(nanoTime, timedWait, (blocker, nanos) -> park(blocker, Math.min(nanos, LONGEST_REAL_PARK_NANOS)));
    }

    /** As above, with a park of the test's own, too; {@link #unpark} remains the real one. */
    public static Clock of(LongSupplier nanoTime, TimedWait timedWait, TimedPark timedPark) {
        return new Clock(nanoTime, timedWait, () -> Instant.EPOCH.plusNanos(nanoTime.getAsLong()), timedPark);
    }

    /** The present in nanoseconds; only differences mean something, and they may pass through an overflow. */
    public long nanoTime() {
        return nanoTime.getAsLong();
    }

    /** The present as a date, for people to read; it may jump, so nothing is measured with it. */
    public Instant instant() {
        return instant.get();
    }

    /**
     * Waits for a signal, at most so long.
     *
     * @param lock      the lock that {@code condition} belongs to, held by the caller
     * @param condition what to wait on; spurious wake-ups happen
     * @param nanos     the longest wait
     * @return          about how much of {@code nanos} is left; zero or less when the time is up
     */
    public long awaitNanos(ReentrantLock lock, Condition condition, long nanos) throws InterruptedException {
        return timedWait.awaitNanos(lock, condition, nanos);
    }

    /**
     * Waits until {@link #unpark}, an interrupt or so much time; as {@link LockSupport#parkNanos(Object, long)}, so
     * it may also return for no reason at all, and says nothing of why it returned. The caller looks at its condition,
     * at the interrupt flag, which stays set, and at its own deadline, and parks again.
     *
     * @param blocker what is waited for, for thread dumps
     * @param nanos   the longest wait; zero or less does not wait, {@link Long#MAX_VALUE} is no limit
     */
    public void parkNanos(Object blocker, long nanos) {
        timedPark.parkNanos(blocker, nanos);
    }

    private static void park(Object blocker, long nanos) {
        if (nanos == Long.MAX_VALUE) {
            LockSupport.park(blocker);
        } else {
            LockSupport.parkNanos(blocker, nanos);
        }
    }

    /**
     * Lets another thread have the processor for a moment, for one that looks again whether what it waits for has come
     * before it parks.
     *
     * @return whether there is a point in looking again; not in a time of a test's making, where nothing passes by itself
     */
    @SuppressWarnings("ThreadPriorityCheck") // nothing relies on it: it only makes a park less likely
    public boolean yieldToOthers() {
        if (this != SYSTEM) {
            return false;
        }
        Thread.yield();
        return true;
    }

    /** Ends the park of a thread, or its next one if it is not parked. */
    public void unpark(Thread thread) {
        LockSupport.unpark(thread);
    }

    @SuppressWarnings("WaitNotInLoop") // one wait of the caller's loop
    private static long awaitOnce(ReentrantLock lock, Condition condition, long nanos) throws InterruptedException {
        return condition.awaitNanos(nanos);
    }

    /** How a clock waits; the contract is that of {@link Condition#awaitNanos(long)} in the clock's own time. */
    @FunctionalInterface
    public interface TimedWait {
        /**
         * Waits for a signal or until the clock has moved by {@code nanos}.
         *
         * @return about how much of {@code nanos} is left; zero or less when the time is up
         */
        long awaitNanos(ReentrantLock lock, Condition condition, long nanos) throws InterruptedException;
    }

    /** How a clock parks; the contract is that of {@link Clock#parkNanos}. */
    @FunctionalInterface
    public interface TimedPark {
        /** Waits for an unpark, an interrupt or until the clock has moved by {@code nanos}, or for no reason at all. */
        void parkNanos(Object blocker, long nanos);
    }
}
