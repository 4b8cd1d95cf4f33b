package io.github.mooring.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.mooring.api.MongoCollection;
import io.github.mooring.api.MongoCursor;
import io.github.mooring.api.MongoServerSelectionTimeoutException;
import io.github.mooring.api.MongoSession;
import io.github.mooring.api.MongoSessionFactory;
import io.github.mooring.api.MongoSocketException;
import io.github.mooring.api.MongoTransactionAbortedException;
import io.github.mooring.api.MongoTransactionException;
import io.github.mooring.api.MongoWriteException;
import io.github.mooring.api.ReadConcern;
import io.github.mooring.api.TransactionOptions;
import io.github.mooring.api.WriteConcern;
import io.github.mooring.testkit.lab.Lab;
import io.github.mooring.testkit.lab.LabNode;
import io.github.mooring.testkit.server.FailCommand;
import io.github.mooring.testkit.server.RecordedRequest;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Transactions of a session: what the server sees of them, what others see, and how they end. */
@Timeout(300)
class TransactionTest {
    private final Lab lab = Lab.start(1);
    private final LabNode primary = lab.primary().orElseThrow();
    private final MongoSessionFactory factory = Mooring.dial(lab.uri());
    private final MongoSession session = factory.openSession();
    private final MongoSession other = factory.openSession();

    TransactionTest() {
        notes(other).insertOne(new Document("_id", 0));
    }

    @AfterEach
    void close() {
        session.close();
        factory.close();
        lab.close();
    }

    private static MongoCollection<Document> notes(MongoSession through) {
        return through.getDatabase("app").getCollection("notes");
    }

    private static Document note(int id) {
        return new Document("_id", id);
    }

    private long stored() {
        return notes(other).countDocuments(new Document());
    }

    private List<RecordedRequest> sent(String command) {
        return primary.server().requests(command);
    }

    private List<String> sentSince(int before) {
        return primary.server().requests().stream()
                .skip(before)
                .map(RecordedRequest::commandName)
                .filter(name -> !name.equals("hello") && !name.equals("isMaster"))
                .toList();
    }

    @Test
    @DisplayName("T2 what is done in a transaction is one unit, and each operation outside of one is one by itself")
    void whatIsDoneInATransactionIsOneUnit() {
        session.startTransaction();
        notes(session).insertOne(note(1));
        notes(session).insertOne(note(2));
        assertThat(notes(session).countDocuments(new Document())).isEqualTo(3);
        assertThat(stored()).as("what others see").isEqualTo(1);
        session.commitTransaction();
        assertThat(stored()).isEqualTo(3);

        notes(session).insertOne(note(3));
        assertThat(stored()).isEqualTo(4);
    }

    @Test
    void whatIsAbortedIsNotStored() {
        session.startTransaction();
        notes(session).insertOne(note(1));
        session.abortTransaction();

        assertThat(stored()).isEqualTo(1);
        assertThat(lab.openTransactions()).isZero();
        assertThat(session.hasTransaction()).isFalse();
    }

    @Test
    @DisplayName("T3 begin costs no round trip, and the end of an unused transaction costs none")
    void anUnusedTransactionCostsNoRoundTrip() {
        int before = primary.server().requests().size();

        session.startTransaction();
        assertThat(session.hasTransaction()).isTrue();
        session.commitTransaction();
        session.startTransaction();
        session.abortTransaction();

        assertThat(sentSince(before)).isEmpty();
    }

    @Test
    void theFirstCommandBeginsItAndTheOthersGoOn() {
        session.startTransaction(
                TransactionOptions.DEFAULTS.readConcern(ReadConcern.MAJORITY).writeConcern(WriteConcern.MAJORITY));
        notes(session).insertOne(note(1));
        notes(session).find(note(1)).first();
        session.commitTransaction();

        Document first = new Document(sent("insert").get(1).command());
        Document second = new Document(sent("find").get(0).command());
        Document commit = new Document(sent("commitTransaction").get(0).command());
        assertThat(first).containsEntry("startTransaction", true).containsEntry("autocommit", false);
        assertThat(String.valueOf(first.get("readConcern"))).contains("majority");
        assertThat(first).doesNotContainKey("writeConcern");
        assertThat(second)
                .containsEntry("autocommit", false)
                .doesNotContainKeys("startTransaction", "readConcern", "writeConcern");
        assertThat(commit).containsEntry("autocommit", false).doesNotContainKeys("startTransaction", "readConcern");
        assertThat(String.valueOf(commit.get("writeConcern"))).contains("majority");
        for (Document command : List.of(second, commit)) {
            assertThat(command.get("txnNumber")).isEqualTo(first.get("txnNumber"));
            assertThat(String.valueOf(command.get("lsid"))).isEqualTo(String.valueOf(first.get("lsid")));
        }
    }

