package io.github.mooring.testkit.documentdb;

import de.bwaldvogel.mongo.bson.Document;
import io.github.mooring.testkit.bson.MalformedBsonException;
import io.github.mooring.testkit.bson.UnsupportedBsonException;
import io.github.mooring.testkit.engine.CommandFailure;
import io.github.mooring.testkit.engine.Engine;
import io.github.mooring.testkit.engine.EngineCall;
import io.github.mooring.testkit.engine.Namespaces;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The data engine of a real database: PostgreSQL with the DocumentDB extension, through its SQL functions.
 *
 * <p>It needs such a server, which {@code testkit/documentdb/provision.sh start} provides, and PostgreSQL's JDBC driver
 * ({@code org.postgresql:postgresql}) on the class path. Several engines on one server share no data: the names of each
 * one's databases begin with a prefix of its own in there.
 *
 * <p>It has transactions, and much that {@link io.github.mooring.testkit.engine.MemoryEngine} refuses. Taken without effect,
 * as there is one node: {@code readConcern}, {@code writeConcern}; the members of a lab that work on it cannot lag. Indexes
 * are built at once. Cursors never expire.
 *
 * <p>Thread-safe: commands run side by side, as many as there are connections.
 */
public final class DocumentDbEngine implements Engine {
    /** The system property that names the server, as a JDBC URL. */
    public static final String URL_PROPERTY = "testkit.documentdb.url";

    /** Where {@code provision.sh} starts one unless told otherwise. */
    public static final String DEFAULT_URL = "jdbc:postgresql://127.0.0.1:9712/postgres?user=postgres";

    private static final int UNKNOWN_ERROR = 8;

    private static final Map<String, String> CURSOR_FUNCTIONS = Map.of(
            "find", "find",
            "aggregate", "aggregate",
            "listCollections", "list_collections",
            "listIndexes", "list_indexes");

    private static final Set<String> CURSORS_AND_SESSIONS =
            Set.of("getMore", "killCursors", "commitTransaction", "abortTransaction", "killSessions");

    /** Means nothing to a single node without versions of its interface, or is carried out here. */
    private static final List<String> NOT_FOR_EXTENSION = List.of(
            "$db",
            "lsid",
            "txnNumber",
            "autocommit",
            "startTransaction",
            "$clusterTime",
            "$readPreference",
            "readConcern",
            "writeConcern",
            "apiVersion",
            "apiStrict",
            "apiDeprecationErrors",
            "maxTimeMS");

    private final Names names = new Names();
    private final Commands commands = new Commands(names);
    private final Connections connections;
    private final OpenCursors cursors;
    private final SessionTransactions transactions;

    private DocumentDbEngine(String url) {
        connections = new Connections(url);
        cursors = new OpenCursors(connections);
        transactions = new SessionTransactions(connections, cursors::endOf);
    }

    /**
     * An empty engine on the server that {@value #URL_PROPERTY} names, {@value #DEFAULT_URL} by default.
     *
     * @throws IllegalStateException if no such server answers, with advice how to get one
     */
    public static DocumentDbEngine connect() {
        return connect(System.getProperty(URL_PROPERTY, DEFAULT_URL));
    }

    /**
     * An empty engine on this server.
     *
     * @throws IllegalStateException if no such server answers, with advice how to get one
     */
    public static DocumentDbEngine connect(String url) {
        DocumentDbEngine engine = new DocumentDbEngine(url);
        try {
            Connection connection = engine.connections.take();
            Sql.query(connection, "SELECT documentdb_api.binary_version()", row -> row.getString(1));
            engine.connections.giveBack(connection);
            return engine;
        } catch (SQLException e) {
            engine.connections.close();
            throw new IllegalStateException(
                    "no PostgreSQL with the DocumentDB extension answers at " + withoutParameters(url) + ": "
                            + e.getMessage()
                            + ". Start one with testkit/documentdb/provision.sh start, or name another with -D"
                            + URL_PROPERTY + "; org.postgresql:postgresql must be on the class path",
                    e);
        }
    }

    @Override
    public boolean supports(String command) {
        return Commands.NAMES.contains(command)
                || CURSOR_FUNCTIONS.containsKey(command)
                || CURSORS_AND_SESSIONS.contains(command);
    }

    @Override
    public boolean hasTransactions() {
        return true;
    }

