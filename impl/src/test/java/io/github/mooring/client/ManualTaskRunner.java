package io.github.mooring.client;

import io.github.mooring.time.TaskRunner;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
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
    private final Map<String, Supplier<Duration>> tasks = new ConcurrentHashMap<>();
    private final Map<String, Duration> periods = new ConcurrentHashMap<>();
    /** Held while a task runs, and by nobody else: a task may be cancelled meanwhile. */
    private final ReentrantLock running = new ReentrantLock();

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
        tasks.put(name, task);
        periods.put(name, retry);
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
        Supplier<Duration> task = tasks.get(name);
        if (task == null) {
            return;
        }
        Duration pause = run(task);
        if (pause.compareTo(SHORT) <= 0) {
            passing.accept(pause);
            var unused = run(task);
        }
    }

    private Duration run(Supplier<Duration> task) {
        running.lock();
        try {
            return task.get();
        } finally {
            running.unlock();
        }
    }

    /** Runs a task once; returns how long it wants to pause. */
    Duration run(String name) {
        Supplier<Duration> task = tasks.get(name);
        if (task == null) {
            throw new AssertionError("no task " + name + ", there are " + tasks.keySet());
        }
        return run(task);
    }

    boolean has(String name) {
        return tasks.containsKey(name);
    }

    /** Drops a task, as if its turn never came. */
    void forget(String name) {
        tasks.remove(name);
    }

    Map<String, Duration> periods() {
        return Map.copyOf(periods);
    }

    int size() {
        return tasks.size();
    }
}
