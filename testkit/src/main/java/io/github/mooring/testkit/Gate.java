package io.github.mooring.testkit;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/**
 * A place where threads stop until a test lets them go on, and where the test can see that they have come. Opens once.
 *
 * <p>Thread-safe.
 */
public final class Gate {
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    @GuardedBy("lock")
    private boolean open;

    @GuardedBy("lock")
    private int arrivals;

    /** A closed gate. */
    public Gate() {}

    /** Lets everyone pass, now and later. */
    public void open() {
        lock.lock();
        try {
            open = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Makes the waiting threads look again at the reason for which they would give up. */
    public void nudge() {
        lock.lock();
        try {
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Stops here.
     *
     * @param timeoutMillis longest stop; 0 for no limit, as with socket timeouts
     * @param givesUp asked under the gate's lock after each {@link #nudge}; true ends the stop
     * @return whether the gate was open, rather than the time over or the reason to stop gone
     */
    public boolean pass(int timeoutMillis, BooleanSupplier givesUp) throws InterruptedException {
        long left = timeoutMillis == 0 ? Long.MAX_VALUE : TimeUnit.MILLISECONDS.toNanos(timeoutMillis);
        lock.lock();
        try {
            arrivals++;
            changed.signalAll();
            while (!open && !givesUp.getAsBoolean() && left > 0) {
                left = changed.awaitNanos(left);
            }
            return open;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits until this many threads have come to the gate, counting those that have gone on.
     *
     * @throws IllegalStateException if they have not within a minute
     */
    public void awaitArrivals(int count) throws InterruptedException {
        long left = PATIENCE.toNanos();
        lock.lock();
        try {
            while (arrivals < count) {
                if (left <= 0) {
                    throw new IllegalStateException(
                            "expected " + count + " arrivals at the gate, saw " + arrivals + " within " + PATIENCE);
                }
                left = changed.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }
}
