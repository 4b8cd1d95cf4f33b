package io.github.mooring.bench.table;

import io.github.mooring.bench.failover.Elections;
import io.github.mooring.bench.failover.LabProcess;
import io.github.mooring.bench.failover.MooringWriter;
import io.github.mooring.bench.failover.Outcome;
import io.github.mooring.bench.failover.Scenario;
import io.github.mooring.bench.failover.Scenario.Monitoring;
import io.github.mooring.bench.failover.VendorWriter;
import io.github.mooring.bench.failover.Writer;
import io.github.mooring.bench.load.Meter;
import io.github.mooring.bench.report.Cells;
import io.github.mooring.bench.report.Targets;
import io.github.mooring.bench.report.TextTable;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.BiFunction;
import java.util.logging.Level;
import java.util.logging.Logger;

/** What an election costs writers, by how clients hear of it and how the old primary goes. */
final class FailoverTable implements BenchTable {
    private static final List<Scenario> SCENARIOS = List.of(
            new Scenario(Monitoring.STREAMING, false, true),
            new Scenario(Monitoring.STREAMING, false, false),
            new Scenario(Monitoring.STREAMING, true, true),
            new Scenario(Monitoring.STREAMING, true, false),
            new Scenario(Monitoring.POLLING, false, true),
            new Scenario(Monitoring.POLLING, false, false),
            new Scenario(Monitoring.POLLING, true, true),
            new Scenario(Monitoring.OLD_SERVERS, false, true));
    private static final List<Scenario> QUICK = List.of(SCENARIOS.get(0), SCENARIOS.get(5));

    private static final Logger LOGS = Logger.getLogger("io.github.mooring");

    private static final int CALLERS = 64;
    private static final int FEW_CALLERS = 8;
    /** Chosen: twenty in a run of five rounds. */
    private static final int ELECTIONS_PER_ROUND = 4;

    private static final int FEW_ELECTIONS = 2;
    /** Chosen: by then the JVM has compiled what matters; the first ten took twice as long as those that followed. */
    private static final int WARM_UPS = 10;
    /** Chosen: far longer than any client needs to notice, and for the writes under way to end. */
    private static final Duration INTERREGNUM = Duration.ofMillis(300);

    @Override
    public String name() {
        return "failover";
    }

    @Override
    public String title() {
        return CALLERS
                + " callers write every 20 ms and lose the primary of a set of three again and again: ms from the"
                + " election of the next one to the first write that it acknowledges to the slowest caller";
    }

    @Override
    public void print(Bench bench) throws Exception {
        LOGS.setLevel(Level.OFF); // the vendor's driver says nothing either
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        TextTable table = new TextTable(
                "<monitoring, cause",
                "<client",
                "elections",
                "median",
                "worst",
                "first caller's median",
                "vendor's median / this",
                "errors",
                "most per caller and election",
                "acknowledged",
                "lost",
                "twice",
                "others' cores");
        Map<Integer, LabProcess> labs = new LinkedHashMap<>();
        try {
            for (Scenario scenario : bench.options().quick() ? QUICK : SCENARIOS) {
                bench.progress("failover, " + scenario.text());
                int version = scenario.monitoring().maxWireVersion();
                LabProcess lab = labs.get(version);
                if (lab == null) {
                    lab = new LabProcess(Forks.ownJava(), Forks.jvmOptions(), version);
                    labs.put(version, lab);
                }
                run(bench, lab, scenario, random, table);
            }
        } finally {
            labs.values().forEach(LabProcess::close);
        }
        table.print(bench.out());
        bench.out().printf("%nseed of the pauses %d%n", seed);
    }

    private static void run(Bench bench, LabProcess lab, Scenario scenario, Random random, TextTable table)
            throws IOException, InterruptedException {
        boolean quick = bench.options().quick();
        Meter meter = new Meter(lab::cpuTime);
        try (Elections elections = new Elections(
                lab,
                scenario,
                quick ? FEW_CALLERS : CALLERS,
                quick ? INTERREGNUM.dividedBy(3) : INTERREGNUM,
                random,
                clients(bench.options().mooringOptions()))) {
            meter.start();
            List<Outcome> outcomes = elections.run(quick ? 1 : WARM_UPS, quick ? FEW_ELECTIONS : elections(bench));
            double others = meter.stop().otherCores();
            double vendors = median(outcomes.get(outcomes.size() - 1).slowest());
            outcomes.forEach(outcome -> table.row(row(scenario, outcome, vendors, others)));
            keep(bench, scenario, outcomes.get(0));
        }
    }

    private static int elections(Bench bench) {
        return bench.options().rounds() * ELECTIONS_PER_ROUND;
    }

    /** The vendor's is the last. */
    private static Map<String, BiFunction<String, String, Writer>> clients(String mooringOptions) {
        String more = mooringOptions.isEmpty() ? "" : "&" + mooringOptions;
        Map<String, BiFunction<String, String, Writer>> clients = new LinkedHashMap<>();
        clients.put("mooring", (uri, collection) -> new MooringWriter(uri + more, collection));
        clients.put("vendor", VendorWriter::new);
        return clients;
    }

    private static String[] row(Scenario scenario, Outcome outcome, double vendors, double others) {
        double median = median(outcome.slowest());
        return new String[] {
            scenario.text(),
            outcome.client(),
            Cells.whole(outcome.slowest().size()),
            Cells.tenths(median),
            Cells.tenths(worst(outcome.slowest())),
            Cells.tenths(median(outcome.fastest())),
            Cells.tenths(vendors / median),
            Cells.whole(outcome.errors()),
            Cells.whole(outcome.mostErrors()),
            Cells.whole(outcome.acknowledged()),
            Cells.whole(outcome.lost()),
            Cells.whole(outcome.twice()),
            Cells.others(others)
        };
    }

    private static void keep(Bench bench, Scenario scenario, Outcome ours) {
        String monitoring = scenario.monitoring() == Monitoring.STREAMING ? "streaming" : "polling";
        var figures = bench.figures();
        figures.merge(Targets.slowestCaller(monitoring, "median"), median(ours.slowest()), Math::max);
        figures.merge(Targets.slowestCaller(monitoring, "worst"), worst(ours.slowest()), Math::max);
        figures.merge(Targets.LOST_WRITES, ours.lost(), Double::sum);
        figures.merge(Targets.DOUBLE_WRITES, ours.twice(), Double::sum);
        if (scenario.retries()) {
            figures.merge(Targets.RETRIED_ERRORS, ours.errors(), Double::sum);
        } else {
            figures.merge(Targets.UNRETRIED_ERRORS, ours.mostErrors(), Math::max);
        }
    }

    private static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }

    private static double worst(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).max().orElse(Double.NaN);
    }
}
