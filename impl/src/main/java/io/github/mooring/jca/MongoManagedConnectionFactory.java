package io.github.mooring.jca;

import io.github.mooring.api.MongoConfigurationException;
import io.github.mooring.api.MongoException;
import io.github.mooring.auth.Identity;
import io.github.mooring.client.Option;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.ConnectionManager;
import jakarta.resource.spi.ConnectionRequestInfo;
import jakarta.resource.spi.IllegalStateException;
import jakarta.resource.spi.InvalidPropertyException;
import jakarta.resource.spi.ManagedConnection;
import jakarta.resource.spi.ManagedConnectionFactory;
import jakarta.resource.spi.ResourceAdapter;
import jakarta.resource.spi.ResourceAdapterAssociation;
import jakarta.resource.spi.TransactionSupport;
import jakarta.resource.spi.ValidatingManagedConnectionFactory;
import java.io.PrintWriter;
import java.io.Serializable;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import javax.security.auth.Subject;
import org.jspecify.annotations.Nullable;

/**
 * A connection factory as the container configures and pools it. Two are equal if all their properties are, and share
 * sockets if they come to the same configuration. Thread-safe.
 *
 * <p>Nothing here does I/O, except that {@code VerifyOnCreate} asks for one sign of life.
 */
public final class MongoManagedConnectionFactory extends ConnectionProperties
        implements ManagedConnectionFactory,
                ResourceAdapterAssociation,
                ValidatingManagedConnectionFactory,
                TransactionSupport {
    private static final long serialVersionUID = 1L;
    private static final String VERIFY_ON_CREATE = "VerifyOnCreate";
    private static final String REAUTHENTICATION = "Reauthentication";
    private static final String HEARTBEAT = Option.HEARTBEAT_FREQUENCY.propertyName();

    /** Set once by the container, before the factory is used. */
    private transient volatile @Nullable MongoResourceAdapter resourceAdapter;

    /** Replaced by the container at any time; null is silence. */
    private transient volatile @Nullable PrintWriter logWriter;

    /** What was read last; valid as long as nobody sets a property, here or at the adapter. */
    private transient volatile @Nullable Reading lastReading;

    /** What the properties came to, with the very property values it was read from. */
    private record Reading(
            Map<String, ? extends Serializable> own,
            @Nullable Map<String, ? extends Serializable> defaults,
            Configuration configuration) {}

    /** A factory without properties, which are all optional. */
    public MongoManagedConnectionFactory() {}

    /** Time between two checks of the server. */
    public @Nullable Integer getHeartbeatFrequencyMS() {
        return number(HEARTBEAT);
    }

    /** Sets {@link Option#HEARTBEAT_FREQUENCY}; the adapter's {@code PingIntervalMS} is its default. */
    public void setHeartbeatFrequencyMS(@Nullable Integer heartbeatFrequencyMS) {
        set(HEARTBEAT, heartbeatFrequencyMS);
    }

    /** Whether a new managed connection is only given out once the server has answered. */
    public @Nullable Boolean getVerifyOnCreate() {
        return flag(VERIFY_ON_CREATE);
    }

    /**
     * Sets whether the server has to answer, with the credentials accepted, before a managed connection is given to the
     * container; by default false. With true, the container's own connection test and prefilled pools tell the truth
     * about the server; sessions then cannot be opened while it is down.
     */
    public void setVerifyOnCreate(@Nullable Boolean verifyOnCreate) {
        set(VERIFY_ON_CREATE, verifyOnCreate);
    }

    /** Whether sessions take part in the container's transactions. */
    public @Nullable String getTransactionLevel() {
        return text(TransactionLevel.PROPERTY);
    }

    /**
     * Sets whether sessions take part in the container's transactions: {@code LocalTransaction}, the default, or {@code NoTransaction},
     * in any case of letters. With {@code LocalTransaction} what is done in a transaction of the container is one transaction of MongoDB,
     * so the servers have to be a replica set or a sharded cluster. With {@code NoTransaction} each operation stands for itself, as
     * it has to at a standalone server; sessions can still start transactions of their own.
     *
     * @see <a href="https://jakarta.ee/specifications/connectors/2.1/jakarta-connectors-spec-2.1">Jakarta Connectors: 8.13, transaction
     *     support level at run time</a>
     */
    public void setTransactionLevel(@Nullable String transactionLevel) {
        set(TransactionLevel.PROPERTY, transactionLevel);
    }

    /** Whether a managed connection that nobody uses may serve another user than before. */
    public @Nullable Boolean getReauthentication() {
        return flag(REAUTHENTICATION);
    }

    /**
     * Sets whether a managed connection without open sessions may change over to another user, so that a container keeps
     * one pool for all users; by default false. It costs nothing, because sockets belong to users and not to managed
     * connections. A container relies on it only if the descriptor has {@code reauthentication-support} as well, which
     * the adapter's own has not.
     */
    public void setReauthentication(@Nullable Boolean reauthentication) {
        set(REAUTHENTICATION, reauthentication);
    }

    boolean reauthenticates() {
        return Boolean.TRUE.equals(getReauthentication());
    }

    @Override
    public Object createConnectionFactory(ConnectionManager connectionManager) {
        return new ContainerSessionFactory(this, connectionManager);
    }

    /** A factory outside a container; closing it ends its sockets and tasks. */
    @Override
    public Object createConnectionFactory() {
        return new ContainerSessionFactory(this, new UnpooledConnectionManager());
    }

    /**
     * {@inheritDoc}
     *
     * @throws InvalidPropertyException                       if a property is wrong
     * @throws jakarta.resource.spi.SecurityException if the Subject names somebody who cannot be authenticated here
     * @throws IllegalStateException                          if the adapter is not running
     */
    @Override
    public ManagedConnection createManagedConnection(@Nullable Subject subject, @Nullable ConnectionRequestInfo request)
            throws ResourceException {
        return createManagedConnection(runningDeployments(), subject, request);
    }

    /** The deployments of the adapter that the factory belongs to. */
    DeploymentRegistry runningDeployments() throws IllegalStateException {
        MongoResourceAdapter adapter = resourceAdapter;
        if (adapter == null) {
            throw new IllegalStateException("the factory belongs to no resource adapter; outside a container,"
                    + " createConnectionFactory() without a connection manager makes one that works on its own");
        }
        return adapter.deployments();
    }

    MongoManagedConnection createManagedConnection(
            DeploymentRegistry deployments, @Nullable Subject subject, @Nullable ConnectionRequestInfo request)
            throws ResourceException {
        try {
            Configuration configuration = configuration();
            Identity identity = new CallerIdentity(this, configuration).of(subject, request);
            MongoManagedConnection created = new MongoManagedConnection(
                    this,
                    deployments.lease(configuration.options()),
                    identity,
                    configuration.options().sessionSettings());
            if (Boolean.TRUE.equals(getVerifyOnCreate())) {
                verify(created);
            }
            return created;
        } catch (MongoException e) {
            throw logged(ErrorTranslation.toContainer(e));
        } catch (ResourceException e) {
            throw logged(e);
        }
    }

    private static void verify(MongoManagedConnection created) {
        boolean verified = false;
        try {
            created.verify();
            verified = true;
        } finally {
            if (!verified) {
                created.destroy();
            }
        }
    }

    private ResourceException logged(ResourceException e) {
        log("no managed connection: " + e.getMessage());
        return e;
    }

    /** Writes a line to the container's log writer, if it has set one. */
    void log(String line) {
        PrintWriter writer = logWriter;
        if (writer != null) {
            writer.println("mooring: " + line);
            writer.flush();
        }
    }

    /**
     * What the properties come to, read when it is asked for: some containers set properties after the first use.
     *
     * @throws MongoConfigurationException naming the property that is wrong
     */
    Configuration configuration() {
        MongoResourceAdapter adapter = resourceAdapter;
        Map<String, ? extends Serializable> own = values();
        Map<String, ? extends Serializable> defaults = adapter == null ? null : adapter.values();
        Reading last = lastReading;
        if (last != null && last.own() == own && last.defaults() == defaults) {
            return last.configuration();
        }
        TransactionLevel.check(getTransactionLevel());
        Configuration read = adapter == null
                ? Configuration.of(options(), Map.of())
                : Configuration.inAdapter(options(), adapter.defaults());
        lastReading = new Reading(own, defaults, read);
        return read;
    }

    @Override
    @SuppressWarnings("rawtypes") // so declared by the interface
    public @Nullable ManagedConnection matchManagedConnections(
            Set candidates, @Nullable Subject subject, @Nullable ConnectionRequestInfo request)
            throws ResourceException {
        Configuration configuration;
        try {
            configuration = configuration();
        } catch (MongoConfigurationException e) {
            throw logged(ErrorTranslation.toContainer(e));
        }
        Identity identity = new CallerIdentity(this, configuration).of(subject, request);
        MongoManagedConnection other = null;
        for (Object candidate : candidates) {
            if (candidate instanceof MongoManagedConnection connection) {
                if (connection.serves(configuration.options(), identity)) {
                    return connection;
                } else if (other == null && connection.couldServe(configuration.options())) {
                    other = connection;
                }
            }
        }
        return other;
    }

    /** Those that can never serve again, by their own state; whether the server answers is not asked. */
    @Override
    @SuppressWarnings("rawtypes") // so declared by the interface
    public Set<Object> getInvalidConnections(Set candidates) {
        Set<Object> invalid = Collections.newSetFromMap(new IdentityHashMap<>());
        for (Object candidate : candidates) {
            if (candidate instanceof MongoManagedConnection connection && !connection.isUsable()) {
                invalid.add(connection);
            }
        }
        return invalid;
    }

    /** LocalTransaction, unless the property {@code TransactionLevel} says otherwise. */
    @Override
    public TransactionSupportLevel getTransactionSupport() {
        return takesPartInTransactions()
                ? TransactionSupportLevel.LocalTransaction
                : TransactionSupportLevel.NoTransaction;
    }

    /** Whether its sessions take part in the container's transactions. */
    boolean takesPartInTransactions() {
        return TransactionLevel.isLocal(getTransactionLevel());
    }

    /** What stands for the transaction of the container that the caller's thread is in; null for none, or if that cannot be known. */
    @Nullable
    Object containerTransaction() {
        JtaView view = transactions();
        return view == null ? null : view.transaction();
    }

    /** What can be seen of the container's transactions; null for nothing. */
    @Nullable
    JtaView transactions() {
        MongoResourceAdapter adapter = resourceAdapter;
        return adapter == null ? null : adapter.transactions();
    }

    @Override
    public void setLogWriter(@Nullable PrintWriter out) {
        logWriter = out;
    }

    @Override
    public @Nullable PrintWriter getLogWriter() {
        return logWriter;
    }

    @Override
    public @Nullable ResourceAdapter getResourceAdapter() {
        return resourceAdapter;
    }

    /**
     * Is called by the container, once.
     *
     * @throws ResourceException if it is another adapter than this one, or another than before
     */
    @Override
    @SuppressWarnings(
            "ReferenceEquality") // adapters that are configured alike are still two, with sockets of their own
    public void setResourceAdapter(ResourceAdapter adapter) throws ResourceException {
        if (!(adapter instanceof MongoResourceAdapter ours)) {
            throw new ResourceException("a factory of this adapter cannot belong to "
                    + (adapter == null ? "null" : adapter.getClass().getName()));
        }
        MongoResourceAdapter before = resourceAdapter;
        if (before != null && before != ours) {
            throw new IllegalStateException("the factory belongs to another instance of the resource adapter");
        }
        resourceAdapter = ours;
    }
}
