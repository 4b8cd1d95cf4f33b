package io.github.mooring.model;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Runs a {@link Scenario} again and again, until its threads have been interleaved in every way that has at most so many
 * preemptions: changes from a thread that could have gone on, and timed waits that run out though somebody could go on.
 * Most mistakes need no more than two of them.
 *
 * <p>What runs is the real code: its classes are loaded a second time, with a scheduler between the steps that other
 * threads can notice (volatile fields, atomics, locks, parks). A wait never ends for no reason, so a wake-up that
 * is missing shows as threads of which none can go on. Steps are seen by all threads in one order: this finds mistakes of
 * logic, not a {@code volatile} that is missing.
 *
 * <p>That a scenario would notice a mistake is shown by making one: see {@link Mutation}.
 */
public final class Interleavings {
    private static final long MAX_EXECUTIONS = 2_000_000;

    private final Class<? extends Scenario> scenario;
    private final int preemptions;
    private final List<Mutation> mutations;
    private final Set<String> atomic;

    private Interleavings(
            Class<? extends Scenario> scenario, int preemptions, List<Mutation> mutations, Set<String> atomic) {
        this.scenario = scenario;
        this.preemptions = preemptions;
        this.mutations = mutations;
        this.atomic = atomic;
    }

    /** All interleavings with at most two preemptions. */
    public static Interleavings of(Class<? extends Scenario> scenario) {
        return new Interleavings(scenario, 2, List.of(), Set.of());
    }

    /** The same with at most so many. */
    public Interleavings preemptions(int most) {
        return new Interleavings(scenario, most, mutations, atomic);
    }

    /** The same, where nobody comes between the steps of these classes, by their simple names: they are not the question. */
    public Interleavings atomic(String... classes) {
        return new Interleavings(scenario, preemptions, mutations, Set.of(classes));
    }

    /** The same with a mistake in the code. */
    public Interleavings with(Mutation mutation) {
        List<Mutation> more = new ArrayList<>(mutations);
        more.add(mutation);
        return new Interleavings(scenario, preemptions, List.copyOf(more), atomic);
    }

    /**
     * Tries them all.
     *
     * @return how many there were
     * @throws AssertionError if one of them fails, with the steps that led there
     */
    public long explore() {
        RewritingLoader loader = new RewritingLoader(Interleavings.class.getClassLoader(), mutations, atomic);
        Constructor<? extends Scenario> maker = maker(loader);
        Worker[] workers = start(make(maker).threads().size());
        try {
            long executions = runAll(maker, workers);
            loader.requireAllMade();
            System.out.println(scenario.getSimpleName() + ": " + executions + " interleavings with at most "
                    + preemptions + " preemptions");
            return executions;
        } finally {
            for (Worker worker : workers) {
                worker.dismiss();
            }
        }
    }

    private long runAll(Constructor<? extends Scenario> maker, Worker[] workers) {
        Schedule schedule = new Schedule(preemptions);
        long executions = 0;
        do {
            if (++executions > MAX_EXECUTIONS) {
                throw new AssertionError(scenario + " has more than " + MAX_EXECUTIONS + " interleavings");
            }
            runOnce(make(maker), workers, schedule, executions);
        } while (schedule.next());
        return executions;
    }

    private void runOnce(Scenario one, Worker[] workers, Schedule schedule, long execution) {
        Scheduler scheduler = new Scheduler(workers, schedule);
        Model.run(scheduler);
        try {
            Throwable failure = scheduler.execute(one.threads());
            if (failure == null) {
                failure = scheduler.afterwards(one::afterwards);
            }
            if (failure != null) {
                throw new AssertionError(
                        scenario.getSimpleName() + ", interleaving " + execution + ": " + failure.getMessage(),
                        failure);
            }
        } finally {
            Model.run(null);
        }
    }

    private static Worker[] start(int count) {
        Worker[] workers = new Worker[count];
        for (int i = 0; i < count; i++) {
            workers[i] = new Worker(i);
            workers[i].start();
        }
        return workers;
    }

    private Constructor<? extends Scenario> maker(RewritingLoader loader) {
        try {
            Constructor<? extends Scenario> maker = loader.loadClass(scenario.getName())
                    .asSubclass(Scenario.class)
                    .getDeclaredConstructor();
            maker.setAccessible(true);
            return maker;
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("a scenario is a static class with a constructor without parameters", e);
        }
    }

    private static Scenario make(Constructor<? extends Scenario> maker) {
        try {
            return maker.newInstance();
        } catch (InvocationTargetException e) {
            throw new IllegalStateException("the scenario could not be set up", e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
