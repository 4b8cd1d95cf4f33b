package io.github.mooring.testkit.time;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Time that stands still until a test moves it.
 *
 * <p>{@link #awaitNanos} is {@link Condition#awaitNanos} in this time. The difficulty is to wake a waiter whose time has
 * come: the test does not hold, or even know, the lock that the condition belongs to, and a condition can be signalled
 * under its lock only. So each waiter registers its deadline and its thread, and {@link #advance} <em>interrupts</em> the
 * threads whose deadline has passed; the waiter, knowing that the interrupt was meant as an alarm, swallows it and returns
 * as timed out. The alarm is given under this clock's own lock, and only to a waiter that is still registered; the
 * waiter unregisters under the same lock before it looks at its interrupt flag. An alarm can therefore never strike
 * a thread that has moved on.
 *
 * <p>An interrupt meant for the waiter that coincides with the alarm cannot be told from it, and one of the two is lost:
 * the waiter returns as timed out with its interrupt flag clear. A test must not do both at once.
 *
 * <p>Thread-safe. Lock order: the caller's lock, then this clock's.
 */
public final class FakeClock {
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition waitersChanged = lock.newCondition();

    @GuardedBy("lock")
    private final List<Waiter> waiters = new ArrayList<>();

    @GuardedBy("lock")
    private long now;

    /** A clock that starts at zero. */
    public FakeClock() {
        this(0);
    }

    /** A clock that starts at {@code nanos}; near {@link Long#MAX_VALUE} to prove that overflow is survived. */
    public FakeClock(long nanos) {
        now = nanos;
    }

    /** The time, comparable by difference only, as with {@link System#nanoTime}. */
    public long nanoTime() {
        lock.lock();
        try {
            return now;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits for a signal, an interrupt, or {@code nanos} of this clock's time.
     *
     * <p>The caller holds the condition's lock, as for {@link Condition#awaitNanos}, and holds it again on return.
     *
     * @return {@code nanos} less the time that has passed; zero or negative if none was left
     */
    // like the method it stands in for, it may return early; the caller is the one who loops
    @SuppressWarnings("WaitNotInLoop")
    public long awaitNanos(Condition condition, long nanos) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        if (nanos <= 0) {
            return nanos;
        }
        // from here on an alarm may come at any moment, so nothing of the waiter is read until it is unregistered
        Waiter waiter = register(nanos);
        boolean interrupted = false;
        try {
            condition.await();
        } catch (InterruptedException e) {
            interrupted = true;
        } finally {
            unregister(waiter);
        }
        if (waiter.alarmed) {
            // whether the alarm was caught above or has left the flag set does not matter: it is used up here
            boolean alarm = interrupted || Thread.interrupted();
            assert alarm : "bug: an alarm was given and has vanished";
            return nanos - waiter.elapsed;
        }
        if (interrupted) {
            throw new InterruptedException();
        }
        return nanos - waiter.elapsed;
    }

    /** Moves time on and wakes those whose time has come; they run on by themselves, this method does not wait for them. */
    public void advance(Duration duration) {
        if (duration.isNegative()) {
            throw new IllegalArgumentException("time does not run backwards: " + duration);
        }
        lock.lock();
        try {
            now += duration.toNanos();
            for (Waiter waiter : waiters) {
                if (!waiter.alarmed && waiter.deadline - now <= 0) {
                    waiter.alarmed = true;
                    waiter.thread.interrupt();
                }
            }
            waitersChanged.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** How many threads are waiting for this clock and have not been told that their time has come. */
    public int waiters() {
        lock.lock();
        try {
            return countLocked();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits until exactly {@code count} threads wait for this clock, so that a test knows where they are before it moves time.
     *
     * @throws IllegalStateException if that does not come true within a minute of real time
     */
    public void awaitWaiters(int count) throws InterruptedException {
        long left = PATIENCE.toNanos();
        lock.lock();
        try {
            while (countLocked() != count) {
                if (left <= 0) {
                    throw new IllegalStateException(
                            "expected " + count + " waiters, there are " + countLocked() + " after " + PATIENCE);
                }
                left = waitersChanged.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    @GuardedBy("lock")
    private int countLocked() {
        return (int) waiters.stream().filter(waiter -> !waiter.alarmed).count();
    }

    private Waiter register(long nanos) {
        lock.lock();
        try {
            Waiter waiter = new Waiter(Thread.currentThread(), now, now + nanos);
            waiters.add(waiter);
            waitersChanged.signalAll();
            return waiter;
        } finally {
            lock.unlock();
        }
    }

    private void unregister(Waiter waiter) {
        lock.lock();
        try {
            waiters.remove(waiter);
            waiter.elapsed = now - waiter.start;
            waitersChanged.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** One thread in {@link #awaitNanos}. Mutable fields are written under the clock's lock; its own thread reads them after unregistering. */
    private static final class Waiter {
        final Thread thread;
        final long start;
        final long deadline;
        boolean alarmed;
        long elapsed;

        Waiter(Thread thread, long start, long deadline) {
            this.thread = thread;
            this.start = start;
            this.deadline = deadline;
        }
    }
}
