package io.github.mooring.time;

import java.time.Instant;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * The source of elapsed time and of timed waits; immutable and thread-safe.
 *
 * <p>A wait belongs to the clock because a test that moves time must also wake those who wait for it.
 */
public final class Clock {
    private static final Clock SYSTEM = new Clock(System::nanoTime, Clock::awaitOnce, Instant::now);

    private final LongSupplier nanoTime;
    private final TimedWait timedWait;
    private final Supplier<Instant> instant;

    private Clock(LongSupplier nanoTime, TimedWait timedWait, Supplier<Instant> instant) {
        this.nanoTime = nanoTime;
        this.timedWait = timedWait;
        this.instant = instant;
    }

    /** The clock of the JVM. */
    public static Clock system() {
        return SYSTEM;
    }

    /**
     * A clock made of its two parts. Its {@link #instant} counts from 1970.
     *
     * @param nanoTime  the present in nanoseconds, origin arbitrary, as {@link System#nanoTime()}
     * @param timedWait how to wait in that time
     */
    public static Clock of(LongSupplier nanoTime, TimedWait timedWait) {
        return new Clock(nanoTime, timedWait, () -> Instant.EPOCH.plusNanos(nanoTime.getAsLong()));
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
}
