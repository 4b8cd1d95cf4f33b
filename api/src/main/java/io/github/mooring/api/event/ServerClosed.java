package io.github.mooring.api.event;

import io.github.mooring.api.ServerAddress;
import java.util.Objects;

/**
 * A server no longer belongs to the others, or all has ended, and it is asked no more; immutable.
 *
 * @param topologyId see {@link TopologyEvent#topologyId}
 * @param address    where it is
 * @see <a href="https://github.com/mongodb/specifications/blob/master/source/server-discovery-and-monitoring/server-discovery-and-monitoring-logging-and-monitoring.md#events-api">
 *     SDAM Logging and Monitoring: events</a>
 */
public record ServerClosed(long topologyId, ServerAddress address) implements TopologyEvent {
    /** Checks for null. */
    public ServerClosed {
        Objects.requireNonNull(address, "address");
    }
}
