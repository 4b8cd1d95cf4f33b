package io.github.mooring.time;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** A wait for nothing but time to pass, which others may end; used once, by the thread that waits. */
public final class Pause {
    private final Clock clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition ended = lock.newCondition();

    /** A wait in the time of a clock. */
    public Pause(Clock clock) {
        this.clock = clock;
    }

    /**
     * Waits.
     *
     * @param one   ends it
     * @param other ends it as well
     * @return whether the time has passed; false if it was ended before
     */
    @SuppressWarnings("try") // the registrations have only to last
    public boolean await(Duration duration, Cancellation one, Cancellation other) throws InterruptedException {
        Deadline deadline = Deadline.after(clock, duration);
        try (Cancellation.Registration first = one.onCancel(this::end);
                Cancellation.Registration second = other.onCancel(this::end)) {
            lock.lock();
            try {
                while (!one.isCancelled() && !other.isCancelled() && !deadline.isExpired()) {
                    var unused = clock.awaitNanos(lock, ended, deadline.remainingNanos());
                }
            } finally {
                lock.unlock();
            }
        }
        return !one.isCancelled() && !other.isCancelled();
    }

    private void end() {
        lock.lock();
        try {
            ended.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
