package io.github.mooring.testkit.lab;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import de.bwaldvogel.mongo.bson.Document;
import io.github.mooring.testkit.engine.CommandFailure;
import io.github.mooring.testkit.engine.Engine;
import io.github.mooring.testkit.engine.EngineCall;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Transactions over an engine that has none: each works on a copy, and a commit carries its changes over at once.
 *
 * <p>Who writes a document first wins: another transaction that writes it as well fails with 112, and so does one that writes
 * what has changed since it was copied. A write outside of any transaction does not wait for one that has written the same
 * document; the transaction then fails with 112 when it commits. Each database is frozen when the transaction first
 * touches it. Not many megabytes should be in there.
 *
 * <p>Thread-safe: one command at a time, those outside of transactions included, so that a commit is seen whole.
 *
 * @see <a href="https://github.com/mongodb/specifications/blob/master/source/transactions/transactions.md">Transactions</a>
 */
final class SnapshotTransactions implements Transactions {
    private static final int MAX_SESSIONS = 10_000;

    private static final int INVALID_OPTIONS = 72;
    private static final int WRITE_CONFLICT = 112;
    private static final int TRANSACTION_TOO_OLD = 225;
    private static final int NO_SUCH_TRANSACTION = 251;
    private static final int TRANSACTION_COMMITTED = 256;
    private static final int NOT_IN_TRANSACTION = 263;

    private static final Set<String> ALLOWED = Set.of(
            "find", "aggregate", "distinct", "getMore", "killCursors", "insert", "update", "delete", "findAndModify");

    private final Engine data;
    private final Supplier<Engine> copies;
    /** One command at a time; the engine underneath works that way as well. */
    private final ReentrantLock lock = new ReentrantLock();

    @GuardedBy("lock")
    private final Map<Object, Transaction> bySession = new LinkedHashMap<>(16, 0.75f, true);

    /** {@code copies} makes empty engines for what transactions see. */
    SnapshotTransactions(Engine data, Supplier<Engine> copies) {
        this.data = data;
        this.copies = copies;
    }

