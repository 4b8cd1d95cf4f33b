package io.github.mooring.testkit.documentdb;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import de.bwaldvogel.mongo.bson.Document;
import io.github.mooring.testkit.engine.CommandFailure;
import io.github.mooring.testkit.engine.EngineCall;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Cursors between two of their batches.
 *
 * <p>Most are nothing but a place in a scan, which the extension gives out and takes back as a document. Some live in the
 * connection that has opened them and keep it. Those of a transaction are read in advance and end with it. Thread-safe.
 */
final class OpenCursors {
    private static final int TYPE_MISMATCH = 14;
    private static final int UNAUTHORIZED = 13;
    private static final int CURSOR_NOT_FOUND = 43;
    private static final int REST_BATCH = 10_000;
    private static final int OTHER_TRANSACTION = 50741;

    private final Connections connections;
    /** Never held over a call of the database. */
    private final ReentrantLock lock = new ReentrantLock();

    /** One that a getMore works on is not in here meanwhile. */
    @GuardedBy("lock")
    private final Map<Long, Cursor> open = new HashMap<>();

    /**
     * One cursor.
     *
     * @param namespace as clients see it
     * @param continuation where the next batch begins, in the extension's words
     * @param home the connection that it lives in; null if any will do
     * @param owner the transaction that it belongs to; null for none
     * @param rest what is still to come if that has been read already; null otherwise
     */
    private record Cursor(
            String namespace,
            ByteBuffer continuation,
            @Nullable Connection home,
            @Nullable SessionTransaction owner,
            @Nullable BufferedResult rest) {}

    /** A page of a result: its reply, and where the next one begins, null if there is none. */
    private record Page(Document reply, @Nullable ByteBuffer continuation, boolean stays, long id) {}

    OpenCursors(Connections connections) {
        this.connections = connections;
    }

    /** Runs a command that opens a cursor, by the function of this name. */
    Document first(Lease lease, String function, EngineCall call, String database) throws SQLException {
        Page page = Sql.query(
                lease.connection,
                "SELECT cursorpage::bytea, continuation::bytea, persistconnection, cursorid FROM documentdb_api."
                        + function + "_cursor_first_page(?, ?::bytea)",
                row -> new Page(Sql.document(row, 1), bytes(row), row.getBoolean(3), row.getLong(4)),
                database,
                call.body());
        ByteBuffer continuation = page.continuation();
        if (continuation == null) {
            return page.reply();
        }
        String namespace = call.database() + "." + call.argument();
        if (lease.owner != null) {
            BufferedResult rest = rest(lease.connection, database, page, continuation);
            put(page.id(), new Cursor(namespace, continuation, null, lease.owner, rest));
        } else {
            lease.kept = page.stays();
            put(page.id(), new Cursor(namespace, continuation, page.stays() ? lease.connection : null, null, null));
        }
        return page.reply();
    }

    /** Reads the rest at once, as a connection holds one such cursor at a time, and a transaction has one connection. */
    private static BufferedResult rest(Connection connection, String database, Page first, ByteBuffer begin)
            throws SQLException {
        Object namespace = first.reply().get("cursor") instanceof Document cursor ? cursor.get("ns") : null;
        String collection = String.valueOf(namespace).substring(database.length() + 1);
        Document body = new Document("getMore", first.id())
                .append("collection", collection)
                .append("batchSize", REST_BATCH);
        BufferedResult rest = new BufferedResult();
        for (ByteBuffer at = begin; at != null; ) {
            Page page = next(connection, body, database, at);
            rest.add(page.reply());
            at = page.continuation();
        }
        return rest;
    }

    /** The next batch; {@code owner} is the transaction in which it was asked for. */
    Document getMore(EngineCall call, String database, @Nullable SessionTransaction owner) throws SQLException {
        if (!(call.argument() instanceof Long id)) {
            throw new CommandFailure(TYPE_MISMATCH, "'getMore.getMore' must be a long, not " + call.argument());
        }
        Cursor cursor = take(id, call.database() + "." + call.body().get("collection"), owner);
        BufferedResult rest = cursor.rest();
        if (rest != null) {
            Document reply = rest.next(id, cursor.namespace(), call.body());
            if (!rest.isEmpty()) {
                put(id, cursor);
            }
            return reply;
        }
        Connection home = cursor.home();
        Connection connection = home == null ? connections.take() : home;
        Page page = null;
        try {
            page = next(connection, call.body(), database, cursor.continuation());
            return page.reply();
        } finally {
            after(id, cursor, connection, page);
        }
    }

