package io.github.mooring.bench;

import org.HdrHistogram.Histogram;

/**
 * What one client did in one stretch of time.
 *
 * @param opsPerSecond      answers that came within the time
 * @param latency           of each find, in nanoseconds
 * @param processCpuMicros  per find: the whole JVM of the clients, its compiler and collector included
 * @param threadCpuMicros   per find: the threads that call
 * @param serverCpuMicros   per find: the server's JVM; coarse
 * @param allocatedBytes    per find: by the threads that call
 * @param otherCores processors that other programs kept busy meanwhile; NaN where the system does not tell
 */
record Round(
        double opsPerSecond,
        Histogram latency,
        double processCpuMicros,
        double threadCpuMicros,
        double serverCpuMicros,
        double allocatedBytes,
        double otherCores) {}
