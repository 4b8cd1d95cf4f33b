package io.github.mooring.bench.failover;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiFunction;

/**
 * Runs one scenario: the clients take turns, and in each turn all callers of one client write, lose their primary, wait, and
 * write to the next one. Confined to one thread.
 */
public final class Elections implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 120;
    /** Chosen: enough for every caller to have a connection. */
    private static final int WRITES_BEFORE = 3;
    /** Chosen: so long they write in peace, before and after. */
    private static final Duration PEACE = Duration.ofMillis(100);

    private final LabProcess lab;
    private final Scenario scenario;
    private final int size;
    private final Duration interregnum;
    private final Random random;
    private final Map<Crew, Outcome> crews = new LinkedHashMap<>();
    private final String collection;

    /**
     * Clients that have not done anything yet.
     *
     * @param callers     how many each client has
     * @param interregnum how long there is no primary, at least; up to a third longer, so that it ends at any moment of a poll
     * @param clients     by name: from a connection string and a collection to the client
     */
    public Elections(
            LabProcess lab,
            Scenario scenario,
            int callers,
            Duration interregnum,
            Random random,
            Map<String, BiFunction<String, String, Writer>> clients) {
        this.lab = lab;
        this.scenario = scenario;
        this.collection = lab.freshName();
        this.size = callers;
        this.interregnum = interregnum;
        this.random = random;
        clients.forEach((name, open) -> crews.put(
                new Crew(name, callers, open.apply(lab.uri() + scenario.options(), collection(name))),
                new Outcome(name)));
    }

    private String collection(String client) {
        return collection + "-" + client;
    }

    /** Has so many elections, some of them before anything counts. */
    public List<Outcome> run(int warmUps, int elections) throws IOException, InterruptedException {
        for (int i = 0; i < warmUps + elections; i++) {
            for (Map.Entry<Crew, Outcome> entry : crews.entrySet()) {
                turn(entry.getKey(), entry.getValue(), i >= warmUps);
            }
        }
        List<Outcome> outcomes = new ArrayList<>();
        crews.forEach((crew, outcome) -> {
            outcome.end(crew.callers(), Stored.readBack(lab.uri(), collection(crew.name()), crew.callers()));
            outcomes.add(outcome);
        });
        return outcomes;
    }

    private void turn(Crew crew, Outcome outcome, boolean counts) throws IOException, InterruptedException {
        collectGarbage();
        crew.begin();
        awaitWrites(crew);
        pass(PEACE.toNanos());
        Election election = new Election(size);
        crew.observe(election);
        lab.depose(scenario.crash());
        pass(interregnum.toNanos() + random.nextInt((int) interregnum.toNanos() / 3));
        election.call();
        long elected = lab.elect();
        if (!election.await(PATIENCE_SECONDS)) {
            throw new IOException(
                    "a caller of " + crew.name() + " has not written within " + PATIENCE_SECONDS + " s, " + scenario);
        }
        pass(PEACE.toNanos());
        crew.pause();
        crew.observe(null);
        lab.recover();
        if (counts) {
            outcome.add(election, elected);
        }
    }

    /**
     * All clients share this JVM's heap: the pause for what one has left behind must not fall into another's election. There
     * is room for what an election leaves.
     */
    private void collectGarbage() throws IOException {
        System.gc();
        lab.collectGarbage();
    }

    /** Until every caller has ended some writes of this turn. */
    private static void awaitWrites(Crew crew) throws IOException {
        int[] before = crew.callers().stream().mapToInt(Caller::begun).toArray();
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        for (int i = 0; i < before.length; i++) {
            while (crew.callers().get(i).begun() <= before[i] + WRITES_BEFORE) {
                if (System.nanoTime() - end > 0) {
                    throw new IOException("caller " + i + " of " + crew.name() + " does not get on");
                }
                pass(TimeUnit.MILLISECONDS.toNanos(1));
            }
        }
    }

    private static void pass(long nanos) {
        long end = System.nanoTime() + nanos;
        for (long left = nanos; left > 0; left = end - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    @Override
    public void close() {
        crews.keySet().forEach(Crew::close);
    }
}
