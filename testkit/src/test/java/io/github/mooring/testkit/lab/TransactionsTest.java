package io.github.mooring.testkit.lab;

import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Updates.inc;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.mongodb.MongoException;
import com.mongodb.client.ClientSession;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import io.github.mooring.testkit.engine.Engine;
import io.github.mooring.testkit.engine.EngineCall;
import io.github.mooring.testkit.engine.MemoryEngine;
import io.github.mooring.testkit.server.FailCommand;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Transactions of the vendor's driver. */
@Timeout(300)
class TransactionsTest {
    private static final String TRANSIENT = "TransientTransactionError";

    private final Lab lab = Lab.start(3);
    private final Driver driver = new Driver(lab);
    private final MongoCollection<Document> things = driver.collection();

    @AfterEach
    void close() {
        driver.close();
        lab.close();
    }

    @Test
    void aCommitShowsEverythingAtOnce() {
        try (ClientSession session = driver.client.startSession()) {
            session.startTransaction();
            things.insertOne(session, new Document("_id", 1));
            driver.client.getDatabase("other").getCollection("c").insertOne(session, new Document("_id", 2));
            assertThat(things.countDocuments(session)).isEqualTo(1);
            assertThat(things.countDocuments()).isZero();
            assertThat(lab.openTransactions()).isEqualTo(1);

            session.commitTransaction();
            session.commitTransaction();
        }
        assertThat(things.countDocuments()).isEqualTo(1);
        assertThat(driver.client.getDatabase("other").getCollection("c").countDocuments())
                .isEqualTo(1);
        assertThat(lab.openTransactions()).isZero();
    }

    @Test
    void anAbortLeavesNothing() {
        things.insertOne(new Document("_id", 1).append("n", 0));
        try (ClientSession session = driver.client.startSession()) {
            session.startTransaction();
            things.updateOne(session, eq("_id", 1), inc("n", 1));
            things.deleteOne(session, eq("_id", 1));
            things.insertOne(session, new Document("_id", 2));

            session.abortTransaction();
        }
        assertThat(things.find()).containsExactly(new Document("_id", 1).append("n", 0));
    }

    @Test
    void whatOthersWriteMeanwhileIsNotSeen() {
        things.insertOne(new Document("_id", 1));
        try (ClientSession session = driver.client.startSession()) {
            session.startTransaction();
            assertThat(things.countDocuments(session)).isEqualTo(1);

            things.insertOne(new Document("_id", 2));

            assertThat(things.countDocuments(session)).isEqualTo(1);
            session.commitTransaction();
            assertThat(things.countDocuments(session)).isEqualTo(2);
        }
    }

    @Test
    void aCursorIsReadOnWithinItsTransaction() {
        for (int i = 0; i < 10; i++) {
            things.insertOne(new Document("_id", i));
        }
        try (ClientSession session = driver.client.startSession()) {
            session.startTransaction();
            List<Document> read = new ArrayList<>();
            things.find(session).batchSize(3).into(read);
            session.commitTransaction();

            assertThat(read).hasSize(10);
        }
    }

    @Test
    void whoWritesADocumentFirstWins() {
        things.insertOne(new Document("_id", 1).append("n", 0));
        try (ClientSession first = driver.client.startSession();
                ClientSession second = driver.client.startSession()) {
            first.startTransaction();
            second.startTransaction();
            things.updateOne(first, eq("_id", 1), inc("n", 1));

            MongoException failure = catchThrowableOfType(
                    MongoException.class, () -> things.updateOne(second, eq("_id", 1), inc("n", 10)));

            assertThat(failure.getCode()).isEqualTo(112);
            assertThat(failure.hasErrorLabel(TRANSIENT)).isTrue();
            first.commitTransaction();
            second.abortTransaction();
        }
        assertThat(things.find().first()).containsEntry("n", 1);
    }