    private static Page next(Connection connection, Document getMore, String database, ByteBuffer continuation)
            throws SQLException {
        return Sql.query(
                connection,
                "SELECT cursorpage::bytea, continuation::bytea FROM documentdb_api.cursor_get_more(?, ?::bytea, ?::bytea)",
                row -> new Page(Sql.document(row, 1), bytes(row), false, 0),
                database,
                getMore,
                bytes(continuation));
    }

    private static byte[] bytes(ByteBuffer continuation) {
        byte[] bytes = new byte[continuation.remaining()];
        continuation.duplicate().get(bytes);
        return bytes;
    }

    private static @Nullable ByteBuffer bytes(ResultSet row) throws SQLException {
        byte[] continuation = row.getBytes(2);
        return continuation == null ? null : ByteBuffer.wrap(continuation);
    }

    /** Keeps a cursor that is not at its end; lets its connection go if it does not need it any more. */
    private void after(long id, Cursor cursor, Connection connection, @Nullable Page page) {
        ByteBuffer continuation = page == null ? null : page.continuation();
        if (continuation != null) {
            put(id, new Cursor(cursor.namespace(), continuation, cursor.home(), cursor.owner(), null));
        }
        boolean lives = continuation != null && cursor.home() != null;
        if (cursor.owner() != null || lives) {
            return;
        }
        if (page == null) {
            connections.discard(connection);
        } else {
            connections.giveBack(connection);
        }
    }

    Document kill(EngineCall call) {
        List<Object> killed = new ArrayList<>();
        List<Object> notFound = new ArrayList<>();
        String namespace = call.database() + "." + call.argument();
        if (call.body().get("cursors") instanceof List<?> ids) {
            for (Object id : ids) {
                Cursor cursor = id instanceof Long number ? remove(number, namespace) : null;
                (cursor == null ? notFound : killed).add(id);
                release(cursor);
            }
        }
        return new Document("cursorsKilled", killed)
                .append("cursorsNotFound", notFound)
                .append("cursorsAlive", List.of())
                .append("cursorsUnknown", List.of());
    }

    /** Forgets the cursors of a transaction that has ended. */
    void endOf(SessionTransaction transaction) {
        lock.lock();
        try {
            open.values().removeIf(cursor -> cursor.owner() == transaction);
        } finally {
            lock.unlock();
        }
    }

    void killAll() {
        kill(namespace -> true);
    }

    /** Kills what stands on namespaces that are no more. */
    void kill(Predicate<String> namespaces) {
        List<Cursor> killed;
        lock.lock();
        try {
            killed = open.values().stream()
                    .filter(cursor -> namespaces.test(cursor.namespace()))
                    .toList();
            open.values().removeAll(killed);
        } finally {
            lock.unlock();
        }
        killed.forEach(this::release);
    }

    int size() {
        lock.lock();
        try {
            return open.size();
        } finally {
            lock.unlock();
        }
    }

    private void put(long id, Cursor cursor) {
        lock.lock();
        try {
            open.put(id, cursor);
        } finally {
            lock.unlock();
        }
    }

    private Cursor take(long id, String namespace, @Nullable SessionTransaction owner) {
        lock.lock();
        try {
            Cursor cursor = open.get(id);
            if (cursor == null) {
                throw new CommandFailure(CURSOR_NOT_FOUND, "cursor id " + id + " not found");
            }
            if (!cursor.namespace().equals(namespace)) {
                throw new CommandFailure(
                        UNAUTHORIZED,
                        "Requested getMore on namespace '" + namespace
                                + "', but cursor belongs to a different namespace " + cursor.namespace());
            }
            if (cursor.owner() != owner) {
                throw new CommandFailure(
                        OTHER_TRANSACTION, "cursor id " + id + " was not opened in the transaction that asks for more");
            }
            open.remove(id);
            return cursor;
        } finally {
            lock.unlock();
        }
    }

    private @Nullable Cursor remove(long id, String namespace) {
        lock.lock();
        try {
            Cursor cursor = open.get(id);
            return cursor != null && cursor.namespace().equals(namespace) ? open.remove(id) : null;
        } finally {
            lock.unlock();
        }
    }

    /** Closes the connection that a killed cursor lived in, and so ends it; a transaction keeps its own. */
    private void release(@Nullable Cursor cursor) {
        if (cursor != null && cursor.home() != null && cursor.owner() == null) {
            connections.discard(cursor.home());
        }
    }
}
