package io.github.mooring.api.event;

/**
 * A session factory has ended, and asks its servers no more; immutable.
 *
 * @param topologyId see {@link TopologyEvent#topologyId}
 * @see <a href="https://github.com/mongodb/specifications/blob/master/source/server-discovery-and-monitoring/server-discovery-and-monitoring-logging-and-monitoring.md#events-api">
 *     SDAM Logging and Monitoring: events</a>
 */
public record TopologyClosed(long topologyId) implements TopologyEvent {}
