package io.github.mooring.bench.report;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/**
 * What Mooring has set out to reach on a machine with two processors, and the names of the figures that tell. Stateless.
 */
public final class Targets {
    /** Points where many threads share a connection: at least 16 for each. */
    public static final List<String> CROWDED = List.of("16 x 1", "64 x 1", "64 x 4", "256 x 1", "256 x 4", "256 x 16");

    private Targets() {}

    /** Throughput at a point, compared with another client. */
    public static String times(String table, Object point, String other) {
        return table + " " + point + ": throughput, times " + other;
    }

    /** Tail divided by middle at a point. */
    public static String tail(Object point) {
        return "fairness " + point + ": p99 / p50";
    }

    /** The vendor's p99 divided by Mooring's. */
    public static String lowerTail(Object point) {
        return "fairness " + point + ": p99 lower than the vendor's, times";
    }

    /** Processor time for each find. */
    public static String cpu(Object point) {
        return "matrix " + point + ": CPU us per find";
    }

    /** Bytes allocated for each operation. */
    public static String bytes(String operation) {
        return "allocation: bytes per " + operation;
    }

    /** Check-outs and returns at one size and number of threads. */
    public static String pool(int size, int threads, String what) {
        return "pools: size " + size + ", " + threads + " threads: " + what;
    }

    /** Share of what the sockets can carry. */
    public static String share(Object point) {
        return "service " + point + ": share of the limit";
    }

    /** Memory of sessions that lie idle. */
    public static final String IDLE_BYTES = "idle: bytes per session";

    /** Memory of 100,000 of them. */
    public static final String IDLE_MEGABYTES = "idle: MB for 100,000 sessions";

    /** Sockets that they hold. */
    public static final String IDLE_SOCKETS = "idle: sockets beyond the two of a single session";

    /** Sockets above the limit, at the worst moment. */
    public static final String EXCESS_SOCKETS = "sockets: most above the limit";

    /** Until the slowest of all callers has written to a new primary. */
    public static String slowestCaller(String monitoring, String which) {
        return "failover, " + monitoring + ": slowest caller, " + which + " election, ms";
    }

    /** Acknowledged writes that are not there after an election. */
    public static final String LOST_WRITES = "failover: acknowledged writes lost";

    /** Writes that were carried out more than once. */
    public static final String DOUBLE_WRITES = "failover: writes carried out twice";

    /** Errors with retryable writes, in all elections. */
    public static final String RETRIED_ERRORS = "failover: errors with retries";

    /** Errors that one caller gets in one election, without retryable writes. */
    public static final String UNRETRIED_ERRORS = "failover: most errors of a caller in an election, without retries";

    /** All of them, in the order of the tables. */
    public static List<Target> all() {
        List<Target> all = new ArrayList<>();
        throughput(all, "1 x 1", 0.7, 1.2);
        throughput(all, "16 x 16", 0.75, 1.5);
        throughput(all, "16 x 4", 1.1, 2.5);
        all.add(Target.atLeast(times("matrix", "16 x 4", "vendor/16"), 2));
        throughput(all, "64 x 4", 1.0, 3.2);
        throughput(all, "256 x 4", 1.2, 2.6);
        throughput(all, "256 x 16", 1.2, 2.6);
        all.add(Target.atMost(cpu("16 x 4"), 15));
        all.add(Target.atMost(cpu("16 x 16"), 15));
        for (String point : CROWDED) {
            all.add(Target.atMost(tail(point), 5));
            all.add(Target.atLeast(lowerTail(point), 10));
        }
        all.add(Target.atLeast(times("link", "256 x 4", "vendor"), 20));
        for (String point : List.of("16 x 4", "64 x 4", "256 x 4")) {
            all.add(Target.atLeast(share(point), 0.95));
            all.add(Target.atLeast(times("service", point, "vendor"), 4));
        }
        all.add(Target.atLeast(times("virtual", "256 x 4", "vendor/100"), 6));
        all.add(Target.atLeast(times("virtual", "1000 x 4", "vendor/100"), 6));
        all.add(Target.atMost(bytes("find"), 2500));
        all.add(Target.atMost(bytes("undecoded find"), 1000));
        all.add(Target.atMost(bytes("insert"), 2500));
        all.add(Target.atMost(bytes("ping"), 600));
        pools(all);
        all.add(Target.atMost(IDLE_BYTES, 256));
        all.add(Target.atMost(IDLE_MEGABYTES, 25));
        all.add(Target.atMost(IDLE_SOCKETS, 0));
        all.add(Target.atMost(EXCESS_SOCKETS, 0));
        failOver(all);
        return all;
    }

    private static void failOver(List<Target> all) {
        for (String which : List.of("median", "worst")) {
            all.add(Target.atMost(slowestCaller("streaming", which), 20));
            all.add(Target.atMost(slowestCaller("polling", which), 120));
        }
        all.add(Target.atMost(LOST_WRITES, 0));
        all.add(Target.atMost(DOUBLE_WRITES, 0));
        all.add(Target.atMost(UNRETRIED_ERRORS, 1));
        all.add(Target.atMost(RETRIED_ERRORS, 0));
    }

    private static void throughput(List<Target> all, String point, double timesRaw, double timesVendor) {
        all.add(Target.atLeast(times("matrix", point, "raw"), timesRaw));
        all.add(Target.atLeast(times("matrix", point, "vendor"), timesVendor));
    }

    private static void pools(List<Target> all) {
        for (int size : List.of(4, 32)) {
            for (int threads : List.of(1, 2, 4, 8)) {
                all.add(Target.atLeast(pool(size, threads, "per us"), 30));
                all.add(Target.atMost(pool(size, threads, "bytes"), 0));
                all.add(Target.atLeast(pool(size, threads, "times agroal"), 1.5));
                all.add(Target.atLeast(pool(size, threads, "times hikari"), 3));
            }
        }
    }

    /** The section at the end of a report: what was measured. */
    public static void print(Figures figures, PrintStream out) {
        TextTable table = new TextTable("<figure", "target", "seen", "<verdict");
        List<Target> measured = all().stream()
                .filter(target -> figures.get(target.figure()).isPresent())
                .toList();
        for (Target target : measured) {
            table.row(
                    target.figure(),
                    target.boundText(),
                    Target.seenText(figures.get(target.figure())),
                    target.verdict(figures.get(target.figure())));
        }
        table.print(out);
        if (measured.size() < all().size()) {
            out.println();
            out.println((all().size() - measured.size()) + " targets of " + all().size()
                    + " are left out, as their figures were not measured in this run");
        }
    }
}
