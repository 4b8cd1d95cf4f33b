package io.github.mooring.jca;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.github.mooring.notice.LogId;
import io.github.mooring.time.Clock;
import io.github.mooring.time.Deadline;
import io.github.mooring.time.TaskRunner;
import io.github.mooring.time.Turns;
import jakarta.resource.spi.BootstrapContext;
import jakarta.resource.spi.UnavailableException;
import jakarta.resource.spi.work.HintsContext;
import jakarta.resource.spi.work.Work;
import jakarta.resource.spi.work.WorkAdapter;
import jakarta.resource.spi.work.WorkEvent;
import jakarta.resource.spi.work.WorkException;
import jakarta.resource.spi.work.WorkManager;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Timer;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The task runner inside a container: its threads are the container's; thread-safe.
 *
 * <p>Short tasks run on the timer. Blocking ones are handed to the {@link WorkManager} when they are due, so they never
 * hold the timer up. A task is put back only when its run has ended or was refused, and therefore never overlaps itself
 * and never ends because a container was busy. Where timers are refused a {@link WorkPulse} takes the timer's place.
 */
final class WorkTaskRunner implements TaskRunner, AutoCloseable {
    private static final Logger LOG = System.getLogger(WorkTaskRunner.class.getName());
    private static final Duration GRACE = Duration.ofSeconds(5);

    private final WorkManager workManager;
    private final Clock clock;
    private final LongAdder rejections = new LongAdder();
    private final Pulse pulse;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition quiet = lock.newCondition();

    @GuardedBy("lock")
    private int running;

    @GuardedBy("lock")
    private boolean closed;

    /**
     * A runner on what the container offers.
     *
     * @throws IllegalStateException if the container has no work manager
     */
    WorkTaskRunner(BootstrapContext context, Clock clock) {
        WorkManager manager = context.getWorkManager();
        if (manager == null) {
            throw new IllegalStateException("the container offers no work manager");
        }
        this.workManager = manager;
        this.clock = clock;
        Timer timer = timerOf(context);
        this.pulse = timer != null
                ? new TimerPulse(timer)
                : new WorkPulse(manager, clock, context.isContextSupported(HintsContext.class), rejections);
    }

