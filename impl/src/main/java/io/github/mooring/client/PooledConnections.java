package io.github.mooring.client;

import io.github.mooring.api.MongoException;
import io.github.mooring.api.ServerAddress;
import io.github.mooring.auth.Identity;
import io.github.mooring.connection.Connection;
import io.github.mooring.connection.ConnectionFactory;
import io.github.mooring.notice.ConnectionOpenedNotice;
import io.github.mooring.notice.Flight;
import io.github.mooring.pool.Newcomer;
import io.github.mooring.pool.ResourceFactory;
import io.github.mooring.time.Cancellation;
import io.github.mooring.time.Deadline;
import java.util.function.Consumer;
import org.bson.types.ObjectId;
import org.jspecify.annotations.Nullable;

/** Makes the connections of one pool: those to one server for one identity. Thread-safe. */
final class PooledConnections implements ResourceFactory<Connection> {
    private final ConnectionFactory connections;
    private final ServerAddress server;
    private final Identity identity;
    private final LiveConnections live;
    private final boolean balanced;
    private final ConnectFailures onFailure;

    /**
     * Connections to be made.
     *
     * @param live      knows those that there are
     * @param balanced  whether the server is a load balancer: then connections belong to the groups of the services behind it
     * @param onFailure hears that one could not be made, on the thread that had to make it
     */
    PooledConnections(
            ConnectionFactory connections,
            ServerAddress server,
            Identity identity,
            LiveConnections live,
            boolean balanced,
            ConnectFailures onFailure) {
        this.connections = connections;
        this.server = server;
        this.identity = identity;
        this.live = live;
        this.balanced = balanced;
        this.onFailure = onFailure;
    }

    /** For whoever is no pool. */
    @Override
    public Connection create(Deadline deadline) {
        return open(deadline, Cancellation.none(), service -> {});
    }

    @Override
    public Connection create(Newcomer<Connection> newcomer) {
        Connection connection;
        try {
            connection = open(newcomer.deadline(), newcomer.cancellation(), newcomer::join);
        } catch (MongoException e) {
            if (!newcomer.cancellation().isCancelled()) { // else it was wanted here, and says nothing of anybody
                onFailure.notConnected(e, newcomer.membership());
            }
            throw e;
        }
        live.add(connection);
        return connection;
    }

    private Connection open(Deadline deadline, Cancellation cancellation, Consumer<ObjectId> onService) {
        ConnectionOpenedNotice notice = Flight.opening();
        if (notice == null) {
            return openQuietly(deadline, cancellation, onService);
        }
        MongoException failure = null;
        try {
            return openQuietly(deadline, cancellation, onService);
        } catch (MongoException e) {
            failure = e;
            throw e;
        } finally {
            tell(notice, failure);
        }
    }

    private void tell(ConnectionOpenedNotice notice, @Nullable MongoException failure) {
        notice.end();
        if (notice.shouldCommit()) {
            notice.server = server.toString();
            notice.user = PoolListeners.user(identity);
            notice.outcome = Flight.outcome(failure);
            notice.error = failure == null ? null : failure.getMessage();
            notice.commit();
        }
    }

    private Connection openQuietly(Deadline deadline, Cancellation cancellation, Consumer<ObjectId> onService) {
        return balanced
                ? connections.openBalanced(server, identity, deadline, cancellation, onService)
                : connections.open(server, identity, deadline, cancellation);
    }

    @Override
    public void destroy(Connection connection) {
        live.remove(connection);
        connection.close();
    }

    @Override
    public boolean isUsable(Connection connection) {
        return connection.isUsable();
    }

    /** One that owes a late reply is sound, but who got it would stand behind what the server is still busy with. */
    @Override
    public boolean isBusy(Connection connection) {
        return !connection.isCaughtUp();
    }

    @Override
    public boolean isAlive(Connection connection) {
        return connection.isAlive();
    }

    @Override
    public @Nullable Throwable failureOf(Connection connection) {
        return connection.failure();
    }

    @Override
    public void interrupt(Connection connection) {
        connection.abort("its pool was cleared, because the server is in doubt");
    }
}
