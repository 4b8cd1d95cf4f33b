package io.github.mooring.jca;

import io.github.mooring.api.ErrorContext;
import io.github.mooring.api.MongoException;
import io.github.mooring.api.MongoTransactionException;
import io.github.mooring.api.MongoWriteConcernException;
import io.github.mooring.api.TransactionOptions;
import io.github.mooring.client.ErrorLabels;
import io.github.mooring.client.SessionCall;
import io.github.mooring.jca.ManagedTransaction.Stage;
import io.github.mooring.session.HeldSession;
import io.github.mooring.session.TransactionSettings;
import jakarta.resource.spi.ConnectionEvent;
import jakarta.resource.spi.SharingViolationException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The transactions of a managed connection, one after another: those of the container and those that the application begins through a
 * handle. All handles on the managed connection take part in the one that lasts. Thread-safe.
 *
 * <p>The container is told of those of the application, and of no others (Connectors 8.7.2.1).
 */
final class CarriedTransactions {
    private final MongoManagedConnection carrier;
    private final HeldSession held = new HeldSession();
    /** The one that lasts, or the last one of the application as long as nothing else was done; null for none. */
    private final AtomicReference<@Nullable ManagedTransaction> current = new AtomicReference<>();

    /** What stands for the container's transaction that was begun here last; null where that cannot be known. Written by the container. */
    private volatile @Nullable Object begunIn;
    /** The one that the container has rolled back, perhaps while the application goes on in it; null for none. */
    private volatile @Nullable Object rolledBackIn;

    CarriedTransactions(MongoManagedConnection carrier) {
        this.carrier = carrier;
    }

    /** Whether there is one that operations take part in. */
    boolean lasts() {
        ManagedTransaction now = current.get();
        return now != null && now.lasts();
    }

    /** The one that operations take part in; null for none. */
    @Nullable
    ManagedTransaction lasting() {
        ManagedTransaction now = current.get();
        return now != null && now.lasts() ? now : null;
    }

    /** Whether there is one that was neither committed nor aborted. */
    boolean isActive() {
        ManagedTransaction now = current.get();
        return now != null && now.lasts() && now.transaction().isActive();
    }

    /**
     * An operation of a handle, as a part of the transaction that lasts if there is one.
     *
     * @param expected the one that lasted when the handle looked; null for none
     * @throws MongoTransactionException if it cannot be a part of that one, or if that one has ended: what was meant to be a part of it is
     *     not to stand for itself
     */
    SessionCall include(SessionCall call, @Nullable ManagedTransaction expected) {
        ManagedTransaction now = current.get();
        checkNotOver(expected, now);
        if (now != null && !now.lasts()) {
            forget(now);
            now = null;
        }
        if (now == null) {
            checkNotRolledBack();
        }
        SessionCall included = call.in(now == null ? null : now.transaction());
        if (included.transaction() != null) {
            check(included, now);
        }
        return included;
    }

    @SuppressWarnings("ReferenceEquality") // a transaction is itself alone
    private void checkNotOver(@Nullable ManagedTransaction expected, @Nullable ManagedTransaction now) {
        if (expected != null && (now != expected || !now.lasts())) {
            checkNotRolledBack();
            throw refused("the transaction has ended since the operation began, so nothing was sent", null);
        }
    }

    /** A container rolls back at its time-out, whatever the application is doing; what comes after that must not stand for itself. */
    private void checkNotRolledBack() {
        Object over = rolledBackIn;
        if (over == null) {
            return;
        } else if (over.equals(carrier.containerTransaction())) {
            throw refused(
                    "the container has rolled its transaction back while the application was in it, probably at its time-out; nothing"
                            + " more is done in it, nor outside of it in its place",
                    null);
        }
        rolledBackIn = null;
    }

    @SuppressWarnings("ReferenceEquality") // a transaction is itself alone
    private void check(SessionCall included, @Nullable ManagedTransaction now) {
        if (now == null || included.transaction() != now.transaction()) {
            throw refused(
                    "the cursor belongs to " + included.transaction()
                            + ", which is over or goes on elsewhere; cursors end with their transaction",
                    null);
        }
        checkUser(included, now);
    }

    private void checkUser(SessionCall call, ManagedTransaction now) {
        if (!now.isOfSameUser(call)) {
            throw refused(
                    "the transaction belongs to " + now.user() + ", and nothing can be done in it as "
                            + MongoManagedConnection.user(call.identity()) + "; log in after its end",
                    sharing());
        }
    }

    /** What the container calls it when handles on one managed connection get into each other's way; null if there is one handle only. */
    private @Nullable SharingViolationException sharing() {
        return carrier.isShared()
                ? new SharingViolationException("several sessions share the managed connection and its transaction")
                : null;
    }

    private static MongoTransactionException refused(String why, @Nullable Throwable cause) {
        return new MongoTransactionException(why, ErrorContext.NONE, cause);
    }

    private void forget(ManagedTransaction former) {
        if (current.compareAndSet(former, null)) {
            former.end();
        }
    }

    /**
     * Begins one for the container; without I/O.
     *
     * @throws MongoTransactionException if another one lasts, or the servers have none
     */
    void begin() {
        SessionCall caller = carrier.call();
        begin(new ManagedTransaction(
                carrier.transactions(),
                TransactionSettings.of(TransactionOptions.DEFAULTS, caller.settings()),
                held,
                null,
                caller));
        begunIn = carrier.containerTransaction();
        rolledBackIn = null;
    }

