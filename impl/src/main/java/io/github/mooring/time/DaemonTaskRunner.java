package io.github.mooring.time;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The task runner outside a container: one daemon scheduler, and a daemon worker for each blocking task that is
 * running; thread-safe. Workers that have had nothing to do for ten seconds end.
 */
public final class DaemonTaskRunner implements TaskRunner, AutoCloseable {
    private static final Logger LOG = System.getLogger(DaemonTaskRunner.class.getName());
    private static final Duration GRACE = Duration.ofSeconds(5);

    private final ScheduledThreadPoolExecutor scheduler;
    private final ExecutorService workers;

    /**
     * A runner with threads of its own.
     *
     * @param name the first part of their names
     */
    public DaemonTaskRunner(String name) {
        scheduler = new ScheduledThreadPoolExecutor(1, daemons(name + "-scheduler"));
        scheduler.setRemoveOnCancelPolicy(true);
        workers = new ThreadPoolExecutor(
                0, Integer.MAX_VALUE, 10, TimeUnit.SECONDS, new SynchronousQueue<>(), daemons(name + "-worker"));
    }

    @Override
    public Task repeat(String name, Duration period, Runnable task) {
        return new RepeatedTask(name, period, task, Runnable::run).next();
    }

    @Override
    public Task repeatBlocking(String name, Duration period, Runnable task) {
        return new RepeatedTask(name, period, task, workers::execute).next();
    }

    /** Ends all tasks: interrupts those that are running and waits for them, at most five seconds. Idempotent. */
    @Override
    public void close() {
        scheduler.shutdownNow();
        workers.shutdownNow();
        Deadline deadline = Deadline.after(Clock.system(), GRACE);
        try {
            boolean ended = scheduler.awaitTermination(deadline.remainingNanos(), TimeUnit.NANOSECONDS)
                    && workers.awaitTermination(deadline.remainingNanos(), TimeUnit.NANOSECONDS);
            if (!ended) {
                LOG.log(
                        Level.WARNING,
                        "background tasks were still running {0} ms after they were told to end",
                        GRACE.toMillis());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static ThreadFactory daemons(String name) {
        return task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            // the loader of whoever opens the first session must not be held by a thread that outlives the call
            thread.setContextClassLoader(DaemonTaskRunner.class.getClassLoader());
            return thread;
        };
    }

    /** One task that puts itself back on the scheduler after each run. */
    private final class RepeatedTask implements Task {
        private final String name;
        private final long periodNanos;
        private final Runnable task;
        private final Dispatch dispatch;
        /** Written by any thread in cancel, read by the scheduler; only ever goes from false to true. */
        private volatile boolean cancelled;

        RepeatedTask(String name, Duration period, Runnable task, Dispatch dispatch) {
            this.name = name;
            this.periodNanos = period.toNanos();
            this.task = task;
            this.dispatch = dispatch;
        }

        Task next() {
            if (!cancelled) {
                try {
                    var unused =
                            scheduler.schedule(() -> dispatch.to(this::runOnce), periodNanos, TimeUnit.NANOSECONDS);
                } catch (RejectedExecutionException e) {
                    cancelled = true; // the runner was closed: there is no next run
                }
            }
            return this;
        }

        private void runOnce() {
            if (cancelled) {
                return;
            }
            try {
                task.run();
            } catch (RuntimeException | Error e) {
                LOG.log(Level.WARNING, "background task " + name + " failed; it runs again", e);
            } finally {
                next();
            }
        }

        @Override
        public void cancel() {
            cancelled = true;
        }
    }

    /** Where a run takes place. */
    @FunctionalInterface
    private interface Dispatch {
        void to(Runnable run);
    }
}
