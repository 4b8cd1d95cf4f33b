package io.github.mooring.unified;

import io.github.mooring.api.Mode;
import io.github.mooring.api.MongoSession;
import io.github.mooring.api.TransactionOptions;
import io.github.mooring.client.ClientSession;
import io.github.mooring.session.Transaction;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A session of a case. What the format gives to a collection this library gives to a session; so while an operation of a collection goes
 * through this one, it is set as the collection's is. Used by one thread at a time.
 */
final class SessionEntity implements EntityPart {
    private final ClientEntity client;
    private final ClientSession session;
    private final TransactionOptions defaults;
    /** In which transactions read unless they say something else. */
    private final Mode defaultMode;
    /** The last {@code lsid}, which outlives the session. */
    private @Nullable UUID lastId;
    /** In which the transaction reads; null outside of one. */
    private @Nullable Mode transactionMode;

    SessionEntity(ClientEntity client, ClientSession session, TransactionOptions defaults, @Nullable Mode defaultMode) {
        this.client = client;
        this.session = session;
        this.defaults = defaults;
        this.defaultMode = defaultMode == null ? session.mode() : defaultMode;
    }

    ClientEntity client() {
        return client;
    }

    MongoSession session() {
        return session;
    }

    TransactionOptions defaults() {
        return defaults;
    }

    Mode defaultMode() {
        return defaultMode;
    }

    /** The transaction that lasts, or the last one as long as nothing else was done. */
    @Nullable
    Transaction transaction() {
        return session.lastTransaction();
    }

    /** The server session. */
    @Nullable
    UUID id() {
        UUID now = session.serverSession();
        lastId = now == null ? lastId : now;
        return lastId;
    }

    /** Says in which mode the transaction reads that is about to be started. */
    void readingIn(Mode mode) {
        transactionMode = mode;
    }

    /** Something to be done. */
    interface Work<T> {
        @Nullable
        T run() throws Exception;
    }

    /** Does something while the session is set as another one is; in a transaction it reads as the transaction does. */
    <T> @Nullable T setAs(MongoSession other, Work<T> work) throws Exception {
        Mode mode = session.mode();
        var read = session.readConcern();
        var write = session.writeConcern();
        var timeout = session.timeout();
        Mode inTransaction = session.hasTransaction() ? transactionMode : null;
        session.setMode(inTransaction == null ? other.mode() : inTransaction, false);
        session.setReadConcern(other.readConcern());
        session.setWriteConcern(other.writeConcern());
        session.setTimeout(other.timeout());
        try {
            return work.run();
        } finally {
            UUID unused = id();
            session.setMode(mode, false);
            session.setReadConcern(read);
            session.setWriteConcern(write);
            session.setTimeout(timeout);
        }
    }

    @Override
    public void close() {
        UUID unused = id();
        session.close();
    }
}
