package io.github.mooring.model;

import java.util.concurrent.Semaphore;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One thread of a scenario. Only one of them runs at a time, and each hand-over goes through a semaphore, so what is
 * below needs no guard of its own.
 */
final class Worker extends Thread {
    final int number;
    private final Semaphore turn = new Semaphore(0);
    private volatile boolean dismissed;

    @Nullable
    Runnable task;

    @Nullable
    Scheduler scheduler;

    boolean finished;
    boolean interrupted;
    /** Whether an unpark has come before its park. */
    boolean permit;

    int initializing;
    /** The step that it is about to do. */
    String where = "";
    /** What it waits for; null if it can go on. */
    @Nullable
    BooleanSupplier waitsFor;
    /** When a timed wait ends; {@link Long#MAX_VALUE} if it is not timed. */
    long wakesAt = Long.MAX_VALUE;

    boolean timedOut;

    Worker(int number) {
        super("thread " + (number + 1));
        this.number = number;
        setDaemon(true);
    }

    void begin(Scheduler newScheduler, Runnable newTask) {
        scheduler = newScheduler;
        task = newTask;
        finished = false;
        interrupted = false;
        permit = false;
        where = "begin";
        waitsFor = null;
        wakesAt = Long.MAX_VALUE;
        timedOut = false;
    }

    boolean canGoOn() {
        return !finished && (waitsFor == null || waitsFor.getAsBoolean());
    }

    boolean canTimeOut() {
        return !finished && waitsFor != null && wakesAt != Long.MAX_VALUE;
    }

    /** Lets this thread run; the caller must stop doing so. */
    void go() {
        turn.release();
    }

    void awaitTurn() {
        turn.acquireUninterruptibly();
    }

    /** Ends the thread, which must be between two tasks. */
    void dismiss() {
        dismissed = true;
        go();
    }

    @Override
    public void run() {
        awaitTurn();
        while (!dismissed) {
            Scheduler mine = java.util.Objects.requireNonNull(scheduler);
            try {
                java.util.Objects.requireNonNull(task).run();
            } catch (Scheduler.Abandoned e) {
                // the execution has failed somewhere else
            } catch (Throwable e) {
                mine.failed(this, e);
            }
            mine.finished(this);
            awaitTurn();
        }
    }

    @Override
    public String toString() {
        return getName() + (finished ? " has ended" : waitsFor == null ? " at " + where : " waits at " + where);
    }
}
