package io.github.mooring.api.event;

import io.github.mooring.api.ServerAddress;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened in a pool of connections. There is a pool for each server and user.
 *
 * @see <a href="https://github.com/mongodb/specifications/blob/master/source/connection-monitoring-and-pooling/connection-monitoring-and-pooling.md#events">
 *     Connection Monitoring and Pooling: events</a>
 */
public sealed interface ConnectionPoolEvent
        permits ConnectionPoolCreated,
                ConnectionPoolReady,
                ConnectionPoolCleared,
                ConnectionPoolClosed,
                ConnectionCreated,
                ConnectionReady,
                ConnectionClosed,
                ConnectionCheckOutStarted,
                ConnectionCheckOutFailed,
                ConnectionCheckedOut,
                ConnectionCheckedIn {
    /** The server that the pool connects to. */
    ServerAddress address();

    /**
     * Whose connections they are, as {@code user@source}, where the source is the database that knows the user; null if
     * nobody is authenticated on them. Together with the address it tells pools apart.
     */
    @Nullable
    String user();
}
