package io.github.mooring.jca;

import io.github.mooring.api.MongoException;
import io.github.mooring.client.SessionCall;
import io.github.mooring.client.Transactions;
import io.github.mooring.session.HeldSession;
import io.github.mooring.session.Transaction;
import io.github.mooring.session.TransactionSettings;
import org.jspecify.annotations.Nullable;

/**
 * One transaction of a managed connection, with who began it. Thread-safe.
 */
final class ManagedTransaction {
    /** What it has come to, for whoever began it. */
    enum Stage {
        /** Operations take part in it. */
        LASTS,
        /** A commit was sent, and nobody knows what became of it, or was refused; the application may repeat it. */
        UNKNOWN,
        /** Ended by whoever began it. */
        OVER
    }

    private final Transactions home;
    private final Transaction transaction;
    private final SessionCall beginner;
    /** The handle through which the application began it; null for the container. */
    private final @Nullable SessionHandle handle;
    /** Written by whoever ends it; an operation that reads it too early is refused by the transaction itself. */
    private volatile Stage stage = Stage.LASTS;

    /**
     * Begins one, without I/O.
     *
     * @param handle   through which the application begins it; null for the container
     * @param beginner the user, and what the handle is set to
     */
    ManagedTransaction(
            Transactions home,
            TransactionSettings settings,
            HeldSession held,
            @Nullable SessionHandle handle,
            SessionCall beginner) {
        this.home = home;
        this.transaction = home.begin(settings, held);
        this.beginner = beginner;
        this.handle = handle;
    }

    Transaction transaction() {
        return transaction;
    }

    boolean isOfContainer() {
        return handle == null;
    }

    @Nullable
    SessionHandle handle() {
        return handle;
    }

    Stage stage() {
        return stage;
    }

    void become(Stage next) {
        stage = next;
    }

    boolean lasts() {
        return stage == Stage.LASTS;
    }

    /** Whether an operation is one of the user who began it; the server knows a transaction by its user. */
    boolean isOfSameUser(SessionCall call) {
        return call.identity().equals(beginner.identity());
    }

    /** Whose it is, as errors tell it. */
    String user() {
        return MongoManagedConnection.user(beginner.identity());
    }

    /**
     * Commits it, or once more.
     *
     * @throws MongoException as {@link Transactions#commit} does
     */
    void commit(SessionCall by) {
        home.commit(by.in(transaction));
    }

    /**
     * Commits it for whoever began it.
     *
     * @throws MongoException as {@link Transactions#commit} does
     */
    void commit() {
        commit(beginner);
    }

    /**
     * Aborts it.
     *
     * @throws MongoException as {@link Transactions#abort} does
     */
    void abort(SessionCall by) {
        home.abort(by.in(transaction));
    }

    /** Aborts it if it is active or its commit was refused, and lets go of what it keeps; throws for no server's sake. */
    void end() {
        stage = Stage.OVER;
        home.end(beginner.in(transaction), true);
    }
}
