package io.github.mooring.jca;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.github.mooring.api.MongoException;
import io.github.mooring.api.ServerAddress;
import io.github.mooring.auth.Credential;
import io.github.mooring.auth.Identity;
import io.github.mooring.client.ClientOptions;
import io.github.mooring.client.SessionCall;
import io.github.mooring.client.SessionCount;
import io.github.mooring.client.Transactions;
import io.github.mooring.operation.Command;
import io.github.mooring.operation.Ping;
import io.github.mooring.session.SessionSettings;
import jakarta.resource.NotSupportedException;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.ConnectionEventListener;
import jakarta.resource.spi.ConnectionRequestInfo;
import jakarta.resource.spi.DissociatableManagedConnection;
import jakarta.resource.spi.IllegalStateException;
import jakarta.resource.spi.LazyEnlistableManagedConnection;
import jakarta.resource.spi.LocalTransaction;
import jakarta.resource.spi.ManagedConnection;
import jakarta.resource.spi.ManagedConnectionMetaData;
import jakarta.resource.spi.SecurityException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import javax.security.auth.Subject;
import javax.transaction.xa.XAResource;
import org.jspecify.annotations.Nullable;

/**
 * What the container pools: a user's right to run commands, without a socket of its own. Thread-safe; equal to itself
 * only.
 *
 * <p>A broken socket does not break it, so it tells the container of no error: the next command takes another
 * socket. Only an application can say that it is not to be used again, and a commit of which nobody knows what became of it. For the
 * same reason destroying it disconnects nobody.
 */
