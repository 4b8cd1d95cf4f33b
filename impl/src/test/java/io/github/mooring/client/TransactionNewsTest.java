package io.github.mooring.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.mooring.api.MongoCollection;
import io.github.mooring.api.MongoCommandException;
import io.github.mooring.api.MongoCommitUnknownException;
import io.github.mooring.api.MongoSession;
import io.github.mooring.api.MongoSessionFactory;
import io.github.mooring.api.MongoTransactionAbortedException;
import io.github.mooring.api.MongoWriteConcernException;
import io.github.mooring.testkit.lab.Lab;
import io.github.mooring.testkit.lab.LabNode;
import io.github.mooring.testkit.server.FailCommand;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import jdk.jfr.consumer.RecordedEvent;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the Flight Recorder hears of the ends of transactions. */
@Timeout(60)
class TransactionNewsTest {
    private final Lab lab = Lab.start(1);
    private final LabNode primary = lab.primary().orElseThrow();
    private MongoSessionFactory factory = Mooring.dial(lab.uri());
    private MongoSession session = factory.openSession();
    private final FlightRecording recording;

    TransactionNewsTest() {
        notes().insertOne(new Document("_id", 0));
        recording = FlightRecording.start();
    }

    @AfterEach
    void close() {
        recording.close();
        session.close();
        factory.close();
        lab.close();
    }

    private void dialWith(String options) {
        factory.close();
        factory = Mooring.dial(lab.uri() + "&" + options);
        session = factory.openSession();
    }

    private MongoCollection<Document> notes() {
        return session.getDatabase("app").getCollection("notes");
    }

    private void begin() {
        session.startTransaction();
        notes().insertOne(new Document("_id", 1));
    }

    private List<RecordedEvent> told() {
        return FlightRecording.of(recording.stop(), "Transaction").stream()
                .sorted(Comparator.comparing(RecordedEvent::getStartTime))
                .toList();
    }

    private RecordedEvent only() {
        List<RecordedEvent> all = told();
        assertThat(all).hasSize(1);
        return all.get(0);
    }

    @Test
    void aCommitIsToldWithWhatItHasTaken() {
        begin();
        notes().find().first();
        session.commitTransaction();
        session.commitTransaction(); // once more, of which nothing new comes

        RecordedEvent told = only();
        assertThat(told.getString("outcome")).isEqualTo("committed");
        assertThat(told.getString("server")).isEqualTo(primary.address());
        assertThat(told.getString("user")).isNull();
        assertThat(told.getInt("operations")).isEqualTo(2);
        assertThat(told.getInt("attempts")).isEqualTo(1);
        assertThat(told.getDuration("lasted")).isBetween(Duration.ZERO, Duration.ofMinutes(1));
    }

    @Test
    void aCommitThatHasToBeRepeatedIsToldOnceWithItsAttempts() {
        begin();
        primary.failCommand(FailCommand.on("commitTransaction")
                .times(2)
                .closeConnectionAfterwards()
                .build());
        session.commitTransaction();

        RecordedEvent told = only();
        assertThat(told.getString("outcome")).isEqualTo("committed");
        assertThat(told.getInt("attempts")).isEqualTo(3);
    }

    @Test
    void whatIsNotAsDurableAsWasAskedForIsCommitted() {
        begin();
        primary.failCommand(FailCommand.on("commitTransaction")
                .times(1)
                .writeConcernError(100, "not enough members")
                .build());
        assertThatExceptionOfType(MongoWriteConcernException.class).isThrownBy(session::commitTransaction);

        assertThat(only().getString("outcome")).isEqualTo("committed");
    }

    @Test
    void anAbortIsToldWhoeverCallsForIt() {
        begin();
        session.abortTransaction();
        begin();
        session.close();

        List<RecordedEvent> all = told();
        assertThat(all).extracting(event -> event.getString("outcome")).containsExactly("aborted", "aborted");
        assertThat(all).extracting(event -> event.getInt("attempts")).containsExactly(1, 1);
    }

