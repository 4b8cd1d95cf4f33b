package io.github.mooring.unified;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * Operations of the runner itself. Several threads of one case may use it.
 *
 * @see <a href="https://github.com/mongodb/specifications/blob/master/source/unified-test-format/unified-test-format.md#special-test-operations">
 *     Unified Test Format: special test operations</a>
 */
final class RunnerOperations {
    /** How long a case waits for a thread to end. */
    private static final Duration THREAD_PATIENCE = Duration.ofSeconds(40);

    private final Entities entities;
    private final OperationRunner operations;
    private final EventMatcher matcher;
    private final EntityFactory factory;
    private final SessionAssertions sessions;
    /** How long a case waits for what must happen. */
    private final Duration patience;

    RunnerOperations(
            Entities entities, TestLab lab, OperationRunner operations, EventMatcher matcher, Duration patience) {
        this.entities = entities;
        this.operations = operations;
        this.matcher = matcher;
        this.patience = patience;
        this.factory = new EntityFactory(entities, lab);
        this.sessions = new SessionAssertions(entities, lab);
    }

    /** Runs it; null if it is none of these. */
    @Nullable
    Result run(String name, Arguments arguments) throws Exception {
        switch (name) {
            case "failPoint" -> failPoint(arguments);
            case "createEntities" -> createEntities(arguments);
            case "wait" -> TimeUnit.MILLISECONDS.sleep(arguments.number("ms")); // the case's own wish
            case "runOnThread" -> runOnThread(arguments);
            case "waitForThread" -> thread(arguments).join(THREAD_PATIENCE);
            case "waitForEvent" -> waitForEvent(arguments);
            case "assertEventCount" -> assertEventCount(arguments);
            case "assertNumberConnectionsCheckedOut" -> assertCheckedOut(arguments);
            default -> {
                return sessions.run(name, arguments) ? Result.NOTHING : null;
            }
        }
        return Result.NOTHING;
    }

    private void failPoint(Arguments arguments) {
        ClientEntity client = client(arguments);
        BsonDocument command = arguments.document("failPoint");
        arguments.end();
        client.runAtPrimary("admin", command);
    }

    private void createEntities(Arguments arguments) {
        for (BsonValue described : arguments.documents("entities")) {
            factory.create(described);
        }
    }

    private ClientEntity client(Arguments arguments) {
        return entities.get(arguments.text("client"), ClientEntity.class);
    }

    private ThreadEntity thread(Arguments arguments) {
        return entities.get(arguments.text("thread"), ThreadEntity.class);
    }

    private void runOnThread(Arguments arguments) {
        BsonDocument operation = arguments.document("operation");
        thread(arguments).submit(() -> operations.run(operation));
    }

    private Predicate<Event> event(Arguments arguments) {
        BsonDocument expected = arguments.document("event");
        return actual -> matcher.matches(expected, actual);
    }

    private void waitForEvent(Arguments arguments) throws InterruptedException {
        EventRecorder heard = client(arguments).events();
        int count = arguments.number("count");
        check(arguments, count, heard.await(count, event(arguments), patience) >= count, heard);
    }

    private void assertEventCount(Arguments arguments) {
        EventRecorder heard = client(arguments).events();
        int count = arguments.number("count");
        check(arguments, count, heard.count(event(arguments)) == count, heard);
    }

    private static void check(Arguments arguments, int count, boolean met, EventRecorder heard) {
        arguments.end();
        if (!met) {
            throw new AssertionError(
                    "expected " + count + " times " + arguments.document("event") + " of " + heard.events());
        }
    }

    private void assertCheckedOut(Arguments arguments) {
        int expected = arguments.number("connections");
        int actual = client(arguments).connectionsCheckedOut();
        arguments.end();
        if (actual != expected) {
            throw new AssertionError("operations hold " + actual + " connections, expected " + expected);
        }
    }
}