public final class MongoManagedConnection
        implements ManagedConnection, DissociatableManagedConnection, LazyEnlistableManagedConnection {
    private final MongoManagedConnectionFactory factory;
    private final DeploymentLease lease;
    private final SessionSettings initialSettings;
    /** Whether it takes part in the container's transactions. */
    private final boolean transactional;

    private final ManagedConnectionEvents events = new ManagedConnectionEvents(this, this::log);
    private final CarriedTransactions carried = new CarriedTransactions(this);
    /** The same for the whole life, because containers keep the first one. */
    private final ContainerTransaction ofContainer = new ContainerTransaction(this, carried);

    private final ReentrantLock lock = new ReentrantLock();

    @GuardedBy("lock")
    private final Set<SessionHandle> handles = Collections.newSetFromMap(new IdentityHashMap<>());

    /** Whose rights the handles have. Written under the lock while there are no handles; read anywhere. */
    private volatile Identity identity;

    /** Written under the lock, once; read anywhere. */
    private volatile boolean destroyed;

    /** Only ever goes from false to true. */
    private volatile boolean condemned;

    /** Replaced by the container at any time; null is silence. */
    private volatile @Nullable PrintWriter logWriter;

    MongoManagedConnection(
            MongoManagedConnectionFactory factory, DeploymentLease lease, Identity identity, SessionSettings settings) {
        this.factory = factory;
        this.lease = lease;
        this.identity = identity;
        this.initialSettings = settings;
        this.transactional = factory.takesPartInTransactions();
        this.logWriter = factory.getLogWriter();
    }

    /**
     * {@inheritDoc}
     *
     * <p>For another user than the one that this serves, it changes over to that user if the factory re-authenticates and
     * no handle is open: the next command takes a socket of that user, and nothing is sent for it.
     *
     * @throws SecurityException if it is for another user and cannot change over
     */
    @Override
    public Object getConnection(@Nullable Subject subject, @Nullable ConnectionRequestInfo request)
            throws ResourceException {
        checkUsable();
        SessionHandle handle = new SessionHandle(this, userOf(subject, request), initialSettings);
        attach(handle);
        lease.sessions().opened();
        return handle;
    }

    private Identity userOf(@Nullable Subject subject, @Nullable ConnectionRequestInfo request)
            throws ResourceException {
        try {
            return new CallerIdentity(factory, factory.configuration()).of(subject, request);
        } catch (MongoException e) {
            throw ErrorTranslation.toContainer(e);
        }
    }

    /** Whose rights those are, as errors tell it. */
    static String user(Identity identity) {
        return identity instanceof Credential credential ? "user '" + credential.username() + "'" : "nobody";
    }

    private void attach(SessionHandle handle) throws ResourceException {
        lock.lock();
        try {
            checkUsable();
            serveOnly(handle.identity());
            handles.add(handle);
        } finally {
            lock.unlock();
        }
    }

    /** One user at a time: whoever has a handle must not find somebody else's rights behind it. */
    @GuardedBy("lock")
    private void serveOnly(Identity user) throws SecurityException {
        if (identity.equals(user)) {
            return;
        }
        String refusal = "the managed connection is for " + user(identity) + " and cannot serve " + user(user);
        if (!factory.reauthenticates()) {
            throw new SecurityException(refusal + "; re-authentication is not supported unless the factory's property"
                    + " Reauthentication is true");
        } else if (!handles.isEmpty()) {
            throw new SecurityException(refusal + " while it has open sessions (" + handles.size() + ")");
        } else if (carried.isActive()) {
            throw new SecurityException(refusal + " while its transaction lasts");
        }
        identity = user;
    }

    private void detach(SessionHandle handle) {
        lock.lock();
        try {
            handles.remove(handle);
        } finally {
            lock.unlock();
        }
    }

    private int handleCount() {
        lock.lock();
        try {
            return handles.size();
        } finally {
            lock.unlock();
        }
    }

    /** Whether nobody has a handle or a transaction on it. */
    private boolean isFree() {
        return handleCount() == 0 && !carried.isActive();
    }

    /** Whether several handles are attached. */
    boolean isShared() {
        return handleCount() > 1;
    }

    private List<SessionHandle> detachAll() {
        lock.lock();
        try {
            List<SessionHandle> all = new ArrayList<>(handles);
            handles.clear();
            return all;
        } finally {
            lock.unlock();
        }
    }

    void checkUsable() throws IllegalStateException {
        if (destroyed) {
            throw new IllegalStateException("the managed connection has been destroyed");
        } else if (!lease.isUsable()) {
            throw new IllegalStateException("the resource adapter has stopped, and its managed connections with it");
        }
    }

    /** Whether it can still serve anybody; says nothing about the server. */
    boolean isUsable() {
        return !destroyed && !condemned && lease.isUsable();
    }

    /** Whether it serves such a request as it is. */
    boolean serves(ClientOptions options, Identity user) {
        return isUsable() && lease.options().equals(options) && identity.equals(user);
    }

    /** Whether it serves such a request of whichever user, because it may change over. */
    boolean couldServe(ClientOptions options) {
        return factory.reauthenticates() && isUsable() && lease.options().equals(options) && isFree();
    }

    /** Whether handles of the other can be carried on here, as far as it does not depend on the user. */
    private boolean isLike(MongoManagedConnection other) {
        return factory.equals(other.factory) && lease.options().equals(other.lease.options());
    }

    MongoManagedConnectionFactory factory() {
        return factory;
    }

    String defaultDatabaseName() {
        return lease.options().databaseName();
    }

    SessionCount sessions() {
        return lease.sessions();
    }

    /** The user that it serves now. */
    Identity identity() {
        return identity;
    }

    /** Another user, authenticated as the configured one would be. */
    Identity identityOf(String userName, char[] password) {
        return lease.options().signOn().identityOf(userName, password);
    }

    List<ServerAddress> liveServers() {
        return lease.deployment().liveServers();
    }

    <R> R execute(Command<R> command, SessionCall call) {
        return lease.deployment().execute(command, call);
    }

    /** Begins transactions of the handles, and ends them. */
    Transactions transactions() {
        return lease.deployment().transactions();
    }

    /** The transaction that its handles take part in. */
    CarriedTransactions carried() {
        return carried;
    }

    /** A call of nobody's handle. */
    SessionCall call() {
        return SessionCall.of(identity, initialSettings);
    }

    /** Whether it takes part in the container's transactions. */
    boolean isTransactional() {
        return transactional;
    }

    /** What stands for the transaction of the container that the caller's thread is in; null for none, or if that cannot be known. */
    @Nullable
    Object containerTransaction() {
        return factory.containerTransaction();
    }

    /** Why the container could not begin a transaction here when it last tried; null if it could. */
    @Nullable
    MongoException beginRefusal() {
        return ofContainer.refusal();
    }

    ManagedConnectionEvents events() {
        return events;
    }

    /** It cannot be used again, and the container shall destroy it. */
    void lost(Exception why) {
        condemned = true;
        events.lost(null, why);
    }

    /** Has the container destroy it when the last handle on it is closed. */
    void doNotReuse() {
        condemned = true;
    }

    /** Throws a MongoClosedException if the adapter has stopped. */
    void checkRunning() {
        lease.checkRunning();
    }

    /** Asks the server for a sign of life, as the user of this connection. */
    void verify() {
        var unused = lease.deployment().execute(new Ping(), call());
    }

    /**
     * {@inheritDoc}
     *
     * @throws ResourceException if it is not a handle, is closed, or belongs to another factory or user
     */
    @Override
    public void associateConnection(Object connection) throws ResourceException {
        if (!(connection instanceof SessionHandle handle)) {
            throw new ResourceException("not a session of this adapter: "
                    + (connection == null ? "null" : connection.getClass().getName()));
        }
        MongoManagedConnection origin = handle.origin();
        if (!isLike(origin)) {
            throw new SecurityException("the session belongs to another factory than the managed connection");
        }
        attach(handle);
        MongoManagedConnection before = handle.moveTo(this);
        if (before != null && before != this) {
            before.detach(handle);
        } else if (handle.isClosed()) {
            detach(handle);
            throw new IllegalStateException("the session is closed and cannot be associated");
        }
    }

    @Override
    public void dissociateConnections() throws IllegalStateException {
        checkUsable();
        detachAll().forEach(handle -> handle.setAside(this));
    }

    /** Takes all handles back, ends their cursors, and aborts what is left of a transaction. No socket is closed. Idempotent. */
    @Override
    public void cleanup() throws IllegalStateException {
        if (destroyed) {
            throw new IllegalStateException("the managed connection has been destroyed");
        }
        detachAll().forEach(handle -> handle.takeBack(this, "the container has taken it back"));
        carried.reset();
    }

    /** Gives back the share in the deployment. No socket is closed. Idempotent. */
    @Override
    public void destroy() {
        lock.lock();
        try {
            if (destroyed) {
                return;
            }
            destroyed = true;
        } finally {
            lock.unlock();
        }
        try {
            detachAll().forEach(handle -> handle.takeBack(this, "the container has destroyed what carried it"));
            carried.reset();
        } finally {
            lease.release();
        }
    }

    /** A handle was closed by the application: tells the container, once for each handle that was attached here. */
    void closed(SessionHandle handle) {
        boolean last;
        lock.lock();
        try {
            if (!handles.remove(handle)) {
                return;
            }
            last = handles.isEmpty();
        } finally {
            lock.unlock();
        }
        if (condemned && last) {
            events.lost(handle, null);
        } else {
            events.closed(handle);
        }
    }

    private void log(String line) {
        PrintWriter writer = logWriter;
        if (writer != null) {
            writer.println("mooring: " + line);
            writer.flush();
        }
    }

    @Override
    public void addConnectionEventListener(ConnectionEventListener listener) {
        events.add(listener);
    }

    @Override
    public void removeConnectionEventListener(ConnectionEventListener listener) {
        events.remove(listener);
    }

    @Override
    public XAResource getXAResource() throws NotSupportedException {
        throw new NotSupportedException("MongoDB offers clients no two-phase commit; the factory's level is "
                + factory.getTransactionSupport());
    }

    /**
     * {@inheritDoc} Always the same.
     *
     * @throws NotSupportedException if the factory's level is NoTransaction
     */
    @Override
    public LocalTransaction getLocalTransaction() throws NotSupportedException {
        if (!transactional) {
            throw new NotSupportedException("the factory takes no part in the container's transactions: its property "
                    + TransactionLevel.PROPERTY + " is NoTransaction");
        }
        return ofContainer;
    }

    @Override
    public ManagedConnectionMetaData getMetaData() throws IllegalStateException {
        checkUsable();
        return new MongoManagedConnectionMetaData(
                identity instanceof Credential credential ? credential.username() : "");
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
    public String toString() {
        return "managed connection to " + lease.options().topology().seeds() + " for " + user(identity)
                + (destroyed ? ", destroyed" : "");
    }
}
