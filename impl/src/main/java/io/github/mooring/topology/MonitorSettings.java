package io.github.mooring.topology;

import java.time.Duration;

/**
 * How servers are monitored; immutable.
 *
 * @param heartbeatFrequency time between two checks, and how long a server may keep an answer back until there is something
 *     new (option heartbeatFrequencyMS)
 * @param timeout            longest time for one answer, connecting included, or beyond the time that the server may keep it
 *     back; zero is no limit (option connectTimeoutMS)
 * @param mayAwait           whether servers that can are asked to keep answers back (option serverMonitoringMode)
 * @param silenceLimit       how long a server may say nothing at all while operations wait for it; zero is for as long as the
 *     monitor takes to find out (option silenceProbeMS)
 * @see <a href="https://github.com/mongodb/specifications/blob/master/source/server-discovery-and-monitoring/server-monitoring.md">
 *     Server Monitoring</a>
 */
public record MonitorSettings(Duration heartbeatFrequency, Duration timeout, boolean mayAwait, Duration silenceLimit) {
    /** Checks the values. */
    public MonitorSettings {
        if (heartbeatFrequency.isNegative()
                || heartbeatFrequency.isZero()
                || timeout.isNegative()
                || silenceLimit.isNegative()) {
            throw new IllegalArgumentException("heartbeatFrequency is " + heartbeatFrequency
                    + ", allowed is more than 0; timeout is " + timeout + " and silenceLimit " + silenceLimit
                    + ", allowed is 0 or more");
        }
    }

    /** How long to wait for an answer, which may be kept back. */
    Duration patience(boolean awaited) {
        return awaited && !timeout.isZero() ? timeout.plus(heartbeatFrequency) : timeout;
    }
}
