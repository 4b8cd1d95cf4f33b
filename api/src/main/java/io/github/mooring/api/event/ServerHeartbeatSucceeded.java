package io.github.mooring.api.event;

import io.github.mooring.api.ServerAddress;
import java.time.Duration;
import java.util.Objects;
import org.bson.BsonDocument;
import org.jspecify.annotations.Nullable;

/**
 * A server has said how it is; immutable, except for the reply, which is all listeners' and is not to be changed.
 *
 * @param topologyId         see {@link TopologyEvent#topologyId}
 * @param address            whom
 * @param connectionId       the number of the connection among those to this server that were made to ask it: 1, 2, 3 and so on
 * @param serverConnectionId the server's number for that connection, as in its logs; null while it is not known
 * @param awaited            whether the server may take its time: it answers when it has news, or after the time between two heartbeats.
 *     How long it took says nothing of how far away it is then
 * @param duration           since {@link ServerHeartbeatStarted}
 * @param reply              what it said, as it said it: it may say anything
 * @see <a href="https://github.com/mongodb/specifications/blob/master/source/server-discovery-and-monitoring/server-discovery-and-monitoring-logging-and-monitoring.md#events-api">
 *     SDAM Logging and Monitoring: events</a>
 */
public record ServerHeartbeatSucceeded(
        long topologyId,
        ServerAddress address,
        long connectionId,
        @Nullable Long serverConnectionId,
        boolean awaited,
        Duration duration,
        BsonDocument reply)
        implements TopologyEvent {
    /** Checks for null. */
    public ServerHeartbeatSucceeded {
        Objects.requireNonNull(address, "address");
        Objects.requireNonNull(duration, "duration");
        Objects.requireNonNull(reply, "reply");
    }
}
