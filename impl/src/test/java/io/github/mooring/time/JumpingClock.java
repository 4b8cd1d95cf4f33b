package io.github.mooring.time;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/** The time of the JVM, which leaps when a test says so: as where a machine was halted, or its date was set. Thread-safe. */
public final class JumpingClock {
    /** So soon those who wait notice a leap. */
    private static final long LONGEST_WAIT_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    private final AtomicLong leaptNanos = new AtomicLong();
    private final AtomicLong dateMillis = new AtomicLong();
    private final Clock clock = new Clock(this::nanoTime, this::awaitNanos, this::instant, this::park);

    public Clock clock() {
        return clock;
    }

    /** So much time passes at once. */
    public void leap(Duration time) {
        leaptNanos.addAndGet(time.toNanos());
    }

    /** Only the date changes, forwards or backwards. */
    public void setDate(Duration later) {
        dateMillis.set(later.toMillis());
    }

    private long nanoTime() {
        return System.nanoTime() + leaptNanos.get();
    }

    private Instant instant() {
        return Instant.now().plusMillis(dateMillis.get());
    }

    @SuppressWarnings("WaitNotInLoop") // one wait of the caller's loop
    private long awaitNanos(ReentrantLock lock, Condition condition, long nanos) throws InterruptedException {
        long start = nanoTime();
        var unused = condition.awaitNanos(Math.min(nanos, LONGEST_WAIT_NANOS));
        return nanos - (nanoTime() - start);
    }

    private void park(Object blocker, long nanos) {
        LockSupport.parkNanos(blocker, Math.min(nanos, LONGEST_WAIT_NANOS));
    }
}