    @Override
    public Document outside(EngineCall call) {
        lock.lock();
        try {
            return data.execute(call);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Document run(EngineCall call, long term) {
        Object session = call.body().get("lsid") instanceof Document lsid ? lsid.get("id") : null;
        if (session == null
                || !(call.body().get("txnNumber") instanceof Number number)
                || !Boolean.FALSE.equals(call.body().get("autocommit"))) {
            throw new CommandFailure(INVALID_OPTIONS, "a transaction needs lsid, txnNumber and autocommit: false");
        }
        lock.lock();
        try {
            Transaction transaction = Boolean.TRUE.equals(call.body().get("startTransaction"))
                    ? begin(session, number.longValue(), term)
                    : find(session, number.longValue(), term);
            return switch (call.name()) {
                case "commitTransaction" -> commit(transaction);
                case "abortTransaction" -> abort(transaction);
                default -> execute(transaction, call);
            };
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void forget(Object session) {
        lock.lock();
        try {
            Transaction transaction = bySession.remove(session);
            if (transaction != null) {
                transaction.end(Transaction.State.ABORTED);
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public int open() {
        lock.lock();
        try {
            int open = 0;
            for (Transaction transaction : bySession.values()) {
                open += transaction.state == Transaction.State.ACTIVE ? 1 : 0;
            }
            return open;
        } finally {
            lock.unlock();
        }
    }

    @GuardedBy("lock")
    private Transaction begin(Object session, long number, long term) {
        Transaction before = bySession.get(session);
        if (before != null && before.number >= number) {
            throw new CommandFailure(
                    TRANSACTION_TOO_OLD,
                    "Cannot start transaction " + number + " on a session whose last was " + before.number);
        }
        if (before != null) {
            before.end(Transaction.State.ABORTED);
        }
        Transaction begun = new Transaction(number, term, new Snapshot(data, copies.get()));
        bySession.put(session, begun);
        evict();
        return begun;
    }

    @GuardedBy("lock")
    private Transaction find(Object session, long number, long term) {
        Transaction known = bySession.get(session);
        if (known == null || known.number != number) {
            throw none(number, "does not match any in-progress transactions");
        }
        if (known.state == Transaction.State.ACTIVE && known.term != term) {
            known.end(Transaction.State.ABORTED);
        }
        return known;
    }

    @GuardedBy("lock")
    private Document execute(Transaction transaction, EngineCall call) {
        Snapshot snapshot = transaction.snapshot;
        if (snapshot == null) {
            throw none(transaction.number, "has been " + transaction.state);
        }
        if (!ALLOWED.contains(call.name())) {
            throw new CommandFailure(
                    NOT_IN_TRANSACTION, "Cannot run '" + call.name() + "' in a multi-document transaction.");
        }
        try {
            Document reply = snapshot.execute(plain(call));
            if (CommandKind.of(call.name(), call.body()) == CommandKind.WRITE) {
                claim(transaction, snapshot.changes());
            }
            if (reply.containsKey("writeErrors")) {
                transaction.end(Transaction.State.ABORTED);
            }
            return reply;
        } catch (CommandFailure e) {
            transaction.end(Transaction.State.ABORTED);
            throw e;
        }
    }

    /** Makes the transaction the only one that writes these documents. */
    @GuardedBy("lock")
    private void claim(Transaction transaction, List<Snapshot.Change> changes) {
        Snapshot snapshot = transaction.snapshot;
        for (Snapshot.Change change : changes) {
            List<Object> key = List.of(change.namespace(), change.id());
            if (snapshot == null || !transaction.written.add(key)) {
                continue;
            }
            if (isClaimed(key, transaction) || !snapshot.isUntouched(change)) {
                throw conflict(change);
            }
        }
    }

    @GuardedBy("lock")
    private boolean isClaimed(List<Object> key, Transaction by) {
        for (Transaction other : bySession.values()) {
            if (other != by && other.written.contains(key)) {
                return true;
            }
        }
        return false;
    }

    @GuardedBy("lock")
    private Document commit(Transaction transaction) {
        Snapshot snapshot = transaction.snapshot;
        if (snapshot == null) {
            if (transaction.state == Transaction.State.COMMITTED) {
                return new Document("ok", 1.0);
            }
            throw none(transaction.number, "has been aborted");
        }
        List<Snapshot.Change> changes = snapshot.changes();
        for (Snapshot.Change change : changes) {
            if (!snapshot.isUntouched(change)) {
                transaction.end(Transaction.State.ABORTED);
                throw conflict(change);
            }
        }
        boolean applied = snapshot.apply(changes);
        transaction.end(applied ? Transaction.State.COMMITTED : Transaction.State.ABORTED);
        if (!applied) {
            throw new CommandFailure(
                    WRITE_CONFLICT, "a unique index has come to forbid what the transaction has written");
        }
        return new Document("ok", 1.0);
    }

    private static Document abort(Transaction transaction) {
        switch (transaction.state) {
            case COMMITTED ->
                throw new CommandFailure(
                        TRANSACTION_COMMITTED, "Transaction " + transaction.number + " has been committed.");
            case ABORTED -> throw none(transaction.number, "has been aborted");
            default -> transaction.end(Transaction.State.ABORTED);
        }
        return new Document("ok", 1.0);
    }

    @GuardedBy("lock")
    private void evict() {
        if (bySession.size() > MAX_SESSIONS) {
            Iterator<Transaction> oldest = bySession.values().iterator();
            oldest.next().end(Transaction.State.ABORTED);
            oldest.remove();
        }
    }

    /** The command without what made it part of a transaction. */
    private static EngineCall plain(EngineCall call) {
        Document body = new Document(call.body());
        for (String field : List.of("autocommit", "startTransaction", "txnNumber", "readConcern", "writeConcern")) {
            body.remove(field);
        }
        return new EngineCall(call.name(), call.database(), body);
    }

    private static CommandFailure none(long number, String why) {
        return new CommandFailure(NO_SUCH_TRANSACTION, "Given transaction number " + number + " " + why);
    }

    private static CommandFailure conflict(Snapshot.Change change) {
        return new CommandFailure(
                WRITE_CONFLICT,
                "WriteConflict error: this operation conflicted with another operation. Please retry your operation or "
                        + "multi-document transaction." + " (" + change.namespace() + ")");
    }
}
