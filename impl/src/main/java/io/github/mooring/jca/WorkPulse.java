package io.github.mooring.jca;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.github.mooring.time.Clock;
import jakarta.resource.spi.work.HintsContext;
import jakarta.resource.spi.work.Work;
import jakarta.resource.spi.work.WorkAdapter;
import jakarta.resource.spi.work.WorkContext;
import jakarta.resource.spi.work.WorkContextProvider;
import jakarta.resource.spi.work.WorkEvent;
import jakarta.resource.spi.work.WorkException;
import jakarta.resource.spi.work.WorkManager;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The pulse where the container refuses timers: one work that waits for the next action to be due and runs it;
 * thread-safe.
 *
 * <p>There is at most one such work. It starts with the first action and ends when nothing has been due for a minute.
 * {@link Work#release()} is a hint, which some containers give before, during or after every run: it shortens that minute
 * and no more, because a work that has to be replaced at once gives no thread back. What ends the work is the end of the
 * adapter. If the container refuses a work several times, the next {@link #after} or {@link #nudge} tries again.
 */
final class WorkPulse implements Pulse {
    private static final Logger LOG = System.getLogger(WorkPulse.class.getName());
    /** Chosen: long enough that the usual ten-second ping keeps its thread, short enough to give it back soon. */
    private static final Duration IDLE = Duration.ofMinutes(1);

    /** Chosen: refusals that pass are survived at once, because nobody is left to try again later; lasting ones cost little. */
    private static final int TRIES = 3;

    private final WorkManager workManager;
    private final Clock clock;
    private final boolean hinted;
    private final LongAdder rejections;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    @GuardedBy("lock")
    private final PriorityQueue<Due> queue = new PriorityQueue<>(Comparator.comparingLong(Due::offsetNanos));

    /** The work that has been handed in and has not ended. */
    @GuardedBy("lock")
    private @Nullable Loop current;

    @GuardedBy("lock")
    private boolean closed;

    /** Comparisons of clock readings survive an overflow only as differences; this is what they are taken from. */
    private final long originNanos;

    /**
     * A pulse without a thread as yet.
     *
     * @param hinted     whether the container knows {@link HintsContext}, and may be told that the work runs long
     * @param rejections counts the works that the container refuses
     */
    WorkPulse(WorkManager workManager, Clock clock, boolean hinted, LongAdder rejections) {
        this.workManager = workManager;
        this.clock = clock;
        this.hinted = hinted;
        this.rejections = rejections;
        this.originNanos = clock.nanoTime();
    }

    @Override
    public void after(long delayNanos, Runnable action) {
        lock.lock();
        try {
            if (closed) {
                return;
            }
            queue.add(new Due(now() + delayNanos, action));
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        nudge();
    }

    @Override
    public void nudge() {
        boolean settled = false;
        for (int i = 0; i < TRIES && !settled; i++) {
            settled = handIn();
        }
    }

    /** Hands a work in if one is needed; false if the container has refused it at once. */
    private boolean handIn() {
        Loop loop;
        lock.lock();
        try {
            if (closed || current != null || queue.isEmpty()) {
                return true;
            }
            loop = hinted ? new HintedLoop(this) : new Loop(this);
            current = loop;
        } finally {
            lock.unlock();
        }
        try {
            workManager.scheduleWork(loop, WorkManager.INDEFINITE, null, new Rejection(this, loop));
        } catch (WorkException | RuntimeException e) {
            refused(loop, e);
        }
        return !loop.refused;
    }

    private void refused(Loop loop, @Nullable Exception e) {
        if (ended(loop)) {
            loop.refused = true;
            rejections.increment();
            LOG.log(Level.DEBUG, "the container refused the work that stands in for a timer; it is tried again", e);
        }
    }

    /** Forgets the work; false if it was forgotten already. */
    private boolean ended(Loop loop) {
        lock.lock();
        try {
            boolean known = current == loop;
            if (known) {
                current = null;
            }
            return known;
        } finally {
            lock.unlock();
        }
    }

    /** Waits for what is due next; null if the run is to end. */
    private @Nullable Runnable next(Loop loop) {
        lock.lock();
        try {
            long idleUntil = now() + IDLE.toNanos();
            while (!closed && current == loop) {
                Due head = queue.peek();
                long wait = (head == null ? idleUntil : head.offsetNanos()) - now();
                if (wait > 0) {
                    if (loop.released && head == null) {
                        return null;
                    }
                    var unused = clock.awaitNanos(lock, changed, wait);
                } else {
                    return head == null ? null : queue.remove().action();
                }
            }
            return null;
        } catch (InterruptedException e) {
            // whoever owns the thread wants it back; a replacement goes on
            Thread.currentThread().interrupt();
            return null;
        } finally {
            lock.unlock();
        }
    }

    private void released(Loop loop) {
        lock.lock();
        try {
            loop.released = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void run(Loop loop) {
        try {
            for (Runnable action = next(loop); action != null; action = next(loop)) {
                action.run();
            }
        } finally {
            if (ended(loop)) {
                nudge();
            }
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            queue.clear();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private long now() {
        return clock.nanoTime() - originNanos;
    }

    /** An action and its time, counted from the pulse's own origin. */
    private record Due(long offsetNanos, Runnable action) {}

    /** One run on a thread of the container. */
    private static class Loop implements Work {
        private final WorkPulse pulse;
        /** Written under the pulse's lock, read under it. */
        private boolean released;
        /** Only ever goes from false to true. */
        private volatile boolean refused;

        Loop(WorkPulse pulse) {
            this.pulse = pulse;
        }

        @Override
        public void run() {
            pulse.run(this);
        }

        @Override
        public void release() {
            pulse.released(this);
        }
    }

    /** The same, with the hint that it runs long; handed only to containers that know the hint. */
    private static final class HintedLoop extends Loop implements WorkContextProvider {
        private static final long serialVersionUID = 1L;

        HintedLoop(WorkPulse pulse) {
            super(pulse);
        }

        @Override
        public List<WorkContext> getWorkContexts() {
            HintsContext hints = new HintsContext();
            hints.setHint(HintsContext.NAME_HINT, "mooring-pulse");
            hints.setHint(HintsContext.LONGRUNNING_HINT, true);
            return List.of(hints);
        }
    }

    /** Hears of a work that was taken first and refused afterwards. */
    private static final class Rejection extends WorkAdapter {
        private final WorkPulse pulse;
        private final Loop loop;

        Rejection(WorkPulse pulse, Loop loop) {
            this.pulse = pulse;
            this.loop = loop;
        }

        @Override
        public void workRejected(WorkEvent event) {
            pulse.refused(loop, event.getException());
        }
    }
}
