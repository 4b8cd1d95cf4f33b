package io.github.mooring.testkit.documentdb;

import de.bwaldvogel.mongo.backend.DefaultQueryMatcher;
import de.bwaldvogel.mongo.bson.Document;
import io.github.mooring.testkit.engine.CommandFailure;
import io.github.mooring.testkit.engine.EngineCall;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Commands that open no cursor, each by a function of the extension. Immutable. */
final class Commands {
    static final Set<String> NAMES = Set.of(
            "insert",
            "update",
            "delete",
            "findAndModify",
            "count",
            "distinct",
            "create",
            "drop",
            "dropDatabase",
            "renameCollection",
            "createIndexes",
            "dropIndexes",
            "listDatabases",
            "collStats",
            "dbStats",
            "validate");

    private static final int UNAUTHORIZED = 13;
    private static final int INVALID_NAMESPACE = 73;
    private static final int UNKNOWN_ERROR = 8;

    private final Names names;

    Commands(Names names) {
        this.names = names;
    }

    Document run(Connection connection, EngineCall call) throws SQLException {
        String database = names.inside(call.database());
        Document body = call.body();
        return switch (call.name()) {
            case "insert", "update", "delete" -> write(connection, call, database);
            case "findAndModify" ->
                Sql.document(
                        connection,
                        "SELECT p_result::bytea FROM documentdb_api.find_and_modify(?, ?::bytea)",
                        database,
                        body);
            case "count", "distinct" ->
                Sql.document(
                        connection,
                        "SELECT document::bytea FROM documentdb_api." + call.name() + "_query(?, ?::bytea)",
                        database,
                        body);
            case "listDatabases" -> listDatabases(connection, call);
            case "collStats" ->
                Sql.document(
                        connection,
                        "SELECT documentdb_api.coll_stats(?, ?, ?)::bytea",
                        database,
                        Names.collection(call),
                        scale(body));
            case "dbStats" ->
                Sql.document(connection, "SELECT documentdb_api.db_stats(?, ?)::bytea", database, scale(body));
            case "validate" ->
                Sql.document(
                        connection, "SELECT document::bytea FROM documentdb_api.validate(?, ?::bytea)", database, body);
            default -> define(connection, call, database);
        };
    }

    private Document define(Connection connection, EngineCall call, String database) throws SQLException {
        Document body = call.body();
        return switch (call.name()) {
            case "create" ->
                Sql.document(
                        connection, "SELECT documentdb_api.create_collection_view(?, ?::bytea)::bytea", database, body);
            case "drop" -> drop(connection, call, database);
            case "dropDatabase" -> dropDatabase(connection, call.database());
            case "renameCollection" -> rename(connection, call);
            case "createIndexes" -> createIndexes(connection, database, body);
            case "dropIndexes" ->
                Sql.query(
                        connection,
                        "CALL documentdb_api.drop_indexes(?, ?::bytea, NULL)",
                        row -> Sql.fromText(row.getString(1)),
                        database,
                        body);
            default -> throw new CommandFailure(59, "no such command: '" + call.name() + "'");
        };
    }

    private static Document write(Connection connection, EngineCall call, String database) throws SQLException {
        Document reply = Sql.document(
                connection,
                "SELECT p_result::bytea FROM documentdb_api." + call.name() + "(?, ?::bytea)",
                database,
                call.body());
        SqlErrors.translateWriteErrors(reply);
        return reply;
    }

    private static Document drop(Connection connection, EngineCall call, String database) throws SQLException {
        String collection = Names.collection(call);
        boolean existed = Sql.truth(connection, "SELECT documentdb_api.drop_collection(?, ?)", database, collection);
        return existed ? new Document("ns", call.database() + "." + collection) : new Document();
    }

    Document dropDatabase(Connection connection, String database) throws SQLException {
        Sql.query(connection, "SELECT documentdb_api.drop_database(?)", row -> row.wasNull(), names.inside(database));
        return new Document("dropped", database);
    }

    private Document rename(Connection connection, EngineCall call) throws SQLException {
        requireAdmin(call);
        Document body = new Document(call.body());
        body.put("renameCollection", inside(call.argument()));
        body.put("to", inside(body.get("to")));
        Sql.document(connection, "SELECT documentdb_api.rename_collection(?::bytea)::bytea", body);
        return new Document();
    }

    private String inside(@Nullable Object namespace) {
        if (namespace instanceof String name && name.indexOf('.') > 0) {
            return names.inside(name);
        }
        throw new CommandFailure(INVALID_NAMESPACE, "Invalid namespace specified '" + namespace + "'");
    }

    /** At once, and not by the background worker that the extension would leave it to. */
    private static Document createIndexes(Connection connection, String database, Document body) throws SQLException {
        Document reply = Sql.document(
                connection,
                "SELECT documentdb_api_internal.create_indexes_non_concurrently(?, ?::bytea)::bytea",
                database,
                body);
        Document shard = reply.get("raw") instanceof Document raw && raw.get("defaultShard") instanceof Document only
                ? only
                : reply;
        if (shard.get("ok") instanceof Number ok && ok.intValue() != 1) {
            int code = shard.get("code") instanceof Integer packed ? SqlErrors.codeOf(packed) : UNKNOWN_ERROR;
            throw new CommandFailure(code, String.valueOf(shard.get("errmsg")));
        }
        return shard;
    }

    private Document listDatabases(Connection connection, EngineCall call) throws SQLException {
        requireAdmin(call);
        boolean nameOnly = Boolean.TRUE.equals(call.body().get("nameOnly"));
        Document filter = call.body().get("filter") instanceof Document given ? given : new Document();
        DefaultQueryMatcher matcher = new DefaultQueryMatcher();
        List<Document> found = new ArrayList<>();
        for (Document database : databases(connection)) {
            if (matcher.matches(database, filter)) {
                found.add(nameOnly ? new Document("name", database.get("name")) : database);
            }
        }
        return new Document("databases", found);
    }

    /** This engine's databases, as clients see them. */
    List<Document> databases(Connection connection) throws SQLException {
        Document reply = Sql.document(
                connection, "SELECT documentdb_api.list_databases(?::bytea)::bytea", new Document("listDatabases", 1));
        List<Document> own = new ArrayList<>();
        if (reply.get("databases") instanceof List<?> all) {
            for (Object one : all) {
                if (one instanceof Document database
                        && database.get("name") instanceof String name
                        && name.startsWith(names.prefix)) {
                    database.put("name", names.outside(name));
                    own.add(database);
                }
            }
        }
        return own;
    }

    private static double scale(Document body) {
        return body.get("scale") instanceof Number scale ? scale.doubleValue() : 1;
    }

    private static void requireAdmin(EngineCall call) {
        if (!call.database().equals("admin")) {
            throw new CommandFailure(UNAUTHORIZED, call.name() + " may only be run against the admin database.");
        }
    }
}
