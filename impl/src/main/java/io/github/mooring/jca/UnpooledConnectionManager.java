package io.github.mooring.jca;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import jakarta.resource.NotSupportedException;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.ConnectionEvent;
import jakarta.resource.spi.ConnectionEventListener;
import jakarta.resource.spi.ConnectionManager;
import jakarta.resource.spi.ConnectionRequestInfo;
import jakarta.resource.spi.ManagedConnectionFactory;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The connection manager where there is no container: makes a managed connection for each session and destroys it when
 * the session is closed. There is nothing to gain from a pool of them, because they hold no socket. Thread-safe.
 *
 * <p>Where the factory belongs to a running adapter it uses the sockets of that; otherwise it has its own, begun with
 * the first session and ended by {@link #close}.
 */
final class UnpooledConnectionManager implements ConnectionManager, AutoCloseable {
    private static final long serialVersionUID = 1L;

    /** Not serialised: a copy in another JVM begins its own. */
    /** Serialised unlocked, whoever holds it. */
    private final ReentrantLock lock = new ReentrantLock();

    @GuardedBy("lock")
    private transient @Nullable AdapterRuntime own;

    @GuardedBy("lock")
    private transient boolean closed;

    UnpooledConnectionManager() {}

    @Override
    public Object allocateConnection(ManagedConnectionFactory factory, @Nullable ConnectionRequestInfo request)
            throws ResourceException {
        if (!(factory instanceof MongoManagedConnectionFactory ours)) {
            throw new NotSupportedException("not a factory of this adapter");
        }
        MongoManagedConnection connection = ours.createManagedConnection(deployments(ours), null, request);
        connection.addConnectionEventListener(new EndWithSession(connection));
        return connection.getConnection(null, request);
    }

    /** The deployments that sessions of the factory use. */
    DeploymentRegistry deployments(MongoManagedConnectionFactory factory) throws ResourceException {
        AdapterRuntime mine;
        lock.lock();
        try {
            if (closed) {
                throw ErrorTranslation.toContainer(ContainerSessionFactory.closed());
            }
            if (factory.getResourceAdapter() != null) {
                return factory.runningDeployments();
            }
            if (own == null) {
                own = AdapterRuntime.standAlone();
            }
            mine = own;
        } finally {
            lock.unlock();
        }
        return mine.deployments();
    }

    /** Ends the sockets and tasks that were begun here; sessions still open become unusable. Idempotent. */
    @Override
    public void close() {
        AdapterRuntime ending;
        lock.lock();
        try {
            closed = true;
            ending = own;
            own = null;
        } finally {
            lock.unlock();
        }
        if (ending != null) {
            ending.close();
        }
    }

    /** Destroys the managed connection of a session that was closed. */
    private static final class EndWithSession implements ConnectionEventListener {
        private final MongoManagedConnection connection;

        EndWithSession(MongoManagedConnection connection) {
            this.connection = connection;
        }

        @Override
        public void connectionClosed(ConnectionEvent event) {
            connection.destroy();
        }

        @Override
        public void connectionErrorOccurred(ConnectionEvent event) {
            connection.destroy();
        }

        @Override
        public void localTransactionStarted(ConnectionEvent event) {
            // nobody but the application has to do with it
        }

        @Override
        public void localTransactionCommitted(ConnectionEvent event) {
            // nobody but the application has to do with it
        }

        @Override
        public void localTransactionRolledback(ConnectionEvent event) {
            // nobody but the application has to do with it
        }
    }
}
