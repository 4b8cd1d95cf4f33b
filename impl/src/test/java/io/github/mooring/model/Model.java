package io.github.mooring.model;

import org.jspecify.annotations.Nullable;

/**
 * What the rewritten code calls instead of the JVM: before each step that other threads can notice, and wherever it reads
 * time or touches a thread. Outside of an execution all of it does nothing of interest.
 */
public final class Model {
    private static volatile @Nullable Scheduler current;

    private Model() {}

    static void run(@Nullable Scheduler scheduler) {
        current = scheduler;
    }

    /** The scheduler, if the calling thread is one of its own and not within a class initializer. */
    static @Nullable Scheduler scheduler() {
        Scheduler scheduler = current;
        return scheduler != null && scheduler.isActiveHere() ? scheduler : null;
    }

    /** Before a step that others can notice: from here on another thread may go first. */
    public static void point(String where) {
        Scheduler scheduler = scheduler();
        if (scheduler != null) {
            scheduler.point(where);
        }
    }

    /** A number from 0 to {@code count - 1}; every one of them is tried. */
    public static int choose(int count) {
        Scheduler scheduler = scheduler();
        return scheduler == null ? 0 : scheduler.choose(count);
    }

    /** The time of the model: it moves only when a timed wait runs out. */
    public static long nanoTime() {
        Scheduler scheduler = current;
        return scheduler == null ? 0 : scheduler.nanoTime();
    }

    /** Instead of {@link Thread#interrupt()}. */
    public static void interrupt(Thread thread) {
        Scheduler scheduler = scheduler();
        if (scheduler == null) {
            thread.interrupt();
        } else {
            scheduler.point("interrupt " + thread.getName());
            scheduler.of(thread).interrupted = true;
        }
    }

    /** Instead of {@link Thread#interrupted()}. */
    public static boolean interrupted() {
        Scheduler scheduler = scheduler();
        if (scheduler == null) {
            return Thread.interrupted();
        }
        Worker here = scheduler.here();
        boolean was = here.interrupted;
        here.interrupted = false;
        return was;
    }

    /** Instead of {@link Thread#isInterrupted()}. */
    public static boolean isInterrupted(Thread thread) {
        Scheduler scheduler = scheduler();
        return scheduler == null ? thread.isInterrupted() : scheduler.of(thread).interrupted;
    }

    /** At the beginning of a class initializer: the JVM holds a lock that the scheduler knows nothing of. */
    public static void enterInitializer() {
        if (Thread.currentThread() instanceof Worker worker) {
            worker.initializing++;
        }
    }

    /** At its end. */
    public static void leaveInitializer() {
        if (Thread.currentThread() instanceof Worker worker) {
            worker.initializing--;
        }
    }
}
