package io.github.mooring.client;

/**
 * How a monitor asks its server; option {@code serverMonitoringMode}.
 *
 * @see <a href="https://github.com/mongodb/specifications/blob/master/source/server-discovery-and-monitoring/server-monitoring.md#servermonitoringmode">
 *     Server Monitoring: serverMonitoringMode</a>
 */
public enum ServerMonitoringMode {
    /** The server reports changes by itself where both sides can; at intervals otherwise. */
    AUTO,
    /** As {@link #AUTO}, even where that is not advisable. */
    STREAM,
    /** The server is asked at intervals, each time anew. */
    POLL
}
