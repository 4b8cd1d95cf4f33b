package io.github.mooring.bench.pool;

import java.util.Collection;
import java.util.List;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Runs trials of {@link CheckOutBenchmark}, each in a JVM of its own; immutable.
 *
 * @param java       the launcher of the JVM
 * @param jvmOptions its heap and collector
 * @param warmUp     time before anything counts
 * @param measured   time that counts
 */
public record PoolTrials(String java, List<String> jvmOptions, TimeValue warmUp, TimeValue measured) {
    /** All pools. */
    public static final List<String> POOLS =
            List.of("mooring", "mooring, shared", "mooring, lease", "hikari", "agroal", "stormpot", "commons");

    /** The one that only runs on a newer JDK. */
    public static final String NEEDS_JDK_21 = "stormpot";

    /** After so long JMH interrupts an iteration, and with it the trial. Chosen: many times what any of them takes. */
    private static final TimeValue HANGS = TimeValue.seconds(20);

    private static final String ALLOCATION = "gc.alloc.rate.norm";

    /** One trial. */
    public Trial run(String pool, int size, int threads) throws RunnerException {
        Collection<RunResult> results = new Runner(new OptionsBuilder()
                        .include(CheckOutBenchmark.class.getName())
                        .param("pool", pool)
                        .param("size", Integer.toString(size))
                        .threads(threads)
                        .forks(1)
                        .warmupIterations(2)
                        .warmupTime(warmUp)
                        .measurementIterations(2)
                        .measurementTime(measured)
                        .timeout(HANGS)
                        .jvm(java)
                        .jvmArgs(jvmOptions.toArray(String[]::new))
                        .addProfiler(GCProfiler.class)
                        .verbosity(VerboseMode.SILENT)
                        .shouldFailOnError(true)
                        .build())
                .run();
        RunResult result = results.iterator().next();
        Result<?> bytes = result.getSecondaryResults().get(ALLOCATION);
        if (bytes == null) {
            throw new IllegalStateException("JMH's profiler gc does not tell " + ALLOCATION + ", but "
                    + result.getSecondaryResults().keySet());
        }
        return new Trial(result.getPrimaryResult().getScore(), bytes.getScore());
    }

    /**
     * What came out.
     *
     * @param perMicrosecond check-outs and returns, by all threads together
     * @param bytes          allocated by each
     */
    public record Trial(double perMicrosecond, double bytes) {}
}
