package io.github.mooring.api.event;

import io.github.mooring.api.ServerAddress;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A connection is closed, or could not be opened, and no longer counts; immutable.
 *
 * @param address      the server that the pool connects to
 * @param user         whose connections they are; see {@link ConnectionPoolEvent#user}
 * @param connectionId the number of the connection in its pool: 1, 2, 3 and so on
 * @param reason       why
 * @param error        what went wrong, if the reason is {@link Reason#ERROR} and it is known: why it could not be opened, or what
 *     broke it. The same exception that the caller got, or one like it; as there, no password or other secret is in it
 * @see <a href="https://github.com/mongodb/specifications/blob/master/source/connection-monitoring-and-pooling/connection-monitoring-and-pooling.md#events">
 *     Connection Monitoring and Pooling: events</a>
 */
public record ConnectionClosed(
        ServerAddress address,
        @Nullable String user,
        long connectionId,
        Reason reason,
        @Nullable Throwable error) implements ConnectionPoolEvent {
    /** Checks for null. */
    public ConnectionClosed {
        Objects.requireNonNull(address, "address");
        Objects.requireNonNull(reason, "reason");
    }

    /** Why a connection was closed. */
    public enum Reason {
        /** Its pool was cleared after it was opened. */
        STALE,
        /** It was not used for longer than {@code maxIdleTimeMS}, or became older than {@code maxLifeTimeMS}. */
        IDLE,
        /** It failed, was found closed by the other side, or could not be opened. */
        ERROR,
        /** Its pool was closed. */
        POOL_CLOSED
    }
}
