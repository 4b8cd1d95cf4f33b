package io.github.mooring.bench.failover;

import java.util.ArrayList;
import java.util.List;

/** What one client has come to in one scenario; confined to one thread. */
public final class Outcome {
    private static final double NANOS_PER_MILLI = 1e6;

    private final String client;
    private final List<Double> slowest = new ArrayList<>();
    private final List<Double> fastest = new ArrayList<>();
    private int errors;
    private int mostErrors;
    private int acknowledged;
    private Stored stored = new Stored(0, 0);

    Outcome(String client) {
        this.client = client;
    }

    void add(Election election, long elected) {
        slowest.add((election.slowest() - elected) / NANOS_PER_MILLI);
        fastest.add((election.fastest() - elected) / NANOS_PER_MILLI);
        mostErrors = Math.max(mostErrors, election.mostErrors());
    }

    void end(List<Caller> callers, Stored found) {
        errors = callers.stream().mapToInt(Caller::failed).sum();
        acknowledged = callers.stream().mapToInt(Caller::begun).sum() - errors;
        stored = found;
    }

    /** Whose it is. */
    public String client() {
        return client;
    }

    /** For each election, in order: milliseconds until the last caller had written to the new primary. */
    public List<Double> slowest() {
        return List.copyOf(slowest);
    }

    /** As above, until the first caller had. */
    public List<Double> fastest() {
        return List.copyOf(fastest);
    }

    /** Errors that callers have got at any time, warm-up included. */
    public int errors() {
        return errors;
    }

    /** Most errors that one caller has got in one election. */
    public int mostErrors() {
        return mostErrors;
    }

    /** Writes that the client has said to be done, warm-up included. */
    public int acknowledged() {
        return acknowledged;
    }

    /** Of these, how many are not there in the end. */
    public int lost() {
        return stored.lost();
    }

    /** How many writes were carried out more than once. */
    public int twice() {
        return stored.twice();
    }
}
