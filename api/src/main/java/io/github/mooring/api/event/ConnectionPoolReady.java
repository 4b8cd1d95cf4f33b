package io.github.mooring.api.event;

import io.github.mooring.api.ServerAddress;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A pool gives out and opens connections from now on; immutable.
 *
 * @param address the server that the pool connects to
 * @param user    whose connections they are; see {@link ConnectionPoolEvent#user}
 * @see <a href="https://github.com/mongodb/specifications/blob/master/source/connection-monitoring-and-pooling/connection-monitoring-and-pooling.md#events">
 *     Connection Monitoring and Pooling: events</a>
 */
public record ConnectionPoolReady(
        ServerAddress address, @Nullable String user) implements ConnectionPoolEvent {
    /** Checks for null. */
    public ConnectionPoolReady {
        Objects.requireNonNull(address, "address");
    }
}
