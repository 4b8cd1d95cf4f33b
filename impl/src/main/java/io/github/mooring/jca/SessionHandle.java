package io.github.mooring.jca;

import io.github.mooring.api.ErrorContext;
import io.github.mooring.api.MongoClosedException;
import io.github.mooring.api.MongoException;
import io.github.mooring.api.MongoSession;
import io.github.mooring.api.MongoTransactionException;
import io.github.mooring.api.ServerAddress;
import io.github.mooring.api.TransactionOptions;
import io.github.mooring.auth.Identity;
import io.github.mooring.client.ClientSession;
import io.github.mooring.client.SessionCall;
import io.github.mooring.client.SessionHost;
import io.github.mooring.client.SessionStart;
import io.github.mooring.client.Transactions;
import io.github.mooring.operation.Command;
import io.github.mooring.session.SessionSettings;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.LazyAssociatableConnectionManager;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The session that an application holds: a connection handle of the container. Thread-safe; equal to itself only,
 * because containers keep handles in sets.
 *
 * <p>Mode, concerns and cursors are the handle's own. What runs its commands is whichever managed connection it is
 * attached to at that moment, so databases, collections and cursors that it gave out follow it when the container moves
 * it to another one.
 *
 * <pre>
 *   Active -- associateConnection --> Active
 *   Active -- dissociateConnections --> Inactive -- associateConnection, asked for by the next use --> Active
 *   Active -- close by the application --> Closed, and the container is told
 *   Active -- cleanup or destroy --> Closed, and nobody is told
 *   Inactive -- close by the application --> Closed, and the connection manager is told
 * </pre>
 */
public final class SessionHandle extends DelegatingSession {
    /** Chosen: each time is one turn of a thread that wants the same, so the hundredth means that something is wrong. */
    private static final int MOST_ASKED = 100;

    private final MongoManagedConnection origin;
    /** The handle's own: what made it may serve somebody else by now. */
    private final Identity identity;

    private final ClientSession session;
    private final AtomicReference<State> state;
    /** Set by the factory before the application sees the handle; null if the managed connection was asked directly. */
    private volatile ContainerSessionFactory.@Nullable Opener opener;

    /** Where a handle stands. */
    private sealed interface State {}

    /** Attached: commands run there. */
    private record Active(MongoManagedConnection carrier) implements State {}

    /** Set aside by the container until it is used again. */
    private record Inactive() implements State {}

    /**
     * Ended.
     *
     * @param by      who ended it, as errors tell it
     * @param carrier through which its cursors are ended; null if it was not attached
     */
    private record Closed(String by, @Nullable MongoManagedConnection carrier) implements State {}

    SessionHandle(MongoManagedConnection carrier, Identity identity, SessionSettings settings) {
        this.origin = carrier;
        this.identity = identity;
        this.state = new AtomicReference<>(new Active(carrier));
        this.session = new ClientSession(new Carried(), SessionStart.with(settings));
    }

    /** The managed connection that made it, whose factory stays the handle's. */
    MongoManagedConnection origin() {
        return origin;
    }

    /** The user whose rights it has, wherever it is attached. */
    Identity identity() {
        return identity;
    }

    /** Remembers the way back to the container. */
    SessionHandle openedBy(ContainerSessionFactory.Opener from) {
        opener = from;
        return this;
    }

    private State state() {
        return Objects.requireNonNull(state.get());
    }

    /** Attaches it elsewhere; the former carrier, or null if there was none or the handle is closed. */
    @Nullable
    MongoManagedConnection moveTo(MongoManagedConnection carrier) {
        State before = state();
        while (!(before instanceof Closed) && !state.compareAndSet(before, new Active(carrier))) {
            before = state();
        }
        return before instanceof Active active ? active.carrier() : null;
    }

    /** Detaches it until it is used again, unless it has moved on. */
    void setAside(MongoManagedConnection carrier) {
        leave(carrier, new Inactive());
    }

    /** Ends it for the container, unless it has moved on. */
    void takeBack(MongoManagedConnection carrier, String by) {
        if (leave(carrier, new Closed(by, carrier))) {
            ended();
        }
    }

