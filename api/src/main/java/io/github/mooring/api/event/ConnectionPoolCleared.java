package io.github.mooring.api.event;

import io.github.mooring.api.ServerAddress;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The connections of a pool are in doubt after an error: none of them is given out any more, and each is closed once
 * nobody uses it; immutable.
 *
 * @param address                   the server that the pool connects to
 * @param user                      whose connections they are; see {@link ConnectionPoolEvent#user}
 * @param interruptInUseConnections whether those in use were interrupted too
 * @see <a href="https://github.com/mongodb/specifications/blob/master/source/connection-monitoring-and-pooling/connection-monitoring-and-pooling.md#events">
 *     Connection Monitoring and Pooling: events</a>
 */
public record ConnectionPoolCleared(
        ServerAddress address, @Nullable String user, boolean interruptInUseConnections)
        implements ConnectionPoolEvent {
    /** Checks for null. */
    public ConnectionPoolCleared {
        Objects.requireNonNull(address, "address");
    }
}
