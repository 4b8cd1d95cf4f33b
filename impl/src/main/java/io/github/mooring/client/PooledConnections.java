package io.github.mooring.client;

import io.github.mooring.api.ServerAddress;
import io.github.mooring.auth.Identity;
import io.github.mooring.connection.Connection;
import io.github.mooring.connection.ConnectionFactory;
import io.github.mooring.pool.ResourceFactory;
import io.github.mooring.time.Deadline;

/** Makes the connections of one pool: those to one server for one identity. Thread-safe. */
final class PooledConnections implements ResourceFactory<Connection> {
    private final ConnectionFactory connections;
    private final ServerAddress server;
    private final Identity identity;
    private final LiveConnections live;

    /** Connections to be made; {@code live} knows those that there are. */
    PooledConnections(ConnectionFactory connections, ServerAddress server, Identity identity, LiveConnections live) {
        this.connections = connections;
        this.server = server;
        this.identity = identity;
        this.live = live;
    }

    @Override
    public Connection create(Deadline deadline) {
        Connection connection = connections.open(server, identity, deadline);
        live.add(connection);
        return connection;
    }

    @Override
    public void destroy(Connection connection) {
        live.remove(connection);
        connection.close();
    }

    @Override
    public boolean isUsable(Connection connection) {
        return connection.isUsable() && connection.isCaughtUp();
    }
}
