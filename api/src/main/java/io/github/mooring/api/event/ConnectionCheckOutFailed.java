package io.github.mooring.api.event;

import io.github.mooring.api.ServerAddress;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Somebody asked a pool for a connection and got none; immutable.
 *
 * @param address  the server that the pool connects to
 * @param user     whose connections they are; see {@link ConnectionPoolEvent#user}
 * @param reason   why not
 * @param duration since {@link ConnectionCheckOutStarted}
 * @see <a href="https://github.com/mongodb/specifications/blob/master/source/connection-monitoring-and-pooling/connection-monitoring-and-pooling.md#events">
 *     Connection Monitoring and Pooling: events</a>
 */
public record ConnectionCheckOutFailed(
        ServerAddress address, @Nullable String user, Reason reason, Duration duration) implements ConnectionPoolEvent {
    /** Checks for null. */
    public ConnectionCheckOutFailed {
        Objects.requireNonNull(address, "address");
        Objects.requireNonNull(reason, "reason");
        Objects.requireNonNull(duration, "duration");
    }

    /** Why there was no connection. */
    public enum Reason {
        /** The pool is closed. */
        POOL_CLOSED,
        /** None came free in time. */
        TIMEOUT,
        /** One could not be opened, or the pool was cleared meanwhile. */
        CONNECTION_ERROR
    }
}
