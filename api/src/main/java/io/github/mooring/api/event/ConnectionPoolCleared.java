package io.github.mooring.api.event;

import io.github.mooring.api.ServerAddress;
import java.util.Objects;
import org.bson.types.ObjectId;
import org.jspecify.annotations.Nullable;

/**
 * The connections of a pool, or behind a load balancer those to one service, are in doubt after an error: none of them is given
 * out any more, and each is closed once nobody uses it; immutable.
 *
 * @param address                   the server that the pool connects to
 * @param user                      whose connections they are; see {@link ConnectionPoolEvent#user}
 * @param interruptInUseConnections whether those in use were interrupted too
 * @param serviceId                 the service whose connections they are; null unless the server is a load balancer
 * @see <a href="https://github.com/mongodb/specifications/blob/master/source/connection-monitoring-and-pooling/connection-monitoring-and-pooling.md#events">
 *     Connection Monitoring and Pooling: events</a>
 */
public record ConnectionPoolCleared(
        ServerAddress address,
        @Nullable String user,
        boolean interruptInUseConnections,
        @Nullable ObjectId serviceId) implements ConnectionPoolEvent {
    /** Checks for null. */
    public ConnectionPoolCleared {
        Objects.requireNonNull(address, "address");
    }

    /** All connections of the pool. */
    public ConnectionPoolCleared(ServerAddress address, @Nullable String user, boolean interruptInUseConnections) {
        this(address, user, interruptInUseConnections, null);
    }
}
