package io.github.mooring.api.event;

import io.github.mooring.api.ServerAddress;
import java.util.Objects;

/**
 * A server belongs to the others from now on, and will be asked how it is; immutable.
 *
 * @param topologyId see {@link TopologyEvent#topologyId}
 * @param address    where it is
 * @see <a href="https://github.com/mongodb/specifications/blob/master/source/server-discovery-and-monitoring/server-discovery-and-monitoring-logging-and-monitoring.md#events-api">
 *     SDAM Logging and Monitoring: events</a>
 */
public record ServerOpening(long topologyId, ServerAddress address) implements TopologyEvent {
    /** Checks for null. */
    public ServerOpening {
        Objects.requireNonNull(address, "address");
    }
}