    private boolean leave(MongoManagedConnection carrier, State next) {
        State before = state();
        return before instanceof Active active && active.carrier() == carrier && state.compareAndSet(before, next);
    }

    private void ended() {
        origin.sessions().closed();
        session.endBelongings();
    }

    /** The application has closed it. The state changes first: whoever is told may call back at once. */
    private void closedByApplication() {
        String by = "thread '" + Thread.currentThread().getName() + "' closed it";
        if (session.hasBelongings()) {
            attachForCursors();
        }
        State before = state();
        while (!(before instanceof Closed)) {
            MongoManagedConnection carrier = before instanceof Active active ? active.carrier() : null;
            if (state.compareAndSet(before, new Closed(by, carrier))) {
                ended();
                if (carrier != null) {
                    carrier.carried().closed(this);
                }
                tell(carrier);
                return;
            }
            before = state();
        }
    }

    /** Cursors of a handle that was set aside can only be ended through a managed connection. */
    private void attachForCursors() {
        try {
            var unused = carrier();
        } catch (MongoException e) {
            // then the server's own time-out ends them; close does not fail
        }
    }

    private void tell(@Nullable MongoManagedConnection carrier) {
        ContainerSessionFactory.Opener from = opener;
        if (carrier != null) {
            carrier.closed(this);
        } else if (from != null && from.connections() instanceof LazyAssociatableConnectionManager lazy) {
            lazy.inactiveConnectionClosed(this, origin.factory());
        }
    }

    /** The managed connection that runs the next command; a handle that was set aside asks the container for one. */
    private MongoManagedConnection carrier() {
        State current = state();
        for (int asked = 0; current instanceof Inactive && asked < MOST_ASKED && reassociate(); asked++) {
            // a container whose pool is full may have given it to somebody else meanwhile
            current = state();
        }
        if (current instanceof Active active) {
            return active.carrier();
        } else if (current instanceof Closed closed) {
            throw closedException(closed);
        }
        throw new MongoClosedException(
                "the container has set the session aside and not taken it up again; open a new one",
                ErrorContext.NONE,
                null);
    }

    /** As {@link #carrier}, in the container's transaction if there is one. Whether there is one is looked at once. */
    private Participation enlisted() {
        MongoManagedConnection current = carrier();
        Participation now = Participation.of(current);
        Enlistment due = now.transaction() == null ? Enlistment.of(current, opener) : null;
        return due == null ? now : enlisted(due, current);
    }

    private Participation enlisted(Enlistment due, MongoManagedConnection current) {
        Participation known = due.known(current);
        if (known == null) {
            due.ask(current);
        } else if (due.movesHandles()) {
            // the container would do so by itself, but IronJacamar goes on counting a handle that it has moved as one
            // that is open on what it has left, whose place in the pool is then lost
            giveBack(current);
        } else {
            return known.checked();
        }
        return due.check(carrier());
    }

    /**
     * Where the application begins and ends transactions of its own.
     *
     * @throws MongoTransactionException if the handle takes part in the container's, elsewhere than where it is
     */
    private CarriedTransactions own() {
        MongoManagedConnection there = enlisted().carrier();
        if (there != carrier()) {
            throw new MongoTransactionException(
                    "Transaction already in progress: that of the container, which it alone ends (at the end of the method, or by"
                            + " UserTransaction)",
                    ErrorContext.NONE,
                    null);
        }
        return there.carried();
    }

    /** What does its work in the container's transaction, although it is attached elsewhere; null for nothing. */
    private @Nullable Participation elsewhere(MongoManagedConnection carrier) {
        Enlistment due = carrier.carried().lasts() ? null : Enlistment.of(carrier, opener);
        return due == null || due.movesHandles() ? null : due.known(carrier);
    }

    /** Leaves a managed connection, of which the container hears as it does of a close; the next use asks for another one. */
    private void giveBack(MongoManagedConnection carrier) {
        if (leave(carrier, new Inactive())) {
            carrier.closed(this);
        }
    }