    private void begin(ManagedTransaction begun) {
        ManagedTransaction before = current.get();
        if (before != null && before.lasts()) {
            throw alreadyIn(before);
        } else if (!current.compareAndSet(before, begun)) {
            throw refused(
                    "another transaction of the managed connection was begun, or ended, at the same moment", null);
        } else if (before != null) {
            before.end();
        }
    }

    private MongoTransactionException alreadyIn(ManagedTransaction before) {
        return before.isOfContainer()
                ? refused(
                        "Transaction already in progress: that of the container, which it alone ends (at the end of the method, or"
                                + " by UserTransaction)",
                        sharing())
                : refused(
                        "Transaction already in progress: the application has started it; commit or abort it first",
                        sharing());
    }

    /**
     * The container's, which is about to be committed; from now on nothing takes part in it.
     *
     * @throws MongoTransactionException if there is none
     */
    ManagedTransaction takeForCommit() {
        ManagedTransaction now = current.get();
        if (now != null && now.isOfContainer() && current.compareAndSet(now, null)) {
            return now;
        }
        throw now != null && now.lasts()
                ? refused("commit of a transaction that the application has started, and has to end", null)
                : refused("commit without begin: no transaction lasts", null);
    }

    /**
     * Rolls back the container's, or an application's that the container has found unfinished.
     *
     * @throws MongoTransactionException if there is none
     */
    void rollback() {
        ManagedTransaction now = current.get();
        if (now == null || now.stage() == Stage.OVER || !current.compareAndSet(now, null)) {
            throw refused("rollback without begin: no transaction lasts", null);
        }
        if (now.isOfContainer()) {
            rolledBackIn = begunIn;
        }
        now.end();
    }

    /** Ends whatever there is, and gives the server session back. Idempotent. */
    void reset() {
        rolledBackIn = null;
        ManagedTransaction last = current.getAndSet(null);
        if (last != null) {
            last.end();
        }
        held.release();
    }

    /**
     * Begins one for the application; without I/O.
     *
     * @throws MongoTransactionException if another one lasts, or the servers have none
     */
    void start(TransactionOptions options, SessionHandle handle, SessionCall caller) {
        checkNotRolledBack();
        begin(new ManagedTransaction(
                carrier.transactions(), TransactionSettings.of(options, caller.settings()), held, handle, caller));
        tell(ConnectionEvent.LOCAL_TRANSACTION_STARTED, handle);
    }

    /**
     * Commits the application's, or once more.
     *
     * @throws MongoException as {@link io.github.mooring.api.MongoSession#commitTransaction} does
     */
    void commit(SessionHandle handle, SessionCall caller) {
        ManagedTransaction ending = started(caller);
        try {
            ending.commit(caller);
            committed(ending, handle);
        } catch (MongoWriteConcernException e) {
            committed(ending, handle);
            throw e;
        } catch (MongoException e) {
            notCommitted(ending, handle, e);
            throw e;
        }
    }

    private ManagedTransaction started(SessionCall caller) {
        ManagedTransaction now = current.get();
        if (now == null) {
            throw refused("No transaction started; startTransaction begins one", null);
        } else if (now.isOfContainer()) {
            throw refused(
                    "the transaction is that of the container, which it alone ends (at the end of the method, or by"
                            + " UserTransaction); setRollbackOnly makes it roll back",
                    null);
        }
        checkUser(caller, now);
        return now;
    }

    private void committed(ManagedTransaction ending, SessionHandle handle) {
        if (ending.stage() != Stage.OVER) {
            ending.become(Stage.OVER);
            tell(ConnectionEvent.LOCAL_TRANSACTION_COMMITTED, handle);
        }
    }

    private void notCommitted(ManagedTransaction ending, SessionHandle handle, MongoException e) {
        if (ending.stage() == Stage.OVER || ending.transaction().isActive()) {
            return; // what was committed stays so; what is active can still be ended
        } else if (e.hasErrorLabel(ErrorLabels.UNKNOWN_RESULT)
                || ending.transaction().isOpen()) {
            ending.become(Stage.UNKNOWN); // neither event would be true: another commit may still go well
            carrier.doNotReuse();
        } else {
            ending.become(Stage.OVER);
            tell(ConnectionEvent.LOCAL_TRANSACTION_ROLLEDBACK, handle);
        }
    }

    /**
     * Aborts the application's.
     *
     * @throws MongoTransactionException if there is none to abort
     */
    void abort(SessionHandle handle, SessionCall caller) {
        ManagedTransaction ending = started(caller);
        ending.abort(caller);
        rolledBack(ending, handle);
    }

    /** A handle is closed: what it has started and not finished is aborted. */
    @SuppressWarnings("ReferenceEquality") // a handle is itself alone
    void closed(SessionHandle handle) {
        ManagedTransaction now = current.get();
        if (now != null && now.handle() == handle && current.compareAndSet(now, null)) {
            boolean unfinished = now.lasts();
            now.end();
            if (unfinished) {
                tell(ConnectionEvent.LOCAL_TRANSACTION_ROLLEDBACK, handle);
            }
        }
    }

    private void rolledBack(ManagedTransaction ending, SessionHandle handle) {
        if (ending.stage() != Stage.OVER) {
            ending.become(Stage.OVER);
            tell(ConnectionEvent.LOCAL_TRANSACTION_ROLLEDBACK, handle);
        }
    }

    private void tell(int id, SessionHandle handle) {
        if (carrier.isTransactional()) {
            carrier.events().transaction(id, handle);
        }
    }
}
