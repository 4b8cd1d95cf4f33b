package io.github.mooring.api.event;

import io.github.mooring.api.ServerAddress;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A pool was made. It opens no connection before it is {@linkplain ConnectionPoolReady ready}; immutable.
 *
 * @param address the server that the pool connects to
 * @param user    whose connections they are; see {@link ConnectionPoolEvent#user}
 * @param options the options of the pool that are not at their defaults, by the names of a connection string:
 *     an {@link Integer} for a number, a {@link Long} for milliseconds, a {@link String} for a word
 * @see <a href="https://github.com/mongodb/specifications/blob/master/source/connection-monitoring-and-pooling/connection-monitoring-and-pooling.md#events">
 *     Connection Monitoring and Pooling: events</a>
 */
public record ConnectionPoolCreated(
        ServerAddress address, @Nullable String user, Map<String, Object> options) implements ConnectionPoolEvent {
    /** Checks for null. */
    public ConnectionPoolCreated {
        Objects.requireNonNull(address, "address");
        options = Map.copyOf(options);
    }
}
