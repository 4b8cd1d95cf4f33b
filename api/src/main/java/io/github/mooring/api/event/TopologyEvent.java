package io.github.mooring.api.event;

/**
 * Something that has become known of the servers of a session factory, or is being found out.
 *
 * @see <a href="https://github.com/mongodb/specifications/blob/master/source/server-discovery-and-monitoring/server-discovery-and-monitoring-logging-and-monitoring.md#events-api">
 *     SDAM Logging and Monitoring: events</a>
 */
public sealed interface TopologyEvent
        permits TopologyOpening,
                TopologyDescriptionChanged,
                TopologyClosed,
                ServerOpening,
                ServerDescriptionChanged,
                ServerClosed,
                ServerHeartbeatStarted,
                ServerHeartbeatSucceeded,
                ServerHeartbeatFailed {
    /** Tells the topologies of one process apart: each session factory has one of its own, for as long as it lives. */
    long topologyId();
}
