package io.github.mooring.api.event;

import java.util.Objects;

/**
 * The servers are not what they were together, or are others; immutable. Distances and times alone make no such event.
 *
 * @param topologyId          see {@link TopologyEvent#topologyId}
 * @param previousDescription what they were; before the first of these events there were none
 * @param newDescription      what they are
 * @see <a href="https://github.com/mongodb/specifications/blob/master/source/server-discovery-and-monitoring/server-discovery-and-monitoring-logging-and-monitoring.md#events-api">
 *     SDAM Logging and Monitoring: events</a>
 */
public record TopologyDescriptionChanged(
        long topologyId, TopologyState previousDescription, TopologyState newDescription) implements TopologyEvent {
    /** Checks for null. */
    public TopologyDescriptionChanged {
        Objects.requireNonNull(previousDescription, "previousDescription");
        Objects.requireNonNull(newDescription, "newDescription");
    }
}
