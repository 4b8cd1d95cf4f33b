package io.github.mooring.model;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One execution of a scenario: lets one thread run at a time, and asks the {@link Schedule} at each step which.
 *
 * <p>Threads run for real and hand over by semaphores, so all fields are seen by whoever has the turn.
 */
final class Scheduler {
    /** More steps than any scenario has; threads that go on for so long chase each other. */
    private static final int MAX_STEPS = 20_000;

    private static final int SHOWN_STEPS = 100;
    private static final int PATIENCE_SECONDS = 60;

    private final Worker[] workers;
    private final Schedule schedule;
    private final Semaphore over = new Semaphore(0);
    /** In pairs: who went on, and with which step. */
    private final List<Object> trace = new ArrayList<>();

    private final Worker[] options;
    private int steps;
    private long now;
    private @Nullable Throwable failure;
    private volatile boolean abandoned;

    Scheduler(Worker[] workers, Schedule schedule) {
        this.workers = workers;
        this.schedule = schedule;
        this.options = new Worker[workers.length];
    }

    /** Runs one execution to its end; what went wrong in it, if anything. */
    @Nullable
    Throwable execute(List<Runnable> tasks) {
        for (Worker worker : workers) {
            worker.begin(this, tasks.get(worker.number));
        }
        pick(null).go();
        try {
            if (!over.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                return new AssertionError("the scenario waits for something that the model does not know\n" + story());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return e;
        }
        return failure;
    }

    /** Looks at what has come out; what is wrong with it, if anything. */
    @Nullable
    Throwable afterwards(Runnable look) {
        try {
            look.run();
            return null;
        } catch (RuntimeException | Error e) {
            return described("in the end: " + e, e);
        }
    }

    boolean isActiveHere() {
        return Thread.currentThread() instanceof Worker worker && worker.scheduler == this && worker.initializing == 0;
    }

    Worker here() {
        return (Worker) Thread.currentThread();
    }

    Worker of(Thread thread) {
        if (thread instanceof Worker worker) {
            return worker;
        }
        throw new AssertionError(thread + " is no thread of the scenario");
    }

    long nanoTime() {
        return now;
    }

    int choose(int count) {
        int chosen = schedule.choose(count, count);
        trace.add(here());
        trace.add("choose " + chosen);
        return chosen;
    }

    /** Lets another go first, if the schedule says so. */
    void point(String where) {
        Worker here = here();
        here.where = where;
        passOn(here);
    }

    /** Waits until something is so. */
    void await(String where, BooleanSupplier condition) {
        await(where, condition, Long.MAX_VALUE);
    }

    /** Waits until something is so or the time is up; says which. */
    boolean await(String where, BooleanSupplier condition, long nanos) {
        Worker here = here();
        here.where = where;
        here.waitsFor = condition;
        here.wakesAt = nanos == Long.MAX_VALUE ? Long.MAX_VALUE : now + Math.max(0, nanos);
        here.timedOut = false;
        passOn(here);
        here.waitsFor = null;
        here.wakesAt = Long.MAX_VALUE;
        return !here.timedOut;
    }

    private void passOn(Worker here) {
        if (abandoned) {
            throw new Abandoned();
        }
        if (++steps > MAX_STEPS) {
            fail(new AssertionError("the threads go on for ever"));
        }
        Worker next = pick(here);
        if (next != here) {
            next.go();
            here.awaitTurn();
        }
        if (abandoned) {
            throw new Abandoned();
        }
    }

    void failed(Worker here, Throwable thrown) {
        if (failure == null) {
            failure = described(here.getName() + " failed: " + thrown, thrown);
        }
        abandoned = true;
    }

    void finished(Worker here) {
        here.finished = true;
        for (Worker each : workers) {
            if (!each.finished) {
                (abandoned ? each : pick(here)).go();
                return;
            }
        }
        over.release();
    }

    private void fail(AssertionError what) {
        failure = described(String.valueOf(what.getMessage()), what);
        abandoned = true;
        throw new Abandoned();
    }

    /** The next to run: a change from one that could go on costs one preemption, and so does the end of a timed wait. */
    private Worker pick(@Nullable Worker here) {
        int count = 0;
        boolean canStay = here != null && here.canGoOn();
        if (here != null && canStay) {
            options[count++] = here;
        }
        for (Worker each : workers) {
            if (each != here && each.canGoOn()) {
                options[count++] = each;
            }
        }
        int awake = count;
        for (Worker each : workers) {
            if (each.canTimeOut() && !each.canGoOn()) {
                options[count++] = each;
            }
        }
        if (count == 0) {
            return stuck();
        }
        int free = canStay ? 1 : awake == 0 ? count : awake;
        int chosen = count == 1 ? 0 : schedule.choose(count, free);
        Worker next = options[chosen];
        if (chosen >= awake) {
            next.timedOut = true;
            now = Math.max(now, next.wakesAt);
        }
        trace.add(next);
        trace.add(next.where);
        return next;
    }

    private Worker stuck() {
        if (failure == null) {
            failure = described("nobody can go on", null);
        }
        abandoned = true;
        for (Worker each : workers) {
            if (!each.finished) {
                return each;
            }
        }
        throw new AssertionError("bug: nobody is left, but somebody had the turn");
    }

    private AssertionError described(String what, @Nullable Throwable cause) {
        return new AssertionError(what + "\n" + story(), cause);
    }

    /** How each thread stands, and the last steps that led there. */
    private String story() {
        StringBuilder text = new StringBuilder();
        for (Worker each : workers) {
            text.append("  ").append(each).append('\n');
        }
        text.append("step by step:\n");
        for (int i = Math.max(0, trace.size() - 2 * SHOWN_STEPS); i < trace.size(); i += 2) {
            Worker who = (Worker) trace.get(i);
            text.append("  ")
                    .append(who.getName())
                    .append(": ")
                    .append(trace.get(i + 1))
                    .append('\n');
        }
        return text.toString();
    }

    /** Unwinds a thread of an execution that has failed already. */
    static final class Abandoned extends Error {
        private static final long serialVersionUID = 1;

        Abandoned() {
            super("the execution has failed", null, false, false);
        }
    }
}
