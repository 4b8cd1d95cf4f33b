package io.github.mooring.api.event;

import io.github.mooring.api.ServerAddress;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A server is being asked how it is; a connection is opened for that if there is none. {@link ServerHeartbeatSucceeded} or
 * {@link ServerHeartbeatFailed} follows in any case; immutable.
 *
 * @param topologyId         see {@link TopologyEvent#topologyId}
 * @param address            whom
 * @param connectionId       the number of the connection among those to this server that were made to ask it: 1, 2, 3 and so on
 * @param serverConnectionId the server's number for that connection, as in its logs; null while it is not known
 * @param awaited            whether the server may take its time: it answers when it has news, or after the time between two heartbeats.
 *     How long it took says nothing of how far away it is then
 * @see <a href="https://github.com/mongodb/specifications/blob/master/source/server-discovery-and-monitoring/server-discovery-and-monitoring-logging-and-monitoring.md#events-api">
 *     SDAM Logging and Monitoring: events</a>
 */
public record ServerHeartbeatStarted(
        long topologyId,
        ServerAddress address,
        long connectionId,
        @Nullable Long serverConnectionId,
        boolean awaited) implements TopologyEvent {
    /** Checks for null. */
    public ServerHeartbeatStarted {
        Objects.requireNonNull(address, "address");
    }
}
