package io.github.mooring.client;

import io.github.mooring.api.ErrorContext;
import io.github.mooring.api.Mode;
import io.github.mooring.api.MongoClosedException;
import io.github.mooring.api.MongoDatabase;
import io.github.mooring.api.MongoException;
import io.github.mooring.api.MongoNamespace;
import io.github.mooring.api.MongoRequest;
import io.github.mooring.api.MongoSession;
import io.github.mooring.api.ServerAddress;
import io.github.mooring.api.TransactionBody;
import io.github.mooring.api.TransactionOptions;
import io.github.mooring.auth.Identity;
import io.github.mooring.operation.Command;
import io.github.mooring.operation.ListDatabases;
import io.github.mooring.operation.Ping;
import io.github.mooring.session.Bond;
import io.github.mooring.session.SessionSettings;
import io.github.mooring.session.Transaction;
import io.github.mooring.session.TransactionSettings;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/**
 * A session over a {@link SessionHost}; thread-safe. There may be very many of them, most of them idle: it is one small
 * object without a lock, and what only some sessions need is made when it is needed.
 */
public final class ClientSession extends SettableSession {
    private static final AtomicReferenceFieldUpdater<ClientSession, @Nullable String> CLOSED_BY =
            AtomicReferenceFieldUpdater.newUpdater(ClientSession.class, String.class, "closedBy");
    private static final AtomicReferenceFieldUpdater<ClientSession, @Nullable Belongings> BELONGINGS =
            AtomicReferenceFieldUpdater.newUpdater(ClientSession.class, Belongings.class, "belongings");
    private static final AtomicReferenceFieldUpdater<ClientSession, @Nullable SessionTransactions> TRANSACTIONS =
            AtomicReferenceFieldUpdater.newUpdater(ClientSession.class, SessionTransactions.class, "transactions");

    private final SessionHost host;
    /** What it has seen; replaced by {@link #refresh}. An operation under way goes on with the one it began with. */
    private volatile Bond bond;
    /** The user that has logged in; null is the one that the session was opened with. */
    private volatile @Nullable Identity login;
    /** Set once, by the first operation. */
    private volatile @Nullable Belongings belongings;
    /** Set once, by the first transaction. */
    private volatile @Nullable SessionTransactions transactions;
    /** The thread that closed it; set once. */
    private volatile @Nullable String closedBy;

    /**
     * An open session.
     *
     * @param host  what carries it
     * @param start what it begins with
     */
    public ClientSession(SessionHost host, SessionStart start) {
        super(start.settings());
        this.host = host;
        this.login = start.login();
        this.bond = start.shared() == null ? new Bond() : start.shared();
    }

    /** Begins again with something else; for a session that nobody has used yet. */
    public void adopt(SessionStart start) {
        become(start.settings());
        login = start.login();
        if (start.shared() != null) {
            bond = start.shared();
        }
    }

    @Override
    public <R> R execute(Command<R> command) {
        return execute(command, identity(), null);
    }

    @Override
    public <R> R execute(Command<R> command, CursorConnection connection) {
        return execute(command, identity(), connection);
    }

    /** Runs a command as that user and, if it is bound to a connection, over that one. */
    <R> R execute(Command<R> command, Identity identity, @Nullable Binding binding) {
        checkOpen();
        SessionSettings set = settings();
        Bond seen = bond;
        Recovery.checkSound(seen);
        if (set.mode() != Mode.EVENTUAL && command.access().needsPrimary(set.mode(), seen.isAtPrimary())) {
            seen.usePrimary();
        }
        try {
            SessionCall call =
                    new SessionCall(identity, set, seen, binding, belongings().cancellation());
            return host.execute(command, inTransaction(call));
        } catch (MongoClosedException e) {
            throw cutShort(e);
        } catch (MongoException e) {
            throw Recovery.after(e, set, seen);
        }
    }

    /** A call that is a part of the session's transaction, if there is one. */
    private SessionCall inTransaction(SessionCall call) {
        SessionTransactions known = transactions;
        return known == null ? call : call.in(known.ofOperation(), known.held());
    }

    /** What an operation is told that waited when something was closed: by whom, if it was the session. */
    private MongoClosedException cutShort(MongoClosedException e) {
        String by = closedBy;
        return by == null ? e : ClosedMark.exception("session", by, e.context(), e);
    }

    /** Its waits are not ended by the session's end, which it may be part of; its time-out ends them. */
    @Override
    public <R> R executeAlways(Command<R> command) {
        return host.execute(command, SessionCall.of(identity(), settings()));
    }

    @Override
    public <R> R executeAlways(Command<R> command, CursorConnection connection) {
        return host.execute(command, SessionCall.of(identity(), settings(), connection));
    }

    @Override
    public void checkOpen() {
        String by = closedBy;
        if (by != null) {
            throw ClosedMark.exception("session", by, ErrorContext.NONE, null);
        }
    }

    @Override
    public Belongings belongings() {
        Belongings known = belongings;
        if (known != null) {
            return known;
        }
        BELONGINGS.compareAndSet(this, null, new Belongings());
        return Objects.requireNonNull(belongings);
    }

    /** Whether the server, or a pool, keeps anything for it. */
    public boolean hasBelongings() {
        Belongings known = belongings;
        return known != null && !known.isEmpty();
    }

    /** Ends its waits, cursors and requests, and those to come. Idempotent. */
    public void endBelongings() {
        belongings().end();
    }

