package io.github.mooring.time;

import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A thread of a test's own that does one thing, and what came of it. */
public final class Caller<T> {
    private final FutureTask<T> task;
    private final Thread thread;

    private Caller(Callable<T> call) {
        task = new FutureTask<>(call);
        thread = new Thread(task, "caller");
        thread.setDaemon(true);
    }

    public static <T> Caller<T> start(Callable<T> call) {
        Caller<T> caller = new Caller<>(call);
        caller.thread.start();
        return caller;
    }

    public void interrupt() {
        thread.interrupt();
    }

    public boolean isDone() {
        return task.isDone();
    }

    /** What it returned. */
    public T result() throws InterruptedException, TimeoutException {
        try {
            return task.get(40, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new AssertionError("the call failed", e.getCause());
        }
    }

    /** What it threw. */
    public Throwable failure() throws InterruptedException, TimeoutException {
        try {
            throw new AssertionError("the call did not fail, it returned " + task.get(40, TimeUnit.SECONDS));
        } catch (ExecutionException e) {
            return Objects.requireNonNull(e.getCause());
        }
    }
}