    @Override
    public Document execute(EngineCall call) {
        Namespaces.requireDatabase(call.database());
        try {
            Document reply = names.outside(dispatch(call));
            reply.remove("ok");
            return reply.append("ok", 1.0);
        } catch (SQLException e) {
            throw outside(SqlErrors.of(e));
        } catch (CommandFailure e) {
            throw outside(e);
        } catch (UnsupportedBsonException e) {
            throw new CommandFailure(e.code(), "in a result: " + e.getMessage());
        } catch (MalformedBsonException e) {
            throw new CommandFailure(UNKNOWN_ERROR, "the extension has answered with what is " + e.getMessage());
        }
    }

    private CommandFailure outside(CommandFailure failure) {
        return new CommandFailure(failure.code(), failure.codeName(), names.outside(failure.text()), failure.labels());
    }

    private Document dispatch(EngineCall call) throws SQLException {
        if (call.name().equals("killSessions")) {
            return killSessions(call);
        }
        EngineCall plain = plain(call);
        boolean ends = call.name().equals("commitTransaction") || call.name().equals("abortTransaction");
        return ends || call.body().containsKey("autocommit")
                ? transactions.run(call, lease -> within(lease, call, plain))
                : alone(call, plain);
    }

    private Document alone(EngineCall call, EngineCall plain) throws SQLException {
        if (call.name().equals("getMore")) {
            return cursors.getMore(plain, names.inside(call.database()), null);
        }
        if (call.name().equals("killCursors")) {
            return cursors.kill(plain);
        }
        Lease lease = new Lease(connections.take(), null);
        try {
            return within(lease, call, plain);
        } finally {
            if (!lease.kept) {
                connections.giveBack(lease.connection);
            }
        }
    }

    private Document within(Lease lease, EngineCall call, EngineCall plain) throws SQLException {
        if (!(call.body().get("maxTimeMS") instanceof Number limit) || limit.longValue() <= 0) {
            return carryOut(lease, plain);
        }
        Sql.run(lease.connection, "SET statement_timeout = " + Math.min(limit.longValue(), Integer.MAX_VALUE));
        boolean done = false;
        try {
            Document reply = carryOut(lease, plain);
            done = true;
            return reply;
        } finally {
            // a transaction that has failed takes no statement any more, and its end takes the setting back
            if (done || lease.owner == null) {
                Sql.run(lease.connection, "RESET statement_timeout");
            }
        }
    }

    private Document carryOut(Lease lease, EngineCall call) throws SQLException {
        String database = names.inside(call.database());
        String function = CURSOR_FUNCTIONS.get(call.name());
        if (function != null) {
            names.enter(call.body().get("pipeline"));
            return cursors.first(lease, function, call, database);
        }
        return switch (call.name()) {
            case "getMore" -> cursors.getMore(call, database, lease.owner);
            case "killCursors" -> cursors.kill(call);
            default -> {
                Document reply = commands.run(lease.connection, call);
                killCursorsOfDropped(call);
                yield reply;
            }
        };
    }

    private void killCursorsOfDropped(EngineCall call) {
        switch (call.name()) {
            case "drop" -> cursors.kill((call.database() + "." + call.argument())::equals);
            case "dropDatabase" -> cursors.kill(namespace -> namespace.startsWith(call.database() + "."));
            case "renameCollection" -> cursors.kill(call.argument()::equals);
            default -> {}
        }
    }

    private Document killSessions(EngineCall call) {
        if (call.argument() instanceof List<?> sessions) {
            for (Object session : sessions) {
                @Nullable Object id = session instanceof Document document ? document.get("id") : null;
                if (id != null) {
                    transactions.forget(id);
                }
            }
        }
        return new Document();
    }

    private static EngineCall plain(EngineCall call) {
        Document body = new Document(call.body());
        NOT_FOR_EXTENSION.forEach(body::remove);
        return new EngineCall(call.name(), call.database(), body);
    }

    @Override
    public int openCursors() {
        return cursors.size();
    }

    /** Aborts transactions, kills cursors, drops this engine's databases and closes its connections. */
    @Override
    public void close() {
        transactions.forgetAll();
        cursors.killAll();
        try {
            Connection connection = connections.take();
            for (Document database : commands.databases(connection)) {
                commands.dropDatabase(connection, String.valueOf(database.get("name")));
            }
            connections.giveBack(connection);
        } catch (SQLException e) {
            throw new IllegalStateException("could not drop what the engine has stored: " + e.getMessage(), e);
        } finally {
            connections.close();
        }
    }

    /** A URL may carry a password among its parameters. */
    private static String withoutParameters(String url) {
        int parameters = url.indexOf('?');
        return parameters < 0 ? url : url.substring(0, parameters);
    }
}
