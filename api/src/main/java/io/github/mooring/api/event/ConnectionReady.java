package io.github.mooring.api.event;

import io.github.mooring.api.ServerAddress;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A connection is open, past its handshake and authenticated; immutable.
 *
 * @param address      the server that the pool connects to
 * @param user         whose connections they are; see {@link ConnectionPoolEvent#user}
 * @param connectionId the number of the connection in its pool: 1, 2, 3 and so on
 * @param duration     since {@link ConnectionCreated}
 * @see <a href="https://github.com/mongodb/specifications/blob/master/source/connection-monitoring-and-pooling/connection-monitoring-and-pooling.md#events">
 *     Connection Monitoring and Pooling: events</a>
 */
public record ConnectionReady(
        ServerAddress address, @Nullable String user, long connectionId, Duration duration)
        implements ConnectionPoolEvent {
    /** Checks for null. */
    public ConnectionReady {
        Objects.requireNonNull(address, "address");
        Objects.requireNonNull(duration, "duration");
    }
}