    private Identity identity() {
        Identity named = login;
        return named == null ? host.identity() : named;
    }

    SessionHost host() {
        return host;
    }

    String defaultDatabaseName() {
        return host.defaultDatabaseName();
    }

    @Override
    public MongoDatabase getDatabase() {
        return getDatabase(host.defaultDatabaseName());
    }

    @Override
    public MongoDatabase getDatabase(String databaseName) {
        MongoNamespace.checkDatabaseName(databaseName);
        checkOpen();
        return new ClientDatabase(this, databaseName);
    }

    @Override
    public List<String> listDatabaseNames() {
        return execute(new ListDatabases(true)).stream()
                .map(database -> database.getString("name"))
                .toList();
    }

    @Override
    public List<Document> listDatabases() {
        return execute(new ListDatabases(false));
    }

    @Override
    public Duration ping() {
        return execute(new Ping());
    }

    @Override
    public MongoSession newSession() {
        checkOpen();
        return host.open(SessionStart.with(settings()));
    }

    @Override
    public MongoSession copy() {
        checkOpen();
        return host.open(new SessionStart(settings(), login, null));
    }

    @Override
    public MongoSession share() {
        checkOpen();
        return host.open(shareable());
    }

    /** What a session begins with that shares what this one has seen. */
    SessionStart shareable() {
        return new SessionStart(settings(), login, bond);
    }

    /** The same session, as long as nobody has used it, carried by somebody else. */
    ClientSession carriedBy(SessionHost other) {
        return new ClientSession(other, shareable());
    }

    @Override
    public void refresh() {
        checkOpen();
        bond = new Bond();
    }

    @Override
    public MongoRequest startRequest() {
        checkOpen();
        return ClientRequest.remembered(new ClientRequest(this, identity(), new RequestConnection()));
    }

    @Override
    public void startTransaction(TransactionOptions options) {
        Objects.requireNonNull(options, "options");
        checkOpen();
        ownTransactions().start(TransactionSettings.of(options, settings()));
    }

    private SessionTransactions ownTransactions() {
        SessionTransactions known = transactions;
        if (known != null) {
            return known;
        }
        SessionTransactions fresh = new SessionTransactions(host, this::callOf);
        if (TRANSACTIONS.compareAndSet(this, null, fresh)) {
            belongings().add(fresh);
        }
        return Objects.requireNonNull(transactions);
    }

    private SessionCall callOf(Transaction transaction) {
        return call().in(transaction);
    }

    /** What an operation of it brings along that is done by itself. */
    public SessionCall call() {
        return new SessionCall(identity(), settings(), bond, null, belongings().cancellation());
    }

    private SessionTransactions startedTransactions() {
        checkOpen();
        SessionTransactions known = transactions;
        if (known == null) {
            throw SessionTransactions.none();
        }
        return known;
    }

    @Override
    public void commitTransaction() {
        startedTransactions().commit();
    }

    @Override
    public void abortTransaction() {
        startedTransactions().abort();
    }

    @Override
    public boolean hasTransaction() {
        checkOpen();
        Transaction last = lastTransaction();
        return last != null && last.isActive();
    }

    /** The transaction that lasts, or the last one as long as nothing else was done; null for none. */
    public @Nullable Transaction lastTransaction() {
        SessionTransactions known = transactions;
        return known == null ? null : known.last();
    }

    /** The {@code lsid} of the session's transactions; null before the first has done something. */
    public @Nullable UUID serverSession() {
        SessionTransactions known = transactions;
        return known == null ? null : known.held().id();
    }

    @Override
    public <T extends @Nullable Object> T withTransaction(TransactionBody<T> body, TransactionOptions options) {
        return withTransaction(this, body, options);
    }

    /**
     * As above.
     *
     * @param handle what the body is given: this, or what stands for it
     */
    public <T extends @Nullable Object> T withTransaction(
            MongoSession handle, TransactionBody<T> body, TransactionOptions options) {
        Objects.requireNonNull(body, "body");
        Objects.requireNonNull(options, "options");
        checkOpen();
        return new TransactionLoop(
                        handle,
                        options,
                        host.transactions().clock(),
                        belongings().cancellation(),
                        TransactionLoop::chance)
                .run(body);
    }

    @Override
    public List<ServerAddress> liveServers() {
        checkOpen();
        return host.liveServers();
    }

    @Override
    public void login(String userName, char[] password) {
        Objects.requireNonNull(userName, "userName");
        Objects.requireNonNull(password, "password");
        checkOpen();
        Identity wanted = host.identityOf(userName, password);
        if (!wanted.equals(identity())) {
            var unused = host.execute(
                    new Ping(),
                    new SessionCall(
                            wanted, settings(), new Bond(), null, belongings().cancellation()));
            login = wanted;
        }
    }

    @Override
    public void logout() {
        checkOpen();
        login = null;
    }

    @Override
    public void doNotReuse() {
        checkOpen();
        host.doNotReuse();
    }

    @Override
    public boolean isClosed() {
        return closedBy != null;
    }

    @Override
    public void close() {
        if (CLOSED_BY.compareAndSet(this, null, Thread.currentThread().getName())) {
            host.sessionClosed();
            endBelongings();
        }
    }

    @Override
    public String toString() {
        return "session on " + host.defaultDatabaseName() + " in mode "
                + settings().mode() + (isClosed() ? ", closed" : "");
    }
}
