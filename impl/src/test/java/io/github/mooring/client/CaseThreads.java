package io.github.mooring.client;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** The threads that a case of the specifications names, each of which does what it is given in order. Thread-safe. */
final class CaseThreads implements AutoCloseable {
    private final Map<String, Worker> workers = new ConcurrentHashMap<>();

    /** A thread and what it was given so far. */
    private record Worker(ExecutorService executor, List<Future<?>> given) {}

    /** Begins a thread. */
    void start(String name) {
        workers.put(name, new Worker(Executors.newSingleThreadExecutor(), new CopyOnWriteArrayList<>()));
    }

    /** Gives a thread something to do, and does not wait for it. */
    void submit(String name, Callable<?> task) {
        Worker worker = worker(name);
        worker.given().add(worker.executor().submit(task));
    }

    /** Waits until a thread has done everything; throws what it threw first. */
    void join(String name, Duration atMost) throws Exception {
        for (Future<?> task : new ArrayList<>(worker(name).given())) {
            try {
                Object unused = task.get(atMost.toMillis(), TimeUnit.MILLISECONDS);
            } catch (ExecutionException e) {
                if (e.getCause() instanceof Exception cause) {
                    throw cause;
                }
                throw e;
            }
        }
    }

    private Worker worker(String name) {
        return Objects.requireNonNull(workers.get(name), () -> "the case has not started thread " + name);
    }

    @Override
    public void close() {
        workers.values().forEach(worker -> worker.executor().shutdownNow());
    }
}
