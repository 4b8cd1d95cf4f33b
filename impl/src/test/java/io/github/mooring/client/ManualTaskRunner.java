package io.github.mooring.client;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.github.mooring.time.TaskRunner;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Runs background tasks when a test says so, or when somebody wants one soon, and not otherwise; on the thread that says so.
 * Thread-safe; one task at a time.
 */
final class ManualTaskRunner implements TaskRunner {
    /** A task that wants to run again so soon need not be asked for that. */
    private static final Duration SHORT = Duration.ofMillis(100);

    private final Consumer<Duration> passing;
    private final ReentrantLock lock = new ReentrantLock();

    @GuardedBy("lock")
    private final Map<String, Supplier<Duration>> tasks = new HashMap<>();

    @GuardedBy("lock")
    private final Map<String, Duration> periods = new HashMap<>();

    /** In a time that does not pass by itself. */
    ManualTaskRunner() {
        this(pause -> {});
    }

    /**
     * As above.
     *
     * @param passing lets time pass for a task that wants to run again soon
     */
    ManualTaskRunner(Consumer<Duration> passing) {
        this.passing = passing;
    }

    @Override
    public Task repeat(String name, Duration period, Runnable task) {
        return paceBlocking(name, period, () -> {
            task.run();
            return period;
        });
    }

    @Override
    public Task repeatBlocking(String name, Duration period, Runnable task) {
        return repeat(name, period, task);
    }

    @Override
    public Task paceBlocking(String name, Duration retry, Supplier<Duration> task) {
        lock.lock();
        try {
            tasks.put(name, task);
            periods.put(name, retry);
        } finally {
            lock.unlock();
        }
        return new Task() {
            @Override
            public void runSoon() {
                runUntilItPauses(name);
            }

            @Override
            public void cancel() {
                forget(name);
            }
        };
    }

    private void runUntilItPauses(String name) {
        lock.lock();
        try {
            Supplier<Duration> task = tasks.get(name);
            if (task == null) {
                return;
            }
            Duration pause = task.get();
            if (pause.compareTo(SHORT) <= 0) {
                passing.accept(pause);
                var unused = task.get();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Runs a task once; returns how long it wants to pause. */
    Duration run(String name) {
        lock.lock();
        try {
            Supplier<Duration> task = tasks.get(name);
            if (task == null) {
                throw new AssertionError("no task " + name + ", there are " + tasks.keySet());
            }
            return task.get();
        } finally {
            lock.unlock();
        }
    }

    boolean has(String name) {
        lock.lock();
        try {
            return tasks.containsKey(name);
        } finally {
            lock.unlock();
        }
    }

    /** Drops a task, as if its turn never came. */
    void forget(String name) {
        lock.lock();
        try {
            tasks.remove(name);
        } finally {
            lock.unlock();
        }
    }

    Map<String, Duration> periods() {
        lock.lock();
        try {
            return Map.copyOf(periods);
        } finally {
            lock.unlock();
        }
    }

    int size() {
        lock.lock();
        try {
            return tasks.size();
        } finally {
            lock.unlock();
        }
    }
}
