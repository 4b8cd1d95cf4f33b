package io.github.mooring.bench;

import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The report, a line for each client at each point; confined to one thread. */
final class Table {
    private static final String HEAD = "%7s %5s  %-8s %9s  %-22s %6s  %8s %8s %9s  %8s %8s %8s %9s %7s%n";

    private final PrintStream out;

    Table(PrintStream out) {
        this.out = out;
    }

    void head() {
        out.printf(
                Locale.ROOT,
                HEAD,
                "",
                "",
                "",
                "",
                "",
                "",
                "latency",
                "us",
                "",
                "CPU us",
                "per find",
                "",
                "bytes",
                "others'");
        out.printf(
                Locale.ROOT,
                HEAD,
                "threads",
                "pool",
                "client",
                "ops/s",
                "x vendor (spread)",
                "x raw",
                "p50",
                "p99",
                "worst",
                "process",
                "threads",
                "server",
                "per find",
                "cores");
    }

    /** Prints what each client, in the order of the map, did at this point. */
    void point(Point point, Map<String, List<Round>> rounds) {
        rounds.forEach((client, own) -> out.printf(
                Locale.ROOT,
                "%7d %5d  %-8s %,9.0f  %-22s %6.2f  %8.0f %8.0f %9.0f  %8.1f %8.1f %8.1f %,9.0f %7.1f%n",
                point.threads(),
                point.pool(),
                client,
                Sample.of(own, Round::opsPerSecond).median(),
                spread(ratio(own, rounds, "vendor")),
                ratio(own, rounds, "raw").median(),
                Sample.of(own, round -> percentileMicros(round, 50)).median(),
                Sample.of(own, round -> percentileMicros(round, 99)).median(),
                Sample.of(own, round -> percentileMicros(round, 100)).max(),
                Sample.of(own, Round::processCpuMicros).median(),
                Sample.of(own, Round::threadCpuMicros).median(),
                Sample.of(own, Round::serverCpuMicros).median(),
                Sample.of(own, Round::allocatedBytes).median(),
                Sample.of(own, Round::otherCores).median()));
        out.flush();
    }

    private static Sample ratio(List<Round> own, Map<String, List<Round>> rounds, String other) {
        return Sample.ratios(own, rounds.getOrDefault(other, List.of()), Round::opsPerSecond);
    }

    private static String spread(Sample ratio) {
        return String.format(Locale.ROOT, "%.2f (%.2f to %.2f)", ratio.median(), ratio.min(), ratio.max());
    }

    private static double percentileMicros(Round round, double percentile) {
        return round.latency().getValueAtPercentile(percentile) / 1e3;
    }
}
