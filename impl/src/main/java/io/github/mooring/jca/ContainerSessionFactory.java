package io.github.mooring.jca;

import io.github.mooring.api.ErrorContext;
import io.github.mooring.api.FactoryStatistics;
import io.github.mooring.api.MongoClosedException;
import io.github.mooring.api.MongoException;
import io.github.mooring.api.MongoSession;
import io.github.mooring.api.MongoSessionFactory;
import io.github.mooring.api.MongoSessionPool;
import io.github.mooring.api.ServerAddress;
import io.github.mooring.api.SessionPoolOptions;
import jakarta.resource.Referenceable;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.ConnectionManager;
import java.io.Serializable;
import javax.naming.NamingException;
import javax.naming.Reference;
import org.jspecify.annotations.Nullable;

/**
 * What an application looks up: asks the container's connection manager for each session, on the caller's thread. Two
 * are equal if their configurations are. Thread-safe.
 */
public final class ContainerSessionFactory implements MongoSessionFactory, Referenceable, Serializable {
    private static final long serialVersionUID = 1L;

    private final MongoManagedConnectionFactory configured;
    private final ConnectionManager connections;
    /** Set by the container when it binds the factory. */
    private volatile @Nullable Reference reference;

    ContainerSessionFactory(MongoManagedConnectionFactory configured, ConnectionManager connections) {
        this.configured = configured;
        this.connections = connections;
    }

    /**
     * How a session was opened, to open another like it, or to ask the container for it again.
     *
     * @param request the user that the application named, null if it named none
     */
    record Opener(ContainerSessionFactory factory, @Nullable SessionRequestInfo request) {
        ConnectionManager connections() {
            return factory.connections;
        }

        MongoSession open() {
            return factory.open(request);
        }
    }

    @Override
    public MongoSession openSession() {
        return open(null);
    }

    @Override
    public MongoSession openSession(String userName, char[] password) {
        return open(new SessionRequestInfo(userName, password));
    }

    private MongoSession open(@Nullable SessionRequestInfo request) {
        // asked first, because a wrong property is told best without a container's words around it
        configured.configuration();
        Object handle;
        try {
            handle = connections.allocateConnection(configured, request);
        } catch (ResourceException e) {
            throw ErrorTranslation.toApplication(e);
        }
        if (handle instanceof SessionHandle session) {
            return session.openedBy(new Opener(this, request));
        } else if (handle instanceof MongoSession session) {
            return session; // a container may put a proxy of its own around the handle
        }
        throw new AssertionError("bug: the container gave "
                + (handle == null
                        ? "null"
                        : "an instance of " + handle.getClass().getName())
                + " for a session");
    }

    /** The container pools sessions, counts them and ties them to its transactions; a pool beside it would do neither. */
    @Override
    public MongoSessionPool sessionPool(SessionPoolOptions options) {
        throw new UnsupportedOperationException("a session pool cannot be had in a container, which pools sessions"
                + " itself: open a session for each unit of work, and limit them by the container's max-pool-size");
    }

    @Override
    public MongoSessionPool sessionPool(MongoSession base, SessionPoolOptions options) {
        return sessionPool(options);
    }

    @Override
    public FactoryStatistics statistics() {
        try {
            FactoryStatistics numbers =
                    deployments().statistics(configured.configuration().options());
            return numbers != null
                    ? numbers
                    : none(configured.configuration().options().seed());
        } catch (ResourceException e) {
            throw ErrorTranslation.toApplication(e);
        }
    }

    private DeploymentRegistry deployments() throws ResourceException {
        return connections instanceof UnpooledConnectionManager own
                ? own.deployments(configured)
                : configured.runningDeployments();
    }

    /** The numbers of a factory that nobody has asked for a session yet, or not for a while. */
    private static FactoryStatistics none(ServerAddress server) {
        return new FactoryStatistics(server, 0, 0, 0, 0, 0, 0, 0, 0, null, null, null);
    }

    @Override
    public void close() {
        if (connections instanceof UnpooledConnectionManager own) {
            own.close();
        }
    }

    @Override
    public void setReference(@Nullable Reference reference) {
        this.reference = reference;
    }

    /**
     * The reference that the container has set.
     *
     * @throws NamingException if it has set none; the factory can then be bound as it is, being serialisable
     */
    @Override
    public Reference getReference() throws NamingException {
        Reference current = reference;
        if (current == null) {
            throw new NamingException("the container has set no reference");
        }
        return current;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ContainerSessionFactory that && configured.equals(that.configured);
    }

    @Override
    public int hashCode() {
        return configured.hashCode();
    }

    /** The configuration, without secrets. */
    @Override
    public String toString() {
        return "MongoSessionFactory on " + configured;
    }

    /** What a factory that was closed says. */
    static MongoException closed() {
        return new MongoClosedException("the session factory is closed; make a new one", ErrorContext.NONE, null);
    }
}
