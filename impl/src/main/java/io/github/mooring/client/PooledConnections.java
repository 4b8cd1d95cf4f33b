package io.github.mooring.client;

import io.github.mooring.api.ServerAddress;
import io.github.mooring.auth.Identity;
import io.github.mooring.connection.Connection;
import io.github.mooring.connection.ConnectionFactory;
import io.github.mooring.pool.ResourceFactory;
import io.github.mooring.time.Deadline;
import java.util.concurrent.atomic.AtomicLong;

/** Makes the connections of one pool: those to one server for one identity. Thread-safe. */
final class PooledConnections implements ResourceFactory<Connection> {
    private final ConnectionFactory connections;
    private final ServerAddress server;
    private final Identity identity;
    private final AtomicLong opened;

    /** Connections to be made; each that is made is counted in {@code opened}. */
    PooledConnections(ConnectionFactory connections, ServerAddress server, Identity identity, AtomicLong opened) {
        this.connections = connections;
        this.server = server;
        this.identity = identity;
        this.opened = opened;
    }

    @Override
    public Connection create(Deadline deadline) {
        Connection connection = connections.open(server, identity, deadline);
        opened.incrementAndGet();
        return connection;
    }

    @Override
    public void destroy(Connection connection) {
        connection.close();
    }

    @Override
    public boolean isUsable(Connection connection) {
        return connection.isUsable();
    }
}
