package io.github.mooring.api.event;

import io.github.mooring.api.ServerAddress;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A connection is about to be opened, and counts from now on; it cannot be used yet; immutable.
 *
 * @param address      the server that the pool connects to
 * @param user         whose connections they are; see {@link ConnectionPoolEvent#user}
 * @param connectionId the number of the connection in its pool: 1, 2, 3 and so on
 * @see <a href="https://github.com/mongodb/specifications/blob/master/source/connection-monitoring-and-pooling/connection-monitoring-and-pooling.md#events">
 *     Connection Monitoring and Pooling: events</a>
 */
public record ConnectionCreated(
        ServerAddress address, @Nullable String user, long connectionId) implements ConnectionPoolEvent {
    /** Checks for null. */
    public ConnectionCreated {
        Objects.requireNonNull(address, "address");
    }
}
