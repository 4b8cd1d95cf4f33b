package io.github.mooring.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.mooring.api.MongoCollection;
import io.github.mooring.api.MongoCommandException;
import io.github.mooring.api.MongoException;
import io.github.mooring.api.MongoServerSelectionTimeoutException;
import io.github.mooring.api.MongoSession;
import io.github.mooring.api.MongoSessionFactory;
import io.github.mooring.api.MongoSocketException;
import io.github.mooring.api.MongoWriteConcernException;
import io.github.mooring.api.WriteConcern;
import io.github.mooring.engines.EngineContract;
import io.github.mooring.testkit.lab.Lab;
import io.github.mooring.testkit.lab.LabNode;
import io.github.mooring.testkit.server.FailCommand;
import io.github.mooring.testkit.server.RecordedRequest;
import java.util.List;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The second attempt: when there is one, what the server sees of it, and what the application hears. */
@Timeout(300)
@EngineContract
class RetryTest {
    private final Lab lab = Lab.start(1);
    private final LabNode primary = lab.primary().orElseThrow();
    private MongoSessionFactory factory = Mooring.dial(lab.uri());
    private MongoSession session = factory.openSession();

    @AfterEach
    void close() {
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

    private List<RecordedRequest> sent(String command) {
        return primary.server().requests(command);
    }

    @ParameterizedTest
    @ValueSource(ints = {91, 10107, 11600, 13435})
    void aReadIsTriedASecondTimeAfterAnErrorThatPasses(int code) {
        primary.failCommand(FailCommand.on("find").times(1).errorCode(code).build());

        assertThat(notes().find().first()).isNull();

        assertThat(sent("find")).hasSize(2);
    }

    @Test
    void aReadIsTriedASecondTimeWhenItsConnectionBreaks() {
        primary.failCommand(FailCommand.on("find").times(1).closeConnection().build());

        assertThat(notes().find().first()).isNull();
    }

    @Test
    void thereIsNoThirdTime() {
        primary.failCommand(FailCommand.on("find").times(2).closeConnection().build());

        assertThatExceptionOfType(MongoSocketException.class)
                .isThrownBy(() -> notes().find().first());

        assertThat(sent("find")).hasSize(2);
    }

    @Test
    void whoWantsNoSecondReadHearsOfTheFirst() {
        dialWith("retryReads=false");
        primary.failCommand(FailCommand.on("find").times(1).closeConnection().build());

        assertThatExceptionOfType(MongoSocketException.class)
                .isThrownBy(() -> notes().find().first());
    }

    @Test
    void anErrorThatDoesNotPassIsToldAtOnce() {
        primary.failCommand(FailCommand.on("find").times(1).errorCode(2).build());

        assertThatExceptionOfType(MongoCommandException.class)
                .isThrownBy(() -> notes().find().first());

        assertThat(sent("find")).hasSize(1);
    }

    @Test
    void aWriteThatIsSentTwiceHasOneNumberAndIsDoneOnce() {
        primary.failCommand(FailCommand.on("insert").times(1).closeConnection().build());

        notes().insertOne(new Document("_id", 1));

        List<RecordedRequest> inserts = sent("insert");
        assertThat(inserts).hasSize(2);
        assertThat(inserts.get(0).command().get("txnNumber")).isNotNull();
        assertThat(inserts.get(1).command().get("txnNumber"))
                .isEqualTo(inserts.get(0).command().get("txnNumber"));
        assertThat(String.valueOf(inserts.get(1).command().get("lsid")))
                .isEqualTo(String.valueOf(inserts.get(0).command().get("lsid")));
        assertThat(notes().countDocuments(new Document())).isEqualTo(1);
    }

    @Test
    void oneWriteAfterAnotherUsesOneSessionWithRisingNumbers() {
        notes().insertOne(new Document("_id", 1));
        notes().deleteOne(new Document("_id", 1));

        RecordedRequest insert = sent("insert").get(0);
        RecordedRequest delete = sent("delete").get(0);
        assertThat(String.valueOf(delete.command().get("lsid")))
                .isEqualTo(String.valueOf(insert.command().get("lsid")));
        assertThat(insert.command().get("txnNumber")).isEqualTo(1L);
        assertThat(delete.command().get("txnNumber")).isEqualTo(2L);
    }

    @Test
    void aWriteThatMayNotLastIsMadeAgainIfTheServerSaysThatThisPasses() {
        primary.failCommand(FailCommand.on("insert")
                .times(1)
                .writeConcernError(91, "going down")
                .errorLabels("RetryableWriteError")
                .build());

        notes().insertOne(new Document("_id", 1));

        assertThat(sent("insert")).hasSize(2);
        assertThat(notes().countDocuments(new Document())).isEqualTo(1);
    }

    @Test
    void aWriteThatMayNotLastIsNotMadeAgainOtherwise() {
        primary.failCommand(FailCommand.on("insert")
                .times(1)
                .writeConcernError(64, "too late")
                .build());

        assertThatExceptionOfType(MongoWriteConcernException.class)
                .isThrownBy(() -> notes().insertOne(new Document("_id", 1)));

        assertThat(sent("insert")).hasSize(1);
    }

    @Test
    void whoLosesBothAttemptsOfAWriteIsToldThatItMayBeMadeAgain() {
        primary.failCommand(FailCommand.on("insert").times(2).closeConnection().build());

        assertThatExceptionOfType(MongoSocketException.class)
                .isThrownBy(() -> notes().insertOne(new Document("_id", 1)))
                .matches(e -> e.hasErrorLabel("RetryableWriteError"));
    }

    @Test
    void aSessionWhoseConnectionBrokeIsNotUsedAgain() {
        primary.failCommand(FailCommand.on("insert").times(1).closeConnection().build());
        notes().insertOne(new Document("_id", 1));

        notes().insertOne(new Document("_id", 2));

        List<RecordedRequest> inserts = sent("insert");
        assertThat(String.valueOf(inserts.get(2).command().get("lsid")))
                .isNotEqualTo(String.valueOf(inserts.get(0).command().get("lsid")));
    }

    @Test
    void whatChangesManyDocumentsIsNotSentTwice() {
        primary.failCommand(FailCommand.on("update").times(1).closeConnection().build());

        assertThatExceptionOfType(MongoSocketException.class)
                .isThrownBy(() -> notes().updateMany(new Document(), new Document("$set", new Document("a", 1))));

        assertThat(sent("update")).hasSize(1);
        assertThat(sent("update").get(0).command().get("txnNumber")).isNull();
    }

    @Test
    void aWriteThatNobodyAcknowledgesHasNoNumber() throws InterruptedException {
        session.setWriteConcern(WriteConcern.UNACKNOWLEDGED);

        notes().insertOne(new Document("_id", 1));

        assertThat(primary.server().awaitCommand("insert", 1, ClientFixture.PATIENCE))
                .isTrue();
        assertThat(sent("insert").get(0).command().get("txnNumber")).isNull();
    }

    @Test
    void whoWantsNoSecondWriteHearsOfTheFirst() {
        dialWith("retryWrites=false");
        primary.failCommand(FailCommand.on("insert").times(1).closeConnection().build());

        assertThatExceptionOfType(MongoSocketException.class)
                .isThrownBy(() -> notes().insertOne(new Document("_id", 1)))
                .matches(MongoException::bytesSent);
        assertThat(sent("insert").get(0).command().get("txnNumber")).isNull();
    }

    @Test
    void aStrictSessionHearsOfTheFirstError() {
        dialWith("sessionRecovery=strict");
        primary.failCommand(FailCommand.on("find").times(1).closeConnection().build());

        assertThatExceptionOfType(MongoSocketException.class)
                .isThrownBy(() -> notes().find().first());
    }

    @Test
    void theFirstErrorIsToldIfTheSecondAttemptHasDoneNothing() {
        // a monitor that polls does not hear of the fault before the insert does
        dialWith("serverSelectionTimeoutMS=1500&serverMonitoringMode=poll&heartbeatFrequencyMS=300000");
        notes().find().first();
        primary.failCommand(
                FailCommand.on("insert", "hello", "isMaster").closeConnection().build());

        assertThatExceptionOfType(MongoSocketException.class)
                .isThrownBy(() -> notes().insertOne(new Document("_id", 1)))
                .satisfies(e -> assertThat(e.getSuppressed())
                        .singleElement()
                        .isInstanceOf(MongoServerSelectionTimeoutException.class));
    }
}
