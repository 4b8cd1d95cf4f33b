package io.github.mooring.time;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.github.mooring.notice.LogId;
import java.lang.System.Logger;
import java.security.AccessController;
import java.security.PrivilegedAction;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The task runner outside a container: one daemon scheduler, and a daemon worker for each blocking task that is
 * running; thread-safe. Workers that have had nothing to do for ten seconds end.
 */
public final class DaemonTaskRunner implements TaskRunner, AutoCloseable {
    private static final Logger LOG = System.getLogger(DaemonTaskRunner.class.getName());
    /** Chosen: far beyond any use, and far from the end of a long in nanoseconds. */
    private static final Duration LONGEST_PERIOD = Duration.ofDays(36_500);

    private final ScheduledThreadPoolExecutor scheduler;
    private final ExecutorService workers;
    private final Duration grace;

    /**
     * A runner with threads of its own.
     *
     * @param name the first part of their names
     */
    public DaemonTaskRunner(String name) {
        this(name, Duration.ofSeconds(5));
    }

    /** As above, and {@link #close} waits so long for tasks that are running. */
    DaemonTaskRunner(String name, Duration grace) {
        this.grace = grace;
        scheduler = new ScheduledThreadPoolExecutor(1, daemons(name + "-scheduler"));
        scheduler.setRemoveOnCancelPolicy(true);
        workers = new ThreadPoolExecutor(
                0, Integer.MAX_VALUE, 10, TimeUnit.SECONDS, new SynchronousQueue<>(), daemons(name + "-worker"));
    }

    @Override
    public Task repeat(String name, Duration period, Runnable task) {
        return new RepeatedTask(name, period, periodic(period, task), Runnable::run).next(0);
    }

    @Override
    public Task repeatBlocking(String name, Duration period, Runnable task) {
        return paceBlocking(name, period, periodic(period, task));
    }

    @Override
    public Task paceBlocking(String name, Duration retry, Supplier<Duration> task) {
        return new RepeatedTask(name, retry, task, workers).next(0);
    }

    private static Supplier<Duration> periodic(Duration period, Runnable task) {
        return () -> {
            task.run();
            return period;
        };
    }

    /** Ends all tasks: interrupts those that are running and waits for them, at most five seconds. Idempotent. */
    @Override
    public void close() {
        scheduler.shutdownNow();
        workers.shutdownNow();
        Deadline deadline = Deadline.after(Clock.system(), grace);
        try {
            boolean ended = scheduler.awaitTermination(deadline.remainingNanos(), TimeUnit.NANOSECONDS)
                    && workers.awaitTermination(deadline.remainingNanos(), TimeUnit.NANOSECONDS);
            if (!ended) {
                LogId.TASKS_STILL_RUNNING.log(
                        LOG,
                        "background tasks were still running " + grace.toMillis() + " ms after they were told to end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static ThreadFactory daemons(String name) {
        return task -> {
            Thread thread = orphan(task, name);
            thread.setDaemon(true);
            thread.setContextClassLoader(DaemonTaskRunner.class.getClassLoader());
            return thread;
        };
    }

    /**
     * A thread that takes nothing from whoever opens the first session. It outlives the call, so it must hold neither the
     * caller's inheritable thread-locals nor its class loader, or an undeployed application stays in memory. Up to JDK 23
     * a thread keeps the protection domains, and so the class loaders, of all that stands on the stack where it is made;
     * the privileged call is there to cut that stack off, and for nothing else.
     */
    @SuppressWarnings("removal") // deprecated with the security manager, but the only way to cut the stack off
    private static Thread orphan(Runnable task, String name) {
        return AccessController.doPrivileged((PrivilegedAction<Thread>) () -> new Thread(null, task, name, 0, false));
    }

    /** One task that puts itself back on the scheduler after each run, and so never overlaps itself. */
    private final class RepeatedTask implements Task {
        private final String name;
        private final long retryNanos;
        private final Supplier<Duration> task;
        private final Executor where;
        /**
         * Makes scheduling a run and remembering it one step: a run that is due at once schedules the next one before
         * the thread that scheduled it has gone on.
         */
        private final ReentrantLock lock = new ReentrantLock();
        /** Written under the lock, read anywhere; only ever goes from false to true. */
        private volatile boolean cancelled;

        @GuardedBy("lock")
        private @Nullable Future<?> pending;

        @GuardedBy("lock")
        private final Turns turns = new Turns();

        RepeatedTask(String name, Duration retry, Supplier<Duration> task, Executor where) {
            this.name = name;
            this.retryNanos = periodNanos(name, retry);
            this.task = task;
            this.where = where;
        }

        Task next(long delayNanos) {
            lock.lock();
            try {
                if (!cancelled) {
                    long delay = turns.pause(delayNanos);
                    long turn = turns.next();
                    pending = scheduler.schedule(() -> dispatch(turn), delay, TimeUnit.NANOSECONDS);
                }
            } catch (RejectedExecutionException e) {
                cancelled = true; // the runner was closed: there is no next run
            } finally {
                lock.unlock();
            }
            return this;
        }

        @Override
        public void runSoon() {
            lock.lock();
            try {
                if (turns.hurry()) {
                    takeOffQueue();
                    next(0);
                }
            } finally {
                lock.unlock();
            }
        }

        private void dispatch(long turn) {
            if (!begin(turn)) {
                return;
            }
            try {
                where.execute(this::runOnce);
            } catch (RejectedExecutionException e) {
                cancel(); // the runner was closed: there is no next run
            } catch (RuntimeException | Error e) {
                LogId.TASK_WITHOUT_THREAD.log(LOG, "background task " + name + " found no thread; it tries again", e);
                next(retryNanos);
            }
        }

        private boolean begin(long turn) {
            lock.lock();
            try {
                return turns.begin(turn);
            } finally {
                lock.unlock();
            }
        }

        private void runOnce() {
            if (cancelled) {
                return;
            }
            Thread thread = Thread.currentThread();
            String threadName = thread.getName();
            thread.setName(threadName + "-" + name);
            long pause = retryNanos;
            try {
                pause = Math.max(0, task.get().toNanos());
            } catch (RuntimeException | Error e) {
                LogId.TASK_FAILED.log(LOG, "background task " + name + " failed; it runs again", e);
            } finally {
                thread.setName(threadName);
                next(pause);
            }
        }

        @Override
        public void cancel() {
            lock.lock();
            try {
                cancelled = true;
                takeOffQueue();
            } finally {
                lock.unlock();
            }
        }

        /** Or the queue would hold the task, and all it refers to, for a period. */
        @GuardedBy("lock")
        private void takeOffQueue() {
            if (pending != null) {
                pending.cancel(false);
            }
        }
    }

    private static long periodNanos(String name, Duration period) {
        if (period.isNegative() || period.isZero() || period.compareTo(LONGEST_PERIOD) > 0) {
            throw new IllegalArgumentException("the period of background task " + name + " is " + period
                    + ", allowed: more than zero, at most " + LONGEST_PERIOD.toDays() + " days");
        }
        return period.toNanos();
    }
}
