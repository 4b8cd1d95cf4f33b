package io.github.mooring.client;

import io.github.mooring.time.TaskRunner;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Has pools filled to their least size in the background at once, where the periodic maintenance would come late: when a
 * pool is new, and when its connections have been given up; thread-safe.
 *
 * <p>It is the first attempt only. One that fails is left to the periodic maintenance, even if the failure puts
 * connections in doubt and so would ask for another: the server is in trouble, and needs no more dials.
 */
final class PoolFilling {
    static final String TASK = "pool-fill";
    /** For a runner that has no thread at first. Chosen: it has none for the others either, so there is no hurry. */
    private static final Duration PERIOD = Duration.ofSeconds(1);

    private final TaskRunner runner;
    private final boolean needed;
    /** Whether a run is to come that begins later than now. */
    private final AtomicBoolean asked = new AtomicBoolean();
    /** Those that are filling. */
    private final Set<Thread> fillers = ConcurrentHashMap.newKeySet();

    /**
     * Fills nothing yet.
     *
     * @param minSize the least size of each pool
     */
    PoolFilling(TaskRunner runner, int minSize) {
        this.runner = runner;
        this.needed = minSize > 0;
    }

    /** Whether pools have a least size at all. */
    boolean isNeeded() {
        return needed;
    }

    /** Runs the maintenance of one new pool soon. */
    void first(Runnable maintenance) {
        if (needed) {
            new Once(maintenance).start();
        }
    }

    /** Runs the maintenance of all pools soon, unless that is to come anyway, or an attempt to fill has led to this. */
    void again(Runnable maintenance) {
        if (needed && !isFilling() && asked.compareAndSet(false, true)) {
            new Once(() -> {
                        asked.set(false); // first: whoever asks from now on may have come too late for this run
                        maintenance.run();
                    })
                    .start();
        }
    }

    /** Whether this thread is filling pools. */
    boolean isFilling() {
        return fillers.contains(Thread.currentThread());
    }

    /** A repeated task that ends itself. */
    private final class Once implements Runnable {
        private final Runnable work;
        private final AtomicBoolean begun = new AtomicBoolean();
        /** Written by whoever starts it, maybe after the first run has begun. */
        private volatile TaskRunner.@Nullable Task task;

        Once(Runnable work) {
            this.work = work;
        }

        void start() {
            task = runner.repeatBlocking(TASK, PERIOD, this);
            if (begun.get()) {
                end();
            }
        }

        @Override
        public void run() {
            boolean first = begun.compareAndSet(false, true);
            end(); // after begun, as the look in start() comes after the task
            if (first) {
                fill();
            }
        }

        private void end() {
            TaskRunner.Task known = task;
            if (known != null) {
                known.cancel();
            }
        }

        private void fill() {
            Thread here = Thread.currentThread();
            fillers.add(here);
            try {
                work.run();
            } finally {
                fillers.remove(here);
            }
        }
    }
}
