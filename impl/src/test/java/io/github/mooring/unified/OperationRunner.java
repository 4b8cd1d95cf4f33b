package io.github.mooring.unified;

import io.github.mooring.api.MongoException;
import io.github.mooring.api.MongoSession;
import java.time.Duration;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Set;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * Carries out one operation after the other and compares what comes of each. Several threads of one case may use it.
 *
 * @see <a href="https://github.com/mongodb/specifications/blob/master/source/unified-test-format/unified-test-format.md#operation">
 *     Unified Test Format: operation</a>
 */
final class OperationRunner {
    private static final Set<String> FIELDS = Set.of(
            "name", "object", "arguments", "expectResult", "expectError", "ignoreResultAndError", "saveResultAsEntity");

    private final Entities entities;
    private final RunnerOperations ofRunner;
    private final SessionOperations ofSessions;
    private final Matcher matcher;
    private final ErrorMatcher errors;

    OperationRunner(Entities entities, Matcher matcher, TestLab lab, Duration patience) {
        this.entities = entities;
        this.matcher = matcher;
        this.errors = new ErrorMatcher(matcher);
        this.ofSessions = new SessionOperations(this);
        this.ofRunner = new RunnerOperations(entities, lab, this, new EventMatcher(matcher), patience);
    }

    /** Carries out operations in their order. */
    void runAll(List<? extends BsonValue> operations) throws Exception {
        for (BsonValue operation : operations) {
            run(operation.asDocument());
        }
    }

    /** Carries out one of a callback: throws what it has ended in as well, although that was expected. */
    void runWithin(BsonDocument operation) throws Exception {
        Exception error = ended(operation);
        if (error != null) {
            throw error;
        }
    }

    /** Carries out one, and throws if it does not end as is expected. */
    void run(BsonDocument operation) throws Exception {
        Exception unused = ended(operation);
    }

    /** What it has ended in, if that was an error. */
    private @Nullable Exception ended(BsonDocument operation) throws Exception {
        check(operation);
        Result result = null;
        Exception error = null;
        try {
            result = perform(operation);
        } catch (MongoException | IllegalArgumentException | NoSuchElementException e) {
            error = e;
        }
        if (operation.getBoolean("ignoreResultAndError", BsonBoolean.FALSE).getValue()) {
            return error;
        }
        if (operation.containsKey("expectError")) {
            checkError(operation, result, error);
        } else if (error != null) {
            throw error;
        } else if (result != null) {
            keep(operation, result);
        }
        return error;
    }

    private static void check(BsonDocument operation) {
        for (String field : operation.keySet()) {
            if (!FIELDS.contains(field)) {
                throw new InvalidCaseException("an operation cannot have " + field);
            }
        }
        boolean expects = operation.containsKey("expectResult") || operation.containsKey("saveResultAsEntity");
        if (expects && (operation.containsKey("expectError") || operation.containsKey("ignoreResultAndError"))) {
            throw new InvalidCaseException("an operation cannot have both a result and an error: " + operation);
        }
    }

    private void checkError(BsonDocument operation, @Nullable Result result, @Nullable Exception error) {
        BsonDocument expected = operation.getDocument("expectError");
        if (error == null) {
            String value = result == null ? "nothing" : result.value().toString();
            throw new AssertionError("expected the error " + expected + ", not a result: " + value);
        }
        errors.check(expected, error);
    }

    private void keep(BsonDocument operation, Result result) {
        if (operation.containsKey("expectResult")) {
            matcher.checkResult("the result", Objects.requireNonNull(operation.get("expectResult")), result);
        }
        if (operation.containsKey("saveResultAsEntity")) {
            entities.add(operation.getString("saveResultAsEntity").getValue(), result.kept());
        }
    }

    private Result perform(BsonDocument operation) throws Exception {
        String name = operation.getString("name").getValue();
        String object = operation.getString("object").getValue();
        Arguments arguments = new Arguments(name, operation.getDocument("arguments", new BsonDocument()));
        Result result =
                object.equals("testRunner") ? ofRunner.run(name, arguments) : of(entities.get(object), name, arguments);
        if (result == null) {
            throw new LackingException("operation " + name);
        }
        return result;
    }

    private @Nullable Result of(Object entity, String name, Arguments arguments) throws Exception {
        if (entity instanceof SessionEntity session) {
            return ofSessions.run(name, session, arguments);
        }
        String given = arguments.with(
                "", "session", (none, session) -> session.asString().getValue());
        if (given.isEmpty()) {
            return outside(entity, name, arguments);
        }
        SessionEntity session = entities.get(given, SessionEntity.class);
        return session.setAs(settingsOf(entity), () -> outside(through(session.session(), entity), name, arguments));
    }

    private static MongoSession settingsOf(Object entity) {
        if (entity instanceof DatabaseEntity database) {
            return database.session();
        }
        return entity instanceof CollectionEntity collection ? collection.session() : ((ClientEntity) entity).session();
    }

    /** What an operation works on, seen through a session. */
    private static Object through(MongoSession session, Object entity) {
        if (entity instanceof DatabaseEntity database) {
            return new DatabaseEntity(
                    session, session.getDatabase(database.database().getName()));
        } else if (entity instanceof CollectionEntity collection) {
            return collection.through(session);
        }
        throw new LackingException("operations of clients in sessions");
    }

    private static @Nullable Result outside(Object entity, String name, Arguments arguments) {
        if (entity instanceof ClientEntity client) {
            return ClientOperations.run(name, client, arguments);
        } else if (entity instanceof DatabaseEntity database) {
            return ClientOperations.run(name, database.database(), arguments);
        } else if (entity instanceof CollectionEntity collection) {
            return ofCollection(name, collection, arguments);
        } else if (entity instanceof CursorEntity cursor) {
            return CursorOperations.run(name, cursor.cursor(), arguments);
        }
        throw new InvalidCaseException("nothing that has operations: " + entity);
    }

    private static @Nullable Result ofCollection(String name, CollectionEntity entity, Arguments arguments) {
        Result result = CollectionReads.run(name, entity.collection(), arguments);
        if (result == null) {
            result = CollectionWrites.run(name, entity.collection(), arguments);
        }
        return result == null ? CollectionFindAndModify.run(name, entity.collection(), arguments) : result;
    }
}