    @Test
    void oneTransactionAfterAnotherUsesOneSessionWithRisingNumbers() {
        for (int i = 1; i <= 2; i++) {
            session.startTransaction();
            notes(session).insertOne(note(i));
            session.commitTransaction();
        }

        List<RecordedRequest> commits = sent("commitTransaction");
        assertThat(String.valueOf(commits.get(1).command().get("lsid")))
                .isEqualTo(String.valueOf(commits.get(0).command().get("lsid")));
        assertThat(commits.get(0).command().get("txnNumber"))
                .as("after the write of the other session, whose server session it has got")
                .isEqualTo(2L);
        assertThat(commits.get(1).command().get("txnNumber")).isEqualTo(3L);
    }

    @Test
    @DisplayName("T1 whoever begins twice, or ends what was not begun, is told so")
    void wrongUseIsToldSo() {
        assertThatExceptionOfType(MongoTransactionException.class)
                .isThrownBy(session::commitTransaction)
                .withMessageContaining("No transaction started");
        assertThatExceptionOfType(MongoTransactionException.class)
                .isThrownBy(session::abortTransaction)
                .withMessageContaining("No transaction started");

        session.startTransaction();
        assertThatExceptionOfType(MongoTransactionException.class)
                .isThrownBy(session::startTransaction)
                .withMessageContaining("Transaction already in progress");
        session.abortTransaction();
        assertThatExceptionOfType(MongoTransactionException.class)
                .isThrownBy(session::abortTransaction)
                .withMessageContaining("Cannot call abortTransaction twice");
        assertThatExceptionOfType(MongoTransactionException.class)
                .isThrownBy(session::commitTransaction)
                .withMessageContaining("Cannot call commitTransaction after calling abortTransaction");
    }

    @Test
    void aCommitMayBeRepeatedUntilTheSessionDoesSomethingElse() {
        session.startTransaction();
        notes(session).insertOne(note(1));
        session.commitTransaction();
        session.commitTransaction();
        assertThat(String.valueOf(sent("commitTransaction").get(1).command().get("writeConcern")))
                .contains("majority")
                .contains("10000");
        assertThatExceptionOfType(MongoTransactionException.class)
                .isThrownBy(session::abortTransaction)
                .withMessageContaining("after calling commitTransaction");

        session.ping();
        notes(session).find().first();
        assertThatExceptionOfType(MongoTransactionException.class)
                .isThrownBy(session::commitTransaction)
                .withMessageContaining("No transaction started");
    }

    @Test
    void closingASessionAbortsItsTransaction() {
        session.startTransaction();
        notes(session).insertOne(note(1));
        session.close();

        assertThat(lab.openTransactions()).isZero();
        assertThat(stored()).isEqualTo(1);
    }

    @Test
    void aCursorGoesOnWhereItWasOpened() {
        notes(other)
                .insertMany(IntStream.rangeClosed(1, 5).mapToObj(i -> note(i)).toList());
        try (MongoCursor<Document> before = notes(session).find().batchSize(2).cursor()) {
            before.next();
            session.startTransaction();
            notes(session).insertOne(note(9));
            try (MongoCursor<Document> within =
                    notes(session).find().batchSize(2).cursor()) {
                within.forEachRemaining(document -> {});
            }
            before.forEachRemaining(document -> {});
            session.commitTransaction();
        }

        List<RecordedRequest> more = sent("getMore");
        assertThat(more.stream().filter(each -> each.command().get("autocommit") != null))
                .as("of the cursor within")
                .isNotEmpty()
                .hasSizeLessThan(more.size());
    }

