package io.github.mooring.unified;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A thread of a case, which does what it is given in order. Used by one thread. */
final class ThreadEntity implements EntityPart {
    private final ExecutorService executor;
    private Future<?> last = CompletableFuture.completedFuture(null);

    ThreadEntity(String name) {
        executor = Executors.newSingleThreadExecutor(task -> {
            Thread thread = new Thread(task, "unified-" + name);
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Something to do; once it has failed, what comes after it is left out. */
    interface Task {
        void run() throws Exception;
    }

    void submit(Task task) {
        Future<?> before = last;
        last = executor.submit(() -> {
            Object unused = before.get();
            task.run();
            return true;
        });
    }

    /** Waits until everything is done; throws what went wrong. */
    void join(Duration atMost) throws Exception {
        try {
            Object unused = last.get(atMost.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError("the thread is not done within " + atMost, e);
        } catch (ExecutionException e) {
            throw root(e);
        }
    }

    private static Exception root(ExecutionException wrapped) {
        Throwable cause = wrapped;
        while (cause instanceof ExecutionException && cause.getCause() != null) {
            cause = cause.getCause();
        }
        if (cause instanceof Error error) {
            throw error;
        }
        return cause instanceof Exception exception ? exception : wrapped;
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
