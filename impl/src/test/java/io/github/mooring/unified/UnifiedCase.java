package io.github.mooring.unified;

import io.github.mooring.api.MongoException;
import java.time.Duration;
import java.util.List;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonValue;

/**
 * One case of a file. Used by one thread, once.
 *
 * @see <a href="https://github.com/mongodb/specifications/blob/master/source/unified-test-format/unified-test-format.md#executing-a-test">
 *     Unified Test Format: executing a test</a>
 */
final class UnifiedCase {
    private final BsonDocument file;
    private final BsonDocument testCase;
    private final TestLabs labs;
    private final Duration patience;

    /** {@code patience} is how long it waits for an event that must come. */
    UnifiedCase(BsonDocument file, BsonDocument testCase, TestLabs labs, Duration patience) {
        this.file = file;
        this.testCase = testCase;
        this.labs = labs;
        this.patience = patience;
    }

    /**
     * Runs it.
     *
     * @throws AssertionError       if it does not hold
     * @throws InvalidCaseException if it is not in the format
     * @throws LackingException     if something is missing that it needs
     */
    void run() throws Exception {
        Version.checkFormat(file.getString("schemaVersion").getValue());
        if (testCase.containsKey("skipReason")) {
            throw new LackingException(
                    "skipReason " + testCase.getString("skipReason").getValue());
        }
        TestLab lab = labs.at(new Requirements(file, testCase).place());
        try (Entities entities = new Entities()) {
            lab.endTransactions();
            store(lab);
            run(lab, entities);
        }
    }

    /** Told apart from errors of the case, as a case can be meant to fail. */
    private void store(TestLab lab) {
        try {
            documents(file, "initialData").forEach(each -> new CaseData(lab, each).store());
        } catch (MongoException e) {
            throw new IllegalStateException("the lab does not take the case's data: " + e.getMessage(), e);
        }
    }

    private void run(TestLab lab, Entities entities) throws Exception {
        Matcher matcher = new Matcher(entities);
        EntityFactory factory = new EntityFactory(entities, lab);
        try {
            documents(file, "createEntities").forEach(factory::create);
            new OperationRunner(entities, matcher, lab, patience).runAll(testCase.getArray("operations"));
        } finally {
            entities.all(ClientEntity.class).forEach(client -> client.events().stop());
            lab.clearFailPoints();
        }
        checkEvents(entities, new EventMatcher(matcher));
        checkLogs(entities, new LogMatcher(matcher));
        documents(testCase, "outcome").forEach(each -> new CaseData(lab, each).check(matcher));
    }

    private void checkEvents(Entities entities, EventMatcher matcher) {
        for (BsonDocument expected : documents(testCase, "expectEvents")) {
            ClientEntity client = entities.get(expected.getString("client").getValue(), ClientEntity.class);
            matcher.check(expected, client.events());
        }
    }

    private void checkLogs(Entities entities, LogMatcher matcher) {
        for (BsonDocument expected : documents(testCase, "expectLogMessages")) {
            ClientEntity client = entities.get(expected.getString("client").getValue(), ClientEntity.class);
            matcher.check(expected, client.log());
        }
    }

    private static List<BsonDocument> documents(BsonDocument holder, String field) {
        return holder.getArray(field, new BsonArray()).stream()
                .map(BsonValue::asDocument)
                .toList();
    }
}