    @Test
    void theDriverTriesAConflictingTransactionAgain() {
        things.insertOne(new Document("_id", 1).append("n", 0));
        AtomicInteger tries = new AtomicInteger();
        try (ClientSession session = driver.client.startSession()) {
            session.withTransaction(() -> {
                things.find(session).first();
                if (tries.incrementAndGet() == 1) {
                    things.updateOne(eq("_id", 1), inc("n", 1));
                }
                return things.updateOne(session, eq("_id", 1), inc("n", 10));
            });
        }
        assertThat(tries).hasValue(2);
        assertThat(things.find().first()).containsEntry("n", 11);
    }

    @Test
    void aChangeFromOutsideAfterTheWriteFailsTheCommit() {
        things.insertOne(new Document("_id", 1).append("n", 0));
        try (ClientSession session = driver.client.startSession()) {
            session.startTransaction();
            things.updateOne(session, eq("_id", 1), inc("n", 10));
            things.updateOne(eq("_id", 1), inc("n", 1));

            MongoException failure = catchThrowableOfType(MongoException.class, session::commitTransaction);

            assertThat(failure.getCode()).isEqualTo(112);
            assertThat(failure.hasErrorLabel(TRANSIENT)).isTrue();
        }
        assertThat(things.find().first()).containsEntry("n", 1);
    }

    @Test
    void aUniqueIndexThatForbidsTheCommitUndoesAllOfIt() {
        things.createIndex(Indexes.ascending("name"), new IndexOptions().unique(true));
        try (ClientSession session = driver.client.startSession()) {
            session.startTransaction();
            things.insertOne(session, new Document("_id", 1).append("name", "a"));
            things.insertOne(session, new Document("_id", 2).append("name", "b"));
            things.insertOne(new Document("_id", 3).append("name", "b"));

            MongoException failure = catchThrowableOfType(MongoException.class, session::commitTransaction);

            assertThat(failure.hasErrorLabel(TRANSIENT)).isTrue();
        }
        assertThat(things.find()).extracting("_id").containsExactly(3);
    }

    @Test
    void aFailedStatementAbortsTheTransaction() {
        things.insertOne(new Document("_id", 1));
        try (ClientSession session = driver.client.startSession()) {
            session.startTransaction();
            things.insertOne(session, new Document("_id", 2));
            assertThat(catchThrowableOfType(
                                    MongoException.class, () -> things.insertOne(session, new Document("_id", 1)))
                            .getCode())
                    .isEqualTo(11000);

            MongoException failure =
                    catchThrowableOfType(MongoException.class, () -> things.insertOne(session, new Document("_id", 3)));

            assertThat(failure.getCode()).isEqualTo(251);
            assertThat(failure.hasErrorLabel(TRANSIENT)).isTrue();
            session.abortTransaction();
        }
        assertThat(things.countDocuments()).isEqualTo(1);
    }

    @Test
    void aTransactionDoesNotOutliveItsPrimary() {
        try (ClientSession session = driver.client.startSession()) {
            session.startTransaction();
            things.insertOne(session, new Document("_id", 1));
            lab.stepDown(Duration.ofMinutes(1));

            MongoException failure = catchThrowableOfType(MongoException.class, session::commitTransaction);

            assertThat(failure.getCode()).isEqualTo(251);
            assertThat(failure.hasErrorLabel(TRANSIENT)).isTrue();
        }
        assertThat(things.countDocuments()).isZero();
    }

