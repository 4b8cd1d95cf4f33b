package io.github.mooring.api.event;

import io.github.mooring.api.ServerAddress;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Somebody asked a pool for a connection and got it; immutable. Where connections are shared, others may be using it
 * as well.
 *
 * @param address      the server that the pool connects to
 * @param user         whose connections they are; see {@link ConnectionPoolEvent#user}
 * @param connectionId the number of the connection in its pool: 1, 2, 3 and so on
 * @param duration     since {@link ConnectionCheckOutStarted}
 * @see <a href="https://github.com/mongodb/specifications/blob/master/source/connection-monitoring-and-pooling/connection-monitoring-and-pooling.md#events">
 *     Connection Monitoring and Pooling: events</a>
 */
public record ConnectionCheckedOut(
        ServerAddress address, @Nullable String user, long connectionId, Duration duration)
        implements ConnectionPoolEvent {
    /** Checks for null. */
    public ConnectionCheckedOut {
        Objects.requireNonNull(address, "address");
        Objects.requireNonNull(duration, "duration");
    }
}
