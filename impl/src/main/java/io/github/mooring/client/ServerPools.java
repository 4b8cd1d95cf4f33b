package io.github.mooring.client;

import io.github.mooring.api.ServerAddress;
import io.github.mooring.auth.Identity;
import io.github.mooring.connection.Connection;
import io.github.mooring.connection.ConnectionFactory;
import io.github.mooring.pool.Pool;
import io.github.mooring.pool.PoolContext;

/** Makes pools of connections, one for each server and identity; thread-safe, without state of its own. */
final class ServerPools {
    private final ClientOptions options;
    private final ConnectionFactory connections;
    private final LiveConnections live;
    private final PoolContext context;

    /**
     * Pools to be made.
     *
     * @param context without a listener: each pool has one of its own
     */
    ServerPools(ClientOptions options, ConnectionFactory connections, LiveConnections live, PoolContext context) {
        this.options = options;
        this.connections = connections;
        this.live = live;
        this.context = context;
    }

    /**
     * A pool, empty and paused.
     *
     * @param balanced  whether the server is a load balancer
     * @param onFailure may clear the pool
     */
    Pool<Connection> newPool(ServerAddress server, Identity identity, boolean balanced, ConnectFailures onFailure) {
        return new Pool<>(
                server + " for " + identity,
                options.pool().config(),
                new PooledConnections(connections, server, identity, live, balanced, onFailure),
                context.withListener(PoolListeners.of(options, server, identity)));
    }
}
