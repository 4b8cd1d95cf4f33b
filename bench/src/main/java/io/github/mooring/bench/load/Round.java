package io.github.mooring.bench.load;

import java.time.Duration;
import java.util.List;
import org.HdrHistogram.AbstractHistogram;

/**
 * What one client did in one stretch of time. What cannot be told is NaN.
 *
 * @param opsPerSecond    answers that came within the time
 * @param latency         of each operation, in nanoseconds
 * @param slowestShare    operations of the thread that did fewest, divided by the mean of all threads
 * @param processCpuMicros per operation: the whole JVM of the clients, its compiler and collector included
 * @param threadCpuMicros per operation: the threads that call; NaN for virtual threads
 * @param serverCpuMicros per operation: the server's JVM; coarse
 * @param allocatedBytes  per operation: by the threads that call, or by all threads if those are virtual
 * @param otherCores      processors that other programs kept busy meanwhile
 */
public record Round(
        double opsPerSecond,
        AbstractHistogram latency,
        double slowestShare,
        double processCpuMicros,
        double threadCpuMicros,
        double serverCpuMicros,
        double allocatedBytes,
        double otherCores) {

    /**
     * The sum of what threads did.
     *
     * @param virtual whether they are virtual, so that neither their processor time nor their allocation is known
     */
    static Round of(List<Tally> tallies, Duration time, Meter.Usage usage, boolean virtual) {
        AbstractHistogram latency = Tally.newHistogram();
        tallies.forEach(tally -> latency.add(tally.latency()));
        double all = latency.getTotalCount();
        double inTime = tallies.stream().mapToLong(Tally::inTime).sum();
        long slowest = tallies.stream().mapToLong(Tally::inTime).min().orElse(0);
        long cpuNanos = tallies.stream().mapToLong(Tally::cpuNanos).sum();
        long bytes = tallies.stream().mapToLong(Tally::bytes).sum();
        return new Round(
                inTime * 1e9 / time.toNanos(),
                latency,
                slowest * tallies.size() / inTime,
                usage.processNanos() / 1e3 / all,
                virtual ? Double.NaN : cpuNanos / 1e3 / all,
                usage.serverNanos() / 1e3 / all,
                (virtual ? usage.allBytes() : bytes) / all,
                usage.otherCores());
    }

    /** The latency that so many percent did not exceed, in microseconds; 100 for the worst. */
    public double micros(double percentile) {
        return latency.getValueAtPercentile(percentile) / 1e3;
    }

    /** How far the tail is from the middle. */
    public double p99ToP50() {
        return micros(99) / micros(50);
    }
}
