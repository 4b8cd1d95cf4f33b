package io.github.mooring.api.event;

import io.github.mooring.api.ServerAddress;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Somebody asks a pool for a connection; immutable.
 *
 * @param address the server that the pool connects to
 * @param user    whose connections they are; see {@link ConnectionPoolEvent#user}
 * @see <a href="https://github.com/mongodb/specifications/blob/master/source/connection-monitoring-and-pooling/connection-monitoring-and-pooling.md#events">
 *     Connection Monitoring and Pooling: events</a>
 */
public record ConnectionCheckOutStarted(
        ServerAddress address, @Nullable String user) implements ConnectionPoolEvent {
    /** Checks for null. */
    public ConnectionCheckOutStarted {
        Objects.requireNonNull(address, "address");
    }
}
