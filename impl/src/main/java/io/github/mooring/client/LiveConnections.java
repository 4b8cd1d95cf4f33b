package io.github.mooring.client;

import io.github.mooring.connection.Connection;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The pooled connections that are open, idle or in use; thread-safe. A pool that is closed waits for what is in use to
 * come back, but a socket must not outlive its deployment for as long as a server is silent.
 */
final class LiveConnections {
    private final Set<Connection> open = ConcurrentHashMap.newKeySet();
    private final AtomicLong opened = new AtomicLong();
    /** Only ever goes from false to true. */
    private volatile boolean ended;

    /** Remembers a connection that was opened; one that comes too late for {@link #closeAll} is closed at once. */
    void add(Connection connection) {
        opened.incrementAndGet();
        open.add(connection);
        if (ended) {
            connection.close();
        }
    }

    /** Forgets a connection that was closed. */
    void remove(Connection connection) {
        open.remove(connection);
    }

    /** How many there have been since the start. */
    long opened() {
        return opened.get();
    }

    /** Looks after all that are open; see {@link Connection#tend}. */
    void tend() {
        open.forEach(Connection::tend);
    }

    /** Closes all connections, and those that are opened from now on; operations under way fail. Idempotent. */
    void closeAll() {
        ended = true;
        open.forEach(Connection::close);
    }
}
