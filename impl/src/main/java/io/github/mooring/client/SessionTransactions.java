package io.github.mooring.client;

import io.github.mooring.api.ErrorContext;
import io.github.mooring.api.MongoClosedException;
import io.github.mooring.api.MongoTransactionException;
import io.github.mooring.api.event.TransactionEnded;
import io.github.mooring.session.HeldSession;
import io.github.mooring.session.Transaction;
import io.github.mooring.session.TransactionSettings;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The transactions of one session, one after another, and the server session that they have in common. Thread-safe. */
final class SessionTransactions implements Belongings.Item {
    private final HeldSession held = new HeldSession();
    /** The one that lasts, or the last one as long as nothing else was done; null for none. */
    private final AtomicReference<@Nullable Transaction> current = new AtomicReference<>();
    /** What an operation of the session brings along, if it is one of this transaction. */
    private final Function<Transaction, SessionCall> calls;

    private final SessionHost host;

    SessionTransactions(SessionHost host, Function<Transaction, SessionCall> calls) {
        this.host = host;
        this.calls = calls;
    }

    /** Begins the next one. */
    void start(TransactionSettings settings) {
        Transaction before = current.get();
        checkIdle(before);
        Transaction begun = host.transactions().begin(settings, held);
        if (!current.compareAndSet(before, begun)) {
            checkIdle(begun); // somebody was faster
        }
        if (before != null) {
            endCommitted(before);
        }
    }

    /** Nobody can repeat its commit any more; if that was refused, the server hears so. Waits for no commit that is under way. */
    private void endCommitted(Transaction before) {
        host.transactions().end(calls.apply(before), !before.isBusy());
    }

    private static void checkIdle(@Nullable Transaction before) {
        if (before != null && before.isActive()) {
            throw new MongoTransactionException(
                    "Transaction already in progress; commit or abort it first", ErrorContext.NONE, null);
        }
    }

    void commit() {
        host.transactions().commit(calls.apply(started()));
    }

    void abort() {
        host.transactions().abort(calls.apply(started()));
    }

    private Transaction started() {
        Transaction last = current.get();
        if (last == null) {
            throw none();
        }
        return last;
    }

    static MongoTransactionException none() {
        return new MongoTransactionException(
                "No transaction started; startTransaction begins one", ErrorContext.NONE, null);
    }

    /** The transaction of an operation that begins now; a session that has ended its transaction is in none any more. */
    @Nullable
    Transaction ofOperation() {
        Transaction last = current.get();
        if (last == null || last.isActive()) {
            return last;
        }
        if (current.compareAndSet(last, null)) {
            endCommitted(last);
        }
        return null;
    }

    /** The last one as long as nothing else was done; null for none. */
    @Nullable
    Transaction last() {
        return current.get();
    }

    /** The server session that they have in common. */
    HeldSession held() {
        return held;
    }

    @Override
    public boolean end(boolean tellServer) {
        Transaction last = current.getAndSet(null);
        if (last != null) {
            end(last, tellServer);
        }
        held.release();
        return true;
    }

    private void end(Transaction last, boolean tellServer) {
        try {
            host.transactions().end(calls.apply(last), tellServer);
        } catch (MongoClosedException e) { // there is nobody left who could tell the server
            TransactionErrors.giveBack(last.retire());
            if (last.isActive() || (last.isOpen() && !last.isBusy())) {
                TransactionNews.ended(last, calls.apply(last), TransactionEnded.Outcome.ABORTED);
            }
        }
    }
}