    @Test
    @DisplayName(
            "T7 an error that passes ends the unit: nothing more is sent, the commit says so, and the session goes on")
    void anErrorThatPassesEndsTheUnit() {
        session.startTransaction();
        notes(session).insertOne(note(1));
        primary.failCommand(FailCommand.on("insert").times(1).closeConnection().build());

        assertThatExceptionOfType(MongoSocketException.class)
                .isThrownBy(() -> notes(session).insertOne(note(2)))
                .matches(e -> e.hasErrorLabel("TransientTransactionError"))
                .matches(e -> !e.hasErrorLabel("RetryableWriteError"));
        int before = sent("insert").size();
        assertThatExceptionOfType(MongoTransactionAbortedException.class)
                .isThrownBy(() -> notes(session).insertOne(note(3)))
                .matches(e -> e.hasErrorLabel("TransientTransactionError"))
                .withMessageContaining("nothing of it is stored");
        assertThat(sent("insert")).as("nothing more is sent").hasSize(before);
        assertThatExceptionOfType(MongoTransactionAbortedException.class).isThrownBy(session::commitTransaction);
        assertThat(sent("commitTransaction")).isEmpty();
        assertThat(lab.openTransactions()).isZero();
        assertThat(stored()).isEqualTo(1);

        session.startTransaction();
        notes(session).insertOne(note(4));
        session.commitTransaction();
        assertThat(stored()).isEqualTo(2);
    }

    @Test
    @DisplayName(
            "T7 a unit whose first operation has found no server is not committed, though the server knows nothing of it")
    void aUnitThatHasFoundNoServerIsNotCommitted() {
        lab.stepDown(Duration.ofMinutes(1));
        try (MongoSessionFactory hasty = Mooring.dial(lab.uri() + "&serverSelectionTimeoutMS=200");
                MongoSession unlucky = hasty.openSession()) {
            unlucky.startTransaction();
            assertThatExceptionOfType(MongoServerSelectionTimeoutException.class)
                    .isThrownBy(() -> notes(unlucky).insertOne(note(1)))
                    .matches(e -> e.hasErrorLabel("TransientTransactionError"));

            for (int i = 0; i < 2; i++) {
                assertThatExceptionOfType(MongoTransactionAbortedException.class)
                        .isThrownBy(unlucky::commitTransaction)
                        .matches(e -> e.hasErrorLabel("TransientTransactionError"))
                        .withMessageContaining("nothing of it is stored");
            }
            assertThat(unlucky.hasTransaction()).isFalse();
        }
        assertThat(sent("commitTransaction")).isEmpty();
        assertThat(sent("abortTransaction")).isEmpty();
    }

    @Test
    void aWriteInATransactionIsNotSentTwice() {
        session.startTransaction();
        primary.failCommand(FailCommand.on("insert")
                .times(1)
                .errorCode(91)
                .errorLabels("RetryableWriteError")
                .build());
        int before = sent("insert").size();

        assertThatExceptionOfType(Exception.class)
                .isThrownBy(() -> notes(session).insertOne(note(1)));

        assertThat(sent("insert")).hasSize(before + 1);
        session.abortTransaction();
    }

    @Test
    void aRefusedStatementEndsItAtTheServerAndTheCommitSaysThatItIsRolledBack() {
        session.startTransaction();
        notes(session).insertOne(note(1));
        assertThatExceptionOfType(MongoWriteException.class)
                .isThrownBy(() -> notes(session).insertOne(note(1)))
                .matches(e -> !e.hasErrorLabel("TransientTransactionError"));

        assertThatExceptionOfType(MongoTransactionAbortedException.class)
                .isThrownBy(session::commitTransaction)
                .matches(e -> e.hasErrorLabel("TransientTransactionError"))
                .matches(e -> e.codeName().equals("NoSuchTransaction"));
        assertThat(stored()).isEqualTo(1);
    }

    @Test
    void whoSharesASessionIsInNoTransactionOfIt() {
        session.startTransaction();
        notes(session).insertOne(note(1));
        MongoSession shared = session.share();

        notes(shared).insertOne(note(2));
        assertThat(shared.hasTransaction()).as("transactions are not shared").isFalse();
        session.abortTransaction();

        assertThat(stored()).isEqualTo(2);
        shared.close();
    }

    @Test
    void theLongestTimeOfACommitIsTheServersToKeep() {
        session.startTransaction(TransactionOptions.DEFAULTS.maxCommitTime(Duration.ofMillis(1234)));
        notes(session).insertOne(note(1));
        session.commitTransaction();

        assertThat(sent("commitTransaction").get(0).command().get("maxTimeMS")).isEqualTo(1234L);
    }
}