    /** Asks the container for a managed connection; false if it is none that can be asked. */
    private boolean reassociate() {
        ContainerSessionFactory.Opener from = opener;
        if (from != null && from.connections() instanceof LazyAssociatableConnectionManager lazy) {
            try {
                lazy.associateConnection(this, origin.factory(), from.request());
                return true;
            } catch (ResourceException e) {
                throw ErrorTranslation.toApplication(e);
            }
        }
        return false;
    }

    private static MongoClosedException closedException(Closed closed) {
        return new MongoClosedException(
                "session is closed: " + closed.by() + "; open a new one", ErrorContext.NONE, null);
    }

    @Override
    ClientSession usable() {
        State current = state();
        if (current instanceof Closed closed) {
            throw closedException(closed);
        } else if (current instanceof Active active) {
            active.carrier().checkRunning();
        }
        return session;
    }

    @Override
    public void startTransaction(TransactionOptions options) {
        Objects.requireNonNull(options, "options");
        SessionCall call = usable().call();
        own().start(options, this, call);
    }

    @Override
    public void commitTransaction() {
        SessionCall call = usable().call();
        own().commit(this, call);
    }

    @Override
    public void abortTransaction() {
        SessionCall call = usable().call();
        own().abort(this, call);
    }

    @Override
    public boolean hasTransaction() {
        var unused = usable();
        return state() instanceof Active active && isInTransaction(active.carrier());
    }

    private boolean isInTransaction(MongoManagedConnection carrier) {
        Participation elsewhere = elsewhere(carrier);
        return carrier.carried().isActive() || (elsewhere != null && elsewhere.lasts());
    }

    @Override
    public boolean isClosed() {
        return state() instanceof Closed;
    }

    @Override
    public void close() {
        session.close();
    }

    @Override
    public String toString() {
        State current = state();
        return session + (current instanceof Closed closed ? ": " + closed.by() : "");
    }

    /** What the session asks of its owner. */
    private final class Carried implements SessionHost {
        @Override
        public <R> R execute(Command<R> command, SessionCall call) {
            if (command.name().equals("killCursors")) {
                return formerCarrier().execute(command, call);
            }
            return enlisted().execute(command, call);
        }

        /** Where it is, or was: whoever ends a session has taken it out of use already, and its cursors still have to be ended. */
        private MongoManagedConnection formerCarrier() {
            MongoManagedConnection former = state() instanceof Closed closed ? closed.carrier() : null;
            return former != null ? former : carrier();
        }

        @Override
        public Transactions transactions() {
            return carrier().transactions();
        }

        @Override
        public String defaultDatabaseName() {
            return origin.defaultDatabaseName();
        }

        @Override
        public Identity identity() {
            return identity;
        }

        @Override
        public Identity identityOf(String userName, char[] password) {
            return origin.identityOf(userName, password);
        }

        @Override
        public List<ServerAddress> liveServers() {
            return carrier().liveServers();
        }

        @Override
        public MongoSession open(SessionStart start) {
            ContainerSessionFactory.Opener from = opener;
            if (from == null) {
                throw new UnsupportedOperationException(
                        "only a session that a MongoSessionFactory has opened can be copied");
            }
            MongoSession opened = from.open();
            if (opened instanceof SessionHandle handle) {
                handle.session.adopt(start);
                return opened;
            }
            if (start.login() == null && start.shared() == null) {
                start.settings().applyTo(opened);
                return opened;
            }
            opened.close();
            throw new UnsupportedOperationException(
                    "the container has put " + opened.getClass().getName()
                            + " around its sessions, through which neither a login nor what a session has seen can be handed"
                            + " on; open a session and set it up");
        }

        @Override
        public void doNotReuse() {
            MongoManagedConnection current = carrier();
            Participation elsewhere = elsewhere(current);
            current.doNotReuse();
            if (elsewhere != null && elsewhere.lasts()) {
                elsewhere.carrier().doNotReuse();
            }
        }

        @Override
        public void sessionClosed() {
            closedByApplication();
        }
    }
}
