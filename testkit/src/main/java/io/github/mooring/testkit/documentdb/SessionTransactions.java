package io.github.mooring.testkit.documentdb;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import de.bwaldvogel.mongo.bson.Document;
import io.github.mooring.testkit.documentdb.SessionTransaction.State;
import io.github.mooring.testkit.engine.CommandFailure;
import io.github.mooring.testkit.engine.EngineCall;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Transactions of MongoDB as transactions of the database, at its level REPEATABLE READ, which is snapshot isolation.
 *
 * <p>Any error ends a transaction, as on a server. Who meets another transaction's uncommitted write waits a moment only and
 * fails with 112. Thread-safe.
 *
 * @see <a href="https://github.com/mongodb/specifications/blob/master/source/transactions/transactions.md">Transactions</a>
 */
final class SessionTransactions {
    private static final int MAX_SESSIONS = 10_000;
    private static final int LOCK_WAIT_MILLIS = 200;

    private static final int INVALID_OPTIONS = 72;
    private static final int WRITE_CONFLICT = 112;
    private static final int TRANSACTION_TOO_OLD = 225;
    private static final int NO_SUCH_TRANSACTION = 251;
    private static final int TRANSACTION_COMMITTED = 256;
    private static final int NOT_IN_TRANSACTION = 263;
    private static final List<String> TRANSIENT = List.of("TransientTransactionError");

    private static final Set<String> ALLOWED = Set.of(
            "find", "aggregate", "distinct", "getMore", "killCursors", "insert", "update", "delete", "findAndModify");

    private final Connections connections;
    private final Consumer<SessionTransaction> atEnd;
    /** Never held over a call of the database. */
    private final ReentrantLock lock = new ReentrantLock();

    @GuardedBy("lock")
    private final Map<Object, SessionTransaction> bySession = new LinkedHashMap<>(16, 0.75f, true);

    /** What a transaction's command does on its connection. */
    interface Work {
        Document run(Lease lease) throws SQLException;
    }

    /** {@code atEnd} hears of each transaction that has ended. */
    SessionTransactions(Connections connections, Consumer<SessionTransaction> atEnd) {
        this.connections = connections;
        this.atEnd = atEnd;
    }

    Document run(EngineCall call, Work work) throws SQLException {
        Object session = call.body().get("lsid") instanceof Document lsid ? lsid.get("id") : null;
        if (session == null
                || !(call.body().get("txnNumber") instanceof Number number)
                || !Boolean.FALSE.equals(call.body().get("autocommit"))) {
            throw new CommandFailure(INVALID_OPTIONS, "a transaction needs lsid, txnNumber and autocommit: false");
        }
        SessionTransaction transaction = Boolean.TRUE.equals(call.body().get("startTransaction"))
                ? begin(session, number.longValue())
                : find(session, number.longValue());
        transaction.takeTurn();
        try {
            return switch (call.name()) {
                case "commitTransaction" -> commit(transaction);
                case "abortTransaction" -> abort(transaction);
                default -> execute(transaction, call, work);
            };
        } finally {
            transaction.endTurn();
        }
    }

    /** Aborts what a session has open. */
    void forget(Object session) {
        SessionTransaction open;
        lock.lock();
        try {
            open = bySession.remove(session);
        } finally {
            lock.unlock();
        }
        discard(open);
    }

    /** Aborts everything. */
    void forgetAll() {
        List<SessionTransaction> all;
        lock.lock();
        try {
            all = new ArrayList<>(bySession.values());
            bySession.clear();
        } finally {
            lock.unlock();
        }
        all.forEach(this::discard);
    }

    private SessionTransaction begin(Object session, long number) {
        SessionTransaction begun = new SessionTransaction(number);
        List<SessionTransaction> over = new ArrayList<>();
        lock.lock();
        try {
            SessionTransaction before = bySession.get(session);
            if (before != null && before.number >= number) {
                throw new CommandFailure(
                        TRANSACTION_TOO_OLD,
                        "Cannot start transaction " + number + " on a session whose last was " + before.number);
            }
            if (before != null) {
                over.add(before);
            }
            bySession.put(session, begun);
            evict(over);
        } finally {
            lock.unlock();
        }
        over.forEach(this::discard);
        return begun;
    }