    @Test
    void aCommitWhoseReplyWasLostIsToldAgain() throws Exception {
        try (ClientSession session = driver.client.startSession()) {
            session.startTransaction();
            things.insertOne(session, new Document("_id", 1));
            lab.node(0).network().apply(Scope.operations(), LinkFault.cutAfter(0));

            // the reply is cut off, the retry goes to the next primary
            Thread stepsDown = new Thread(() -> {
                try {
                    if (lab.node(0).server().awaitCompleted("commitTransaction", 1, Driver.PATIENCE)) {
                        lab.stepDown(Duration.ofMinutes(1));
                    }
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
            stepsDown.start();
            session.commitTransaction();
            stepsDown.join();
        }
        assertThat(things.countDocuments()).isEqualTo(1);
    }

    @Test
    void aCommitThatFailsBeforeItRunsIsRetried() {
        lab.node(0)
                .failCommand(FailCommand.on("commitTransaction")
                        .times(1)
                        .errorCode(91)
                        .build());
        try (ClientSession session = driver.client.startSession()) {
            session.startTransaction();
            things.insertOne(session, new Document("_id", 1));
            session.commitTransaction();
        }
        assertThat(things.countDocuments()).isEqualTo(1);
        assertThat(lab.node(0).server().commandCount("commitTransaction")).isEqualTo(2);
    }

    @Test
    void whatDoesNotFitIsRefused() {
        assertThat(raw("{commitTransaction: 1, lsid: {id: 'x'}, txnNumber: {$numberLong: '1'}, autocommit: false, "
                        + "$db: 'admin'}"))
                .containsEntry("code", 251);
        assertThat(raw("{commitTransaction: 1, $db: 'admin'}")).containsEntry("code", 72);
        String begin = ", lsid: {id: 'x'}, txnNumber: {$numberLong: '2'}, autocommit: false, startTransaction: true, "
                + "$db: 'lab'}";
        String on = begin.replace(", startTransaction: true", "");
        assertThat(raw("{insert: 'c', documents: [{_id: 1}]" + begin)).containsEntry("n", 1);
        assertThat(raw("{insert: 'c', documents: [{_id: 1}]" + begin)).containsEntry("code", 225);
        assertThat(raw("{count: 'c'" + on)).containsEntry("code", 263);
        assertThat(raw("{abortTransaction: 1" + on.replace("'lab'", "'admin'"))).containsEntry("ok", 1.0);
        assertThat(raw("{abortTransaction: 1" + on.replace("'lab'", "'admin'"))).containsEntry("code", 251);
    }

    @Test
    void theEndOfASessionAbortsItsTransaction() {
        String begin = "{insert: 'c', documents: [{_id: 1}], lsid: {id: 'x'}, txnNumber: {$numberLong: '1'}, "
                + "autocommit: false, startTransaction: true, $db: 'lab'}";
        raw(begin);
        assertThat(lab.openTransactions()).isEqualTo(1);

        raw("{endSessions: [{id: 'x'}], $db: 'admin'}");

        assertThat(lab.openTransactions()).isZero();
    }

    @Test
    void anEngineWithTransactionsOfItsOwnIsGivenThem() {
        List<String> seen = new CopyOnWriteArrayList<>();
        try (MemoryEngine memory = new MemoryEngine();
                Lab own = Lab.builder()
                        .members(1)
                        .engine(new OwnTransactions(memory, seen))
                        .start()) {
            DiscoveryTest.exchange(
                    own.node(0),
                    "{commitTransaction: 1, lsid: {id: 'x'}, txnNumber: {$numberLong: '1'}, autocommit: false, $db: 'admin'}");

            assertThat(seen).containsExactly("commitTransaction");
        }
    }

    private record OwnTransactions(Engine memory, List<String> seen) implements Engine {
        @Override
        public boolean supports(String command) {
            return memory.supports(command);
        }

        @Override
        public boolean hasTransactions() {
            return true;
        }

        @Override
        public de.bwaldvogel.mongo.bson.Document execute(EngineCall call) {
            seen.add(call.name());
            return new de.bwaldvogel.mongo.bson.Document("ok", 1.0);
        }

        @Override
        public int openCursors() {
            return 0;
        }

        @Override
        public void close() {
            memory.close();
        }
    }

    private Document raw(String json) {
        return DiscoveryTest.exchange(lab.node(0), json);
    }
}