    @Test
    void aCommitThatIsARollbackIsToldAsAborted() {
        begin();
        primary.failCommand(FailCommand.on("commitTransaction")
                .times(1)
                .errorCode(251)
                .errorLabels("TransientTransactionError")
                .build());
        assertThatExceptionOfType(MongoTransactionAbortedException.class).isThrownBy(session::commitTransaction);

        assertThat(only().getString("outcome")).isEqualTo("aborted");
    }

    @Test
    void anUnknownOutcomeIsToldAndOnceMoreWhenItIsKnown() {
        dialWith("commitRetryBudgetMS=100");
        begin();
        primary.failCommand(
                FailCommand.on("commitTransaction").closeConnectionAfterwards().build());
        assertThatExceptionOfType(MongoCommitUnknownException.class).isThrownBy(session::commitTransaction);
        assertThatExceptionOfType(MongoCommitUnknownException.class).isThrownBy(session::commitTransaction);
        primary.clearFailPoint();
        session.commitTransaction();

        List<RecordedEvent> all = told();
        assertThat(all).extracting(event -> event.getString("outcome")).containsExactly("unknown", "committed");
        assertThat(all.get(1).getInt("attempts")).isGreaterThan(2);
    }

    private void isRefused() {
        primary.failCommand(
                FailCommand.on("commitTransaction").times(1).errorCode(13).build());
        assertThatExceptionOfType(MongoCommandException.class).isThrownBy(session::commitTransaction);
    }

    @Test
    void aCommitThatIsRefusedIsNoEndAndTheNextOneIsToldAlone() {
        begin();
        isRefused();
        session.commitTransaction();

        assertThat(only().getString("outcome")).isEqualTo("committed");
    }

    @Test
    void whoseCommitIsRefusedIsAbortedAndToldSoWhenNobodyCanRepeatIt() {
        List<Runnable> ends =
                List.of(() -> notes().countDocuments(new Document()), session::startTransaction, () -> session.close());
        for (Runnable end : ends) {
            if (session.hasTransaction()) {
                session.abortTransaction();
            }
            begin();
            isRefused();
            assertThat(lab.openTransactions()).isEqualTo(1);
            end.run();
            assertThat(lab.openTransactions()).as("the server has heard").isZero();
        }

        assertThat(told())
                .filteredOn(event -> event.getInt("operations") > 0)
                .hasSize(ends.size())
                .allMatch(event -> event.getString("outcome").equals("aborted"))
                .allMatch(event -> event.getInt("attempts") == 2);
    }

    @Test
    void oneThatLastsTooLongIsToldWhenThatIsNoticed() {
        dialWith("transactionMaxTimeMS=1");
        begin();
        long begun = System.nanoTime();
        while (System.nanoTime() - begun < 2_000_000) {
            Thread.onSpinWait();
        }
        assertThatExceptionOfType(MongoTransactionAbortedException.class)
                .isThrownBy(() -> notes().find().first());
        session.abortTransaction();

        RecordedEvent told = only();
        assertThat(told.getString("outcome")).isEqualTo("aborted");
        assertThat(told.getInt("operations")).isEqualTo(1);
        assertThat(told.getInt("attempts")).isEqualTo(1);
        assertThat(told.getDuration("lasted")).isGreaterThan(Duration.ofMillis(1));
    }

    @Test
    void oneInWhichNothingWasDoneHasNoServer() {
        session.startTransaction();
        session.commitTransaction();

        RecordedEvent told = only();
        assertThat(told.getString("outcome")).isEqualTo("committed");
        assertThat(told.getString("server")).isNull();
        assertThat(told.getInt("operations")).isZero();
        assertThat(told.getInt("attempts")).isZero();
        assertThat(told.getDuration("lasted")).isZero();
    }

    @Test
    void whatIsLeftWhenTheFactoryIsClosedIsToldAsAborted() {
        begin();
        factory.close();
        session.close();

        assertThat(only().getString("outcome")).isEqualTo("aborted");
    }
}
