package io.github.mooring.api.event;

import io.github.mooring.api.ServerAddress;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A pool has ended, and gives out no connection any more; immutable.
 *
 * @param address the server that the pool connects to
 * @param user    whose connections they are; see {@link ConnectionPoolEvent#user}
 * @see <a href="https://github.com/mongodb/specifications/blob/master/source/connection-monitoring-and-pooling/connection-monitoring-and-pooling.md#events">
 *     Connection Monitoring and Pooling: events</a>
 */
public record ConnectionPoolClosed(
        ServerAddress address, @Nullable String user) implements ConnectionPoolEvent {
    /** Checks for null. */
    public ConnectionPoolClosed {
        Objects.requireNonNull(address, "address");
    }
}
