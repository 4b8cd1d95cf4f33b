package io.github.mooring.bench.table;

import io.github.mooring.bench.fork.Jdks;
import io.github.mooring.bench.load.Sample;
import io.github.mooring.bench.pool.PoolTrials;
import io.github.mooring.bench.report.Cells;
import io.github.mooring.bench.report.Targets;
import io.github.mooring.bench.report.TextTable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.TimeValue;

/** Check-out and return, beside other pools, by JMH. */
final class PoolTable implements BenchTable {
    private static final String OURS = "mooring";
    private static final int ROUNDS = 3;
    /** How often a trial of another's pool is made again. */
    private static final int REPEATS = 2;
    /** Bytes below which nothing is allocated: JMH's own threads leave traces. */
    private static final double TRACE_BYTES = 0.5;

    @Override
    public String name() {
        return "pools";
    }

    @Override
    public String title() {
        return "check-out and return without I/O, per microsecond by all threads (JMH, a JVM for each trial)";
    }

    @Override
    public void print(Bench bench) throws Exception {
        boolean quick = bench.options().quick();
        Optional<Jdks.Jdk> newer = Jdks.withVirtualThreads(bench.options().jdk());
        List<String> pools = new ArrayList<>(PoolTrials.POOLS);
        if (newer.isEmpty()) {
            pools.remove(PoolTrials.NEEDS_JDK_21);
            bench.out().println(PoolTrials.NEEDS_JDK_21 + " skipped: no JDK " + Jdks.VIRTUAL_THREADS + "+ found");
        }
        bench.out()
                .println("JDK "
                        + newer.map(Jdks.Jdk::version).orElse(Runtime.version().toString()));
        bench.out().println();
        PoolTrials trials = new PoolTrials(
                newer.map(Jdks.Jdk::java).orElseGet(Forks::ownJava),
                newer.map(jdk -> Forks.quietFor(jdk.feature())).orElseGet(Forks::jvmOptions),
                TimeValue.milliseconds(quick ? 100 : 400),
                TimeValue.milliseconds(quick ? 100 : 500));
        TextTable table = new TextTable(
                "size", "threads", "<pool", "mooring's / this", "per us", "smallest", "largest", "bytes each");
        for (int size : quick ? List.of(4) : List.of(4, 32)) {
            for (int threads : quick ? List.of(2) : List.of(1, 2, 4, 8)) {
                bench.progress("pools of " + size + ", " + threads + " threads");
                Map<String, List<PoolTrials.Trial>> results = new LinkedHashMap<>();
                for (int round = 0; round < (quick ? 1 : ROUNDS); round++) {
                    for (String pool : pools) {
                        results.computeIfAbsent(pool, name -> new ArrayList<>())
                                .add(trial(trials, pool, size, threads, bench));
                    }
                }
                add(size, threads, results, table, bench);
            }
        }
        table.print(bench.out());
    }

    /** A trial of another's pool that hangs or fails is told of and made again; one of ours ends the benchmark. */
    private static PoolTrials.Trial trial(PoolTrials trials, String pool, int size, int threads, Bench bench)
            throws RunnerException {
        for (int left = pool.startsWith(OURS) ? 0 : REPEATS; ; left--) {
            try {
                return trials.run(pool, size, threads);
            } catch (RunnerException e) {
                if (left == 0) {
                    throw e;
                }
                bench.out()
                        .println("a trial of " + pool + " with " + size + " connections and " + threads
                                + " threads was given up and made again, because it hung or failed: " + e.getMessage());
            }
        }
    }

    private static void add(
            int size, int threads, Map<String, List<PoolTrials.Trial>> results, TextTable table, Bench bench) {
        Sample ours = sample(results, OURS, PoolTrials.Trial::perMicrosecond);
        double ourBytes = sample(results, OURS, PoolTrials.Trial::bytes).median();
        bench.figures().put(Targets.pool(size, threads, "per us"), ours.median());
        bench.figures().put(Targets.pool(size, threads, "bytes"), ourBytes < TRACE_BYTES ? 0 : ourBytes);
        results.keySet().forEach(pool -> {
            Sample speed = sample(results, pool, PoolTrials.Trial::perMicrosecond);
            double times = times(results, pool);
            bench.figures().put(Targets.pool(size, threads, "times " + pool), times);
            table.row(
                    Cells.whole(size),
                    Cells.whole(threads),
                    pool,
                    Cells.hundredths(times),
                    Cells.hundredths(speed.median()),
                    Cells.hundredths(speed.min()),
                    Cells.hundredths(speed.max()),
                    Cells.tenths(sample(results, pool, PoolTrials.Trial::bytes).median()));
        });
    }

    /** Round by round, as everywhere. */
    private static double times(Map<String, List<PoolTrials.Trial>> results, String pool) {
        List<PoolTrials.Trial> ours = results.getOrDefault(OURS, List.of());
        List<PoolTrials.Trial> theirs = results.getOrDefault(pool, List.of());
        double[] ratios = new double[ours.size()];
        for (int i = 0; i < ratios.length; i++) {
            ratios[i] = ours.get(i).perMicrosecond() / theirs.get(i).perMicrosecond();
        }
        return Sample.of(ratios).median();
    }

    private static Sample sample(
            Map<String, List<PoolTrials.Trial>> results, String pool, ToDoubleFunction<PoolTrials.Trial> quantity) {
        return Sample.of(results.getOrDefault(pool, List.of()).stream()
                .mapToDouble(quantity)
                .toArray());
    }
}