    /**
     * A timer's thread keeps for good the class loader it was made under, also when it has ended, and there are containers
     * that keep each timer they have made. So it must be neither an application's loader nor the adapter's own; what runs
     * on the timer gets the latter for as long as it runs.
     */
    private static @Nullable Timer timerOf(BootstrapContext context) {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(ClassLoader.getPlatformClassLoader());
        try {
            return context.createTimer();
        } catch (UnavailableException | UnsupportedOperationException | IllegalStateException e) {
            LOG.log(Level.DEBUG, "the container refuses timers; a long-lived work stands in for one", e);
            return null;
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    @Override
    public Task repeat(String name, Duration period, Runnable task) {
        return new RepeatedTask(name, period, periodic(period, task), this::runNow).first();
    }

    @Override
    public Task repeatBlocking(String name, Duration period, Runnable task) {
        return paceBlocking(name, period, periodic(period, task));
    }

    @Override
    public Task paceBlocking(String name, Duration retry, Supplier<Duration> task) {
        return new RepeatedTask(name, retry, task, this::handOver).first();
    }

    private static Supplier<Duration> periodic(Duration period, Runnable task) {
        return () -> {
            task.run();
            return period;
        };
    }

    /** How often the container refused a work, and it was tried again. */
    long rejections() {
        return rejections.sum();
    }

    /** Asks once more for a thread that the container refused; of no effect where it has a timer. */
    void nudge() {
        pulse.nudge();
    }

    private void handOver(RepeatedTask task) {
        TaskWork work = new TaskWork(task);
        try {
            workManager.scheduleWork(work, WorkManager.INDEFINITE, null, new Rejection(work));
        } catch (WorkException | RuntimeException e) {
            work.refused(e);
        }
    }

    private void runNow(RepeatedTask task) {
        if (!enter()) {
            return;
        }
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        long pause = task.retryNanos;
        try {
            thread.setContextClassLoader(WorkTaskRunner.class.getClassLoader());
            pause = task.runOnce();
        } finally {
            thread.setContextClassLoader(before);
            leave();
            task.next(pause);
        }
    }

    private boolean enter() {
        lock.lock();
        try {
            if (!closed) {
                running++;
            }
            return !closed;
        } finally {
            lock.unlock();
        }
    }

    private void leave() {
        lock.lock();
        try {
            running--;
            quiet.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Ends all tasks, and waits at most five seconds for those that are running; no other starts any more. Idempotent.
     * Running tasks are not interrupted: their threads belong to the container.
     */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
        } finally {
            lock.unlock();
        }
        try {
            pulse.close();
        } finally {
            awaitRunning();
        }
    }

    private void awaitRunning() {
        try {
            int left = awaitQuiet(Deadline.after(clock, GRACE));
            if (left > 0) {
                LogId.TASKS_STILL_RUNNING.log(
                        LOG,
                        left + " background tasks were still running " + GRACE.toMillis()
                                + " ms after they were told to end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private int awaitQuiet(Deadline deadline) throws InterruptedException {
        lock.lock();
        try {
            while (running > 0 && !deadline.isExpired()) {
                var unused = clock.awaitNanos(lock, quiet, deadline.remainingNanos());
            }
            return running;
        } finally {
            lock.unlock();
        }
    }

    /** One task that puts itself back after each run. */
    private final class RepeatedTask implements Task {
        private final String name;
        private final long retryNanos;
        private final Dispatch dispatch;
        private final ReentrantLock turnLock = new ReentrantLock();

        @GuardedBy("turnLock")
        private final Turns turns = new Turns();

        /** Written by any thread in cancel, read by whoever runs it; only ever goes from false to true. */
        private volatile boolean cancelled;
        /** Null once cancelled, so that the timer does not hold what the task belonged to until it is due. */
        private volatile @Nullable Supplier<Duration> body;

        RepeatedTask(String name, Duration retry, Supplier<Duration> body, Dispatch dispatch) {
            if (retry.isNegative() || retry.isZero()) {
                throw new IllegalArgumentException("the period of " + name + " must be more than zero, not " + retry);
            }
            this.name = name;
            this.retryNanos = retry.toNanos();
            this.body = body;
            this.dispatch = dispatch;
        }

        RepeatedTask first() {
            next(0);
            return this;
        }

        void next(long pauseNanos) {
            if (cancelled) {
                return;
            }
            long delay;
            long turn;
            turnLock.lock();
            try {
                delay = turns.pause(pauseNanos);
                turn = turns.next();
            } finally {
                turnLock.unlock();
            }
            pulse.after(delay, () -> due(turn));
        }

        @Override
        public void runSoon() {
            boolean waiting;
            turnLock.lock();
            try {
                waiting = turns.hurry();
            } finally {
                turnLock.unlock();
            }
            if (waiting) {
                next(0);
            }
        }

        private void due(long turn) {
            if (!cancelled && begin(turn)) {
                dispatch.to(this);
            }
        }

        private boolean begin(long turn) {
            turnLock.lock();
            try {
                return turns.begin(turn);
            } finally {
                turnLock.unlock();
            }
        }

        /** Returns how long it wants to pause. */
        long runOnce() {
            Supplier<Duration> run = body;
            if (run == null) {
                return retryNanos;
            }
            try {
                return Math.max(0, run.get().toNanos());
            } catch (RuntimeException | Error e) {
                LogId.TASK_FAILED.log(LOG, "background task " + name + " failed; it runs again", e);
                return retryNanos;
            }
        }

        @Override
        public void cancel() {
            cancelled = true;
            body = null;
        }
    }

    /** Where a run takes place. */
    @FunctionalInterface
    private interface Dispatch {
        void to(RepeatedTask task);
    }

    /** One run of a blocking task: either it runs or it is refused, whichever is heard of first. */
    private final class TaskWork implements Work {
        private final RepeatedTask task;
        private final AtomicBoolean settled = new AtomicBoolean();

        TaskWork(RepeatedTask task) {
            this.task = task;
        }

        @Override
        public void run() {
            if (settled.compareAndSet(false, true)) {
                runNow(task);
            }
        }

        void refused(@Nullable Exception e) {
            if (settled.compareAndSet(false, true)) {
                rejections.increment();
                LOG.log(Level.DEBUG, "the container refused a run of " + task.name + "; the next is due later", e);
                task.next(task.retryNanos);
            }
        }

        @Override
        public void release() {
            // a hint, given by some containers after every run; a run ends by its own deadlines
        }
    }

    /** Hears of a work that was taken first and refused afterwards. */
    private static final class Rejection extends WorkAdapter {
        private final TaskWork work;

        Rejection(TaskWork work) {
            this.work = work;
        }

        @Override
        public void workRejected(WorkEvent event) {
            work.refused(event.getException());
        }
    }
}
