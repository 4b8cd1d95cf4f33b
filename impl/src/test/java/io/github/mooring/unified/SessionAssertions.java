package io.github.mooring.unified;

import io.github.mooring.api.ServerAddress;
import io.github.mooring.connection.Connection;
import io.github.mooring.pool.Lease;
import io.github.mooring.session.Transaction;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/** Operations of the runner that look at sessions. Used by one thread at a time. */
final class SessionAssertions {
    private final Entities entities;
    private final TestLab lab;

    SessionAssertions(Entities entities, TestLab lab) {
        this.entities = entities;
        this.lab = lab;
    }

    /** Runs it; false if it is none of these. */
    boolean run(String name, Arguments arguments) {
        switch (name) {
            case "targetedFailPoint" -> targetedFailPoint(arguments);
            case "assertSessionTransactionState" -> assertState(arguments);
            case "assertSessionPinned" -> assertPinned(arguments, true);
            case "assertSessionUnpinned" -> assertPinned(arguments, false);
            case "assertSameLsidOnLastTwoCommands" -> assertLsids(arguments, true);
            case "assertDifferentLsidOnLastTwoCommands" -> assertLsids(arguments, false);
            case "assertCollectionExists" -> assertCollection(arguments, true);
            case "assertCollectionNotExists" -> assertCollection(arguments, false);
            default -> {
                return false;
            }
        }
        return true;
    }

    private SessionEntity session(Arguments arguments) {
        return entities.get(arguments.text("session"), SessionEntity.class);
    }

    /** At the mongos that the transaction is bound to. */
    private void targetedFailPoint(Arguments arguments) {
        Transaction transaction = Objects.requireNonNull(session(arguments).transaction(), "no transaction");
        BsonDocument failPoint = arguments.document("failPoint");
        arguments.end();
        ServerAddress server = transaction.server();
        if (server == null) {
            Lease<Connection> connection = Objects.requireNonNull(transaction.connection(), "it is not bound");
            server = connection.resource().description().server();
        }
        lab.runAt(server, failPoint);
    }

    private void assertState(Arguments arguments) {
        Transaction last = session(arguments).transaction();
        String expected = arguments.text("state");
        arguments.end();
        String actual = last == null ? "none" : last.state().name().toLowerCase(Locale.ROOT);
        require(actual.equals(expected), "the transaction is " + actual + ", expected " + expected);
    }

    private void assertPinned(Arguments arguments, boolean expected) {
        Transaction last = session(arguments).transaction();
        arguments.end();
        require((last != null && last.isPinned()) == expected, "pinned: " + !expected + ", expected " + expected);
    }

    private void assertLsids(Arguments arguments, boolean same) {
        ClientEntity client = entities.get(arguments.text("client"), ClientEntity.class);
        arguments.end();
        List<BsonValue> ids = client.events().events().stream()
                .filter(event -> event.name().equals("commandStartedEvent"))
                .map(event -> event.fields().getDocument("command").get("lsid"))
                .toList();
        @Nullable BsonValue last = ids.get(ids.size() - 1);
        @Nullable BsonValue before = ids.get(ids.size() - 2);
        require(last != null && before != null, "a command without lsid: " + ids);
        require(Objects.equals(last, before) == same, "lsid " + before + " and " + last);
    }

    private void assertCollection(Arguments arguments, boolean expected) {
        String database = arguments.text("databaseName");
        String collection = arguments.text("collectionName");
        arguments.end();
        boolean there = lab.collections(database).contains(collection);
        require(there == expected, database + "." + collection + " exists: " + there + ", expected " + expected);
    }

    private static void require(boolean met, String otherwise) {
        if (!met) {
            throw new AssertionError(otherwise);
        }
    }
}
