package io.github.mooring.bench.load;

import org.HdrHistogram.AbstractHistogram;
import org.HdrHistogram.IntCountsHistogram;

/**
 * What one thread of a load did in one turn; confined to that thread until the turn is over.
 */
final class Tally {
    /** Chosen: longer than any client waits. */
    private static final long MAX_LATENCY_NANOS = 300_000_000_000L;
    /** Decimal places that latencies are kept to. Chosen: 1 %, so that the histograms stay in the cache. */
    private static final int LATENCY_DIGITS = 2;

    private final AbstractHistogram latency = newHistogram();
    private long inTime;
    private long cpuNanos;
    private long bytes;

    static AbstractHistogram newHistogram() {
        return new IntCountsHistogram(MAX_LATENCY_NANOS, LATENCY_DIGITS);
    }

    void reset() {
        latency.reset();
        inTime = 0;
        cpuNanos = 0;
        bytes = 0;
    }

    void done(long nanos, boolean withinTime) {
        latency.recordValue(Math.min(nanos, MAX_LATENCY_NANOS));
        inTime += withinTime ? 1 : 0;
    }

    void used(long cpu, long allocated) {
        cpuNanos = cpu;
        bytes = allocated;
    }

    AbstractHistogram latency() {
        return latency;
    }

    long inTime() {
        return inTime;
    }

    long cpuNanos() {
        return cpuNanos;
    }

    long bytes() {
        return bytes;
    }
}
