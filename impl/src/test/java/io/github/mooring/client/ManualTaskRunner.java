package io.github.mooring.client;

import io.github.mooring.time.TaskRunner;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** Runs background tasks when a test says so, on the test's thread, and not otherwise. Confined to it. */
final class ManualTaskRunner implements TaskRunner {
    private final Map<String, Runnable> tasks = new HashMap<>();
    private final Map<String, Duration> periods = new HashMap<>();

    @Override
    public Task repeat(String name, Duration period, Runnable task) {
        tasks.put(name, task);
        periods.put(name, period);
        return () -> tasks.remove(name);
    }

    @Override
    public Task repeatBlocking(String name, Duration period, Runnable task) {
        return repeat(name, period, task);
    }

    /** Runs a task once. */
    void run(String name) {
        Runnable task = tasks.get(name);
        if (task == null) {
            throw new AssertionError("no task " + name + ", there are " + tasks.keySet());
        }
        task.run();
    }

    boolean has(String name) {
        return tasks.containsKey(name);
    }

    /** Drops a task, as if its turn never came. */
    void forget(String name) {
        tasks.remove(name);
    }

    Map<String, Duration> periods() {
        return periods;
    }

    int size() {
        return tasks.size();
    }
}
