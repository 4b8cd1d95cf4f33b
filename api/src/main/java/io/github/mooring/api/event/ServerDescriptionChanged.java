package io.github.mooring.api.event;

import io.github.mooring.api.ServerAddress;
import java.util.Objects;

/**
 * A server is not what it was; immutable. Its distance and times alone make no such event.
 *
 * @param topologyId          see {@link TopologyEvent#topologyId}
 * @param address             where it is
 * @param previousDescription what it was
 * @param newDescription      what it is
 * @see <a href="https://github.com/mongodb/specifications/blob/master/source/server-discovery-and-monitoring/server-discovery-and-monitoring-logging-and-monitoring.md#events-api">
 *     SDAM Logging and Monitoring: events</a>
 */
public record ServerDescriptionChanged(
        long topologyId, ServerAddress address, ServerState previousDescription, ServerState newDescription)
        implements TopologyEvent {
    /** Checks for null. */
    public ServerDescriptionChanged {
        Objects.requireNonNull(address, "address");
        Objects.requireNonNull(previousDescription, "previousDescription");
        Objects.requireNonNull(newDescription, "newDescription");
    }
}
