package io.github.mooring.client;

import io.github.mooring.api.ServerAddress;
import io.github.mooring.connection.Connection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BinaryOperator;

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

    /** What the open connections to a server tell of it, from the least to the most telling. */
    enum Sign {
        /** Nothing was asked. */
        NONE,
        /** An answer is owed. */
        AWAITED,
        /** Something has come. */
        SPOKEN
    }

    /** What has happened since this was last asked, with each server that there are connections to; one thread at a time. */
    Map<ServerAddress, Sign> signs() {
        Map<ServerAddress, Sign> signs = new HashMap<>();
        open.forEach(connection -> signs.merge(
                connection.description().server(), sign(connection), BinaryOperator.maxBy(Comparator.naturalOrder())));
        return signs;
    }

    private static Sign sign(Connection connection) {
        if (connection.hasSpoken()) {
            return Sign.SPOKEN;
        }
        return connection.inFlight() > 0 ? Sign.AWAITED : Sign.NONE;
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