    @GuardedBy("lock")
    private void evict(List<SessionTransaction> over) {
        if (bySession.size() > MAX_SESSIONS) {
            Object oldest = bySession.keySet().iterator().next();
            over.add(bySession.remove(oldest));
        }
    }

    private SessionTransaction find(Object session, long number) {
        lock.lock();
        try {
            SessionTransaction known = bySession.get(session);
            if (known == null || known.number != number) {
                throw none(number, "does not match any in-progress transactions");
            }
            return known;
        } finally {
            lock.unlock();
        }
    }

    private Document execute(SessionTransaction transaction, EngineCall call, Work work) throws SQLException {
        if (transaction.state != State.ACTIVE) {
            throw none(transaction.number, "has been " + transaction.state);
        }
        if (!ALLOWED.contains(call.name())) {
            throw new CommandFailure(
                    NOT_IN_TRANSACTION, "Cannot run '" + call.name() + "' in a multi-document transaction.");
        }
        boolean sound = false;
        try {
            Document reply = work.run(new Lease(connectionOf(transaction), transaction));
            requireNoConflict(reply);
            sound = !reply.containsKey("writeErrors");
            return reply;
        } catch (SQLException e) {
            throw labelled(SqlErrors.of(e));
        } finally {
            if (!sound) {
                rollBack(transaction);
            }
        }
    }

    /** The extension takes a conflict for an error of one statement; on a server it fails the command. */
    private static void requireNoConflict(Document reply) {
        if (reply.get("writeErrors") instanceof List<?> errors) {
            for (Object error : errors) {
                if (error instanceof Document entry && Objects.equals(entry.get("code"), WRITE_CONFLICT)) {
                    throw labelled(new CommandFailure(WRITE_CONFLICT, "WriteConflict error: " + entry.get("errmsg")));
                }
            }
        }
    }

    private Connection connectionOf(SessionTransaction transaction) throws SQLException {
        Connection connection = transaction.connection;
        if (connection == null) {
            connection = connections.take();
            transaction.connection = connection;
            connection.setAutoCommit(false);
            Sql.run(connection, "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ");
            Sql.run(connection, "SET LOCAL lock_timeout = " + LOCK_WAIT_MILLIS);
        }
        return connection;
    }

    private Document commit(SessionTransaction transaction) {
        if (transaction.state == State.ABORTED) {
            throw none(transaction.number, "has been aborted");
        }
        Connection connection = transaction.connection;
        try {
            if (connection != null) {
                connection.commit();
            }
            end(transaction, State.COMMITTED);
            return new Document();
        } catch (SQLException e) {
            rollBack(transaction);
            throw labelled(SqlErrors.of(e));
        }
    }

    private Document abort(SessionTransaction transaction) {
        switch (transaction.state) {
            case COMMITTED ->
                throw new CommandFailure(
                        TRANSACTION_COMMITTED, "Transaction " + transaction.number + " has been committed.");
            case ABORTED -> throw none(transaction.number, "has been aborted");
            default -> rollBack(transaction);
        }
        return new Document();
    }

    private void discard(@Nullable SessionTransaction transaction) {
        if (transaction == null) {
            return;
        }
        transaction.takeTurn();
        try {
            if (transaction.state == State.ACTIVE) {
                rollBack(transaction);
            }
        } finally {
            transaction.endTurn();
        }
    }

    private void rollBack(SessionTransaction transaction) {
        Connection connection = transaction.connection;
        try {
            if (connection != null) {
                connection.rollback();
            }
        } catch (SQLException e) {
            // the database rolls back what is left when the connection is closed
            transaction.connection = null;
            connections.discard(connection);
        }
        end(transaction, State.ABORTED);
    }

    private void end(SessionTransaction transaction, State how) {
        transaction.state = how;
        Connection connection = transaction.connection;
        transaction.connection = null;
        atEnd.accept(transaction);
        if (connection == null) {
            return;
        }
        try {
            connection.setAutoCommit(true);
            connections.giveBack(connection);
        } catch (SQLException e) {
            connections.discard(connection);
        }
    }

    private static CommandFailure labelled(CommandFailure failure) {
        return failure.code() == WRITE_CONFLICT ? failure.labelled(TRANSIENT) : failure;
    }

    private static CommandFailure none(long number, String why) {
        return new CommandFailure(NO_SUCH_TRANSACTION, "Given transaction number " + number + " " + why)
                .labelled(TRANSIENT);
    }
}
