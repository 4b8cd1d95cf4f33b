package io.github.mooring.time;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Time for tests: it stands still until a test moves it, and who waits in it wakes up only when it has moved.
 *
 * <p>It begins one second before the overflow of a long, so that every test that moves it far crosses that line.
 * Thread-safe; its own lock is the last of all to be taken.
 */
public final class ManualClock {
    private static final long PATIENCE_SECONDS = 60;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final List<Wait> waits = new ArrayList<>();
    /** Those of them that were woken up and have not noticed yet. */
    private final List<Wait> waking = new ArrayList<>();

    private final Queue<Step> steps = new ArrayDeque<>();
    private long now = Long.MAX_VALUE - TimeUnit.SECONDS.toNanos(1);

    public Clock clock() {
        return Clock.of(this::nanoTime, this::awaitNanos, this::parkNanos);
    }

    public long nanoTime() {
        lock.lock();
        try {
            return now;
        } finally {
            lock.unlock();
        }
    }

    /** Moves time and wakes all who wait in it. */
    public void advance(Duration by) {
        List<Wait> woken;
        lock.lock();
        try {
            now += by.toNanos();
            woken = new ArrayList<>(waits);
            waking.addAll(waits);
            waits.clear();
        } finally {
            lock.unlock();
        }
        woken.forEach(Wait::wake);
    }

    /**
     * Returns once so many threads wait in this time. Whoever was woken up does not count until it has looked at the time and waits again:
     * before that it could miss that time is moved once more.
     */
    public void awaitWaiters(int count) throws InterruptedException {
        long patience = TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        lock.lock();
        try {
            while (!waking.isEmpty() || waits.size() != count) {
                if (patience <= 0) {
                    throw new AssertionError(waits.size() + " threads wait instead of " + count + ", and "
                            + waking.size() + " were woken up");
                }
                patience = changed.awaitNanos(patience);
            }
        } finally {
            lock.unlock();
        }
    }

    /** What happens while the next wait lasts, on the waiting thread itself: races without a race. */
    public void duringNextWait(Step step) {
        lock.lock();
        try {
            steps.add(step);
        } finally {
            lock.unlock();
        }
    }

    @SuppressWarnings("WaitNotInLoop") // one wait of the caller's loop
    private long awaitNanos(ReentrantLock waitLock, Condition condition, long nanos) throws InterruptedException {
        long start = nanoTime();
        Wait wait = new Wait(waitLock, condition, Thread.currentThread());
        Step step = begin(wait);
        try {
            if (step != null) {
                waitLock.unlock();
                try {
                    step.run();
                } catch (InterruptedException | RuntimeException e) {
                    throw e;
                } catch (Exception e) {
                    throw new AssertionError("the step failed", e);
                } finally {
                    waitLock.lock();
                }
            } else if (!condition.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new AssertionError("a wait was neither signalled nor ended by time");
            }
        } finally {
            end(wait);
        }
        return nanos - (nanoTime() - start);
    }

    private void parkNanos(Object blocker, long nanos) {
        Wait wait = new Wait(null, null, Thread.currentThread());
        Step step = begin(wait);
        try {
            if (step == null) {
                LockSupport.parkNanos(blocker, TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS));
            } else {
                step.run();
            }
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new AssertionError("the step failed", e);
        } finally {
            end(wait);
        }
    }

    private @Nullable Step begin(Wait wait) {
        lock.lock();
        try {
            waits.add(wait);
            changed.signalAll();
            return steps.poll();
        } finally {
            lock.unlock();
        }
    }

    private void end(Wait wait) {
        lock.lock();
        try {
            waits.remove(wait);
            waking.remove(wait);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Something to do while a thread waits. */
    @FunctionalInterface
    public interface Step {
        void run() throws Exception;
    }

    /** One thread that waits: on a condition, or parked. */
    private record Wait(
            @Nullable ReentrantLock waitLock, @Nullable Condition condition, Thread thread) {
        void wake() {
            if (waitLock == null || condition == null) {
                LockSupport.unpark(thread);
                return;
            }
            waitLock.lock();
            try {
                condition.signalAll();
            } finally {
                waitLock.unlock();
            }
        }
    }
}
