package io.github.mooring.testkit.lab;

import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Sees to it that there is a primary, some time after there was none. Thread-safe; has one thread, which ends at close. */
final class Elections implements AutoCloseable {
    private static final long CLOSE_SECONDS = 60;

    private final ReplicaSet set;
    private final boolean automatic;
    private volatile Duration time;
    private final ScheduledThreadPoolExecutor timer;

    Elections(ReplicaSet set, boolean automatic, Duration time) {
        this.set = set;
        this.automatic = automatic;
        this.time = time;
        this.timer = new ScheduledThreadPoolExecutor(
                1,
                task -> {
                    Thread thread = new Thread(task, "lab-elections");
                    thread.setDaemon(true);
                    return thread;
                },
                new ThreadPoolExecutor.DiscardPolicy());
    }

    void time(Duration without) {
        time = without;
    }

    /** To be called after whatever may have cost the set its primary or made a new one possible. */
    void review() {
        if (!automatic) {
            return;
        }
        long wait = set.review(time);
        if (wait >= 0) {
            // a review does not fail, and nobody waits for it
            var unused = timer.schedule(this::review, wait, TimeUnit.NANOSECONDS);
        }
    }

    /** Runs a task on the lab's thread, for those who must not wait for it. */
    void later(Runnable task) {
        timer.execute(task);
    }

    @Override
    public void close() {
        timer.shutdownNow();
        try {
            if (!timer.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
                throw new IllegalStateException("the thread of the elections still runs");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while closing", e);
        }
    }
}
