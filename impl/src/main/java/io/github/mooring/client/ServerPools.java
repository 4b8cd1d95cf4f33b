package io.github.mooring.client;

import io.github.mooring.api.MongoException;
import io.github.mooring.auth.Identity;
import io.github.mooring.connection.Connection;
import io.github.mooring.connection.ConnectionFactory;
import io.github.mooring.pool.Pool;
import io.github.mooring.pool.PoolContext;
import java.util.function.Consumer;

/** Makes the pools of connections to one server, one for each identity; thread-safe, without state of its own. */
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
     * @param onFailure hears, before anybody else does, that a connection could not be made; may clear the pool
     */
    Pool<Connection> newPool(Identity identity, Consumer<MongoException> onFailure) {
        return new Pool<>(
                options.server() + " for " + identity,
                options.pool().config(),
                new PooledConnections(connections, options.server(), identity, live, onFailure),
                context.withListener(PoolListeners.of(options, identity)));
    }
}
