package io.github.mooring.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

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
import io.github.mooring.testkit.server.RecordedRequest;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Commits whose answer is lost, or tells of trouble: what is stored, and what the caller is told, agree. */
@Timeout(300)
class CommitFaultTest {
    private final Lab lab =
            Lab.builder().members(3).electionTime(Duration.ofMillis(200)).start();
    private MongoSessionFactory factory = Mooring.dial(lab.uri());
    private MongoSession session = factory.openSession();

    CommitFaultTest() {
        notes().insertOne(new Document("_id", 0));
    }

    @AfterEach
    void close() {
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

    private LabNode primary() throws InterruptedException {
        return lab.awaitPrimary(Duration.ofSeconds(40));
    }

    private void begin() {
        session.startTransaction();
        notes().insertOne(new Document("_id", 1));
    }

    private long stored() {
        return notes().countDocuments(new Document("_id", 1));
    }

    private static List<RecordedRequest> commits(LabNode node) {
        return node.server().requests("commitTransaction");
    }

    @Test
    @DisplayName(
            "T8 a commit whose reply is lost is repeated, with the same number and to a majority, and is settled as committed")
    void aLostReplyIsSettledAsCommitted() throws Exception {
        begin();
        primary()
                .failCommand(FailCommand.on("commitTransaction")
                        .times(1)
                        .closeConnectionAfterwards()
                        .build());

        session.commitTransaction();

        List<RecordedRequest> commits = commits(primary());
        assertThat(commits).hasSize(2);
        assertThat(commits.get(1).command().get("txnNumber"))
                .isEqualTo(commits.get(0).command().get("txnNumber"));
        assertThat(String.valueOf(commits.get(1).command().get("writeConcern")))
                .contains("majority")
                .contains("10000");
        assertThat(stored()).isEqualTo(1);
    }

    @Test
    @DisplayName("T8 a commit whose replies are lost again and again is repeated until one comes")
    void manyLostRepliesAreSettled() throws Exception {
        begin();
        primary()
                .failCommand(FailCommand.on("commitTransaction")
                        .times(4)
                        .closeConnectionAfterwards()
                        .build());

        session.commitTransaction();

        assertThat(commits(primary())).hasSize(5);
        assertThat(stored()).isEqualTo(1);
    }

    @Test
    @DisplayName("T8 when the primary steps down between write and commit, the commit is settled as rolled back")
    void aStepDownBeforeTheCommitIsARollBack() throws Exception {
        begin();
        lab.stepDown(Duration.ofSeconds(60));

        assertThatExceptionOfType(MongoTransactionAbortedException.class)
                .isThrownBy(session::commitTransaction)
                .matches(e -> e.hasErrorLabel("TransientTransactionError"))
                .matches(e -> !e.hasErrorLabel("UnknownTransactionCommitResult"))
                .withMessageContaining("rolled back");

        assertThat(stored()).isZero();
    }

    @Test
    @DisplayName("T8 when the primary dies with the reply to a commit, the next one says that it was done")
    void aCommitOutlivesItsPrimary() throws Exception {
        begin();
        LabNode first = primary();
        first.failCommand(FailCommand.on("commitTransaction")
                .times(1)
                .closeConnectionAfterwards()
                .build());
        Thread killer = new Thread(() -> {
            try {
                first.server().awaitCompleted("commitTransaction", 1, Duration.ofSeconds(40));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            first.kill();
        });
        killer.start();

        session.commitTransaction();

        killer.join();
        assertThat(stored()).isEqualTo(1);
    }

    @Test
    @DisplayName("T8 a commit that is refused as unknown is settled as rolled back")
    void noSuchTransactionIsARollBack() throws Exception {
        begin();
        primary()
                .failCommand(FailCommand.on("commitTransaction")
                        .times(1)
                        .errorCode(251)
                        .build());

        assertThatExceptionOfType(MongoTransactionAbortedException.class)
                .isThrownBy(session::commitTransaction)
                .matches(e -> e.code() == 251)
                .withMessageContaining("nothing of it is stored");

        session.close();
        session = factory.openSession();
        assertThat(stored()).isZero();
    }

    @Test
    @DisplayName("T8 a commit that nobody answers is repeated for the budget, and then its outcome is unknown")
    void aCommitIsRepeatedForTheBudgetAndNoLonger() throws Exception {
        dialWith("commitRetryBudgetMS=3000");
        begin();
        primary()
                .failCommand(
                        FailCommand.on("commitTransaction").closeConnection().build());
        long start = System.nanoTime();

        assertThatExceptionOfType(MongoCommitUnknownException.class)
                .isThrownBy(session::commitTransaction)
                .matches(e -> e.hasErrorLabel("UnknownTransactionCommitResult"))
                .withMessageContaining("commitRetryBudgetMS is 3000")
                .withMessageContaining("nobody knows whether transaction ");

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(40));
        assertThat(commits(primary())).hasSizeGreaterThan(2);
        primary().clearFailPoint();
        session.commitTransaction(); // asked once more
        assertThat(stored()).isEqualTo(1);
    }

    @Test
    void withoutABudgetACommitIsSentTwice() throws Exception {
        dialWith("commitRetryBudgetMS=0");
        begin();
        primary()
                .failCommand(FailCommand.on("commitTransaction")
                        .times(2)
                        .closeConnection()
                        .build());

        assertThatExceptionOfType(MongoCommitUnknownException.class)
                .isThrownBy(session::commitTransaction)
                .matches(e -> e.hasErrorLabel("RetryableWriteError"));

        assertThat(commits(primary())).hasSize(2);
    }

    @Test
    void aCommitThatIsNotDurableEnoughIsACommit() throws Exception {
        begin();
        primary()
                .failCommand(FailCommand.on("commitTransaction")
                        .times(1)
                        .writeConcernError(64, "waiting for replication timed out")
                        .build());

        assertThatExceptionOfType(MongoWriteConcernException.class)
                .isThrownBy(session::commitTransaction)
                .matches(e -> e.code() == 64)
                .matches(e -> e.hasErrorLabel("UnknownTransactionCommitResult"));

        assertThat(stored()).isEqualTo(1);
    }

    @Test
    void aCommitThatMayNotLastIsSentOnceMoreIfTheServerSaysThatThisPasses() throws Exception {
        begin();
        primary()
                .failCommand(FailCommand.on("commitTransaction")
                        .times(1)
                        .writeConcernError(91, "going down")
                        .errorLabels("RetryableWriteError")
                        .build());

        session.commitTransaction();

        assertThat(commits(primary())).hasSize(2);
        assertThat(stored()).isEqualTo(1);
    }

    @Test
    void aRefusalAfterALostReplySaysNothingOfTheCommitThatWasLost() throws Exception {
        begin();
        LabNode node = primary();
        node.failCommand(
                FailCommand.on("commitTransaction").closeConnectionAfterwards().build());
        AtomicReference<Throwable> told = new AtomicReference<>();
        Thread committer = new Thread(() -> told.set(catchThrowable(session::commitTransaction)));
        committer.start();
        node.server().awaitCommand("commitTransaction", 2, Duration.ofSeconds(40));
        node.failCommand(FailCommand.on("commitTransaction").errorCode(13).build());
        committer.join();

        assertThat(told.get()).isInstanceOfSatisfying(MongoCommitUnknownException.class, e -> {
            assertThat(e.code()).isEqualTo(13);
            assertThat(e.hasErrorLabel("UnknownTransactionCommitResult")).isTrue();
        });
    }

    @Test
    void aRefusalOfTheFirstCommitIsToldAsItIs() throws Exception {
        begin();
        primary()
                .failCommand(FailCommand.on("commitTransaction")
                        .times(1)
                        .errorCode(13)
                        .build());

        assertThatExceptionOfType(MongoCommandException.class)
                .isThrownBy(session::commitTransaction)
                .matches(e -> e.code() == 13);

        assertThat(commits(primary())).hasSize(1);
    }

    @Test
    void whatEndedForLackOfTimeAtTheServerIsLeftToTheCaller() throws Exception {
        begin();
        primary()
                .failCommand(FailCommand.on("commitTransaction")
                        .times(1)
                        .errorCode(50)
                        .build());

        assertThatExceptionOfType(MongoCommitUnknownException.class)
                .isThrownBy(session::commitTransaction)
                .matches(e -> e.code() == 50);

        assertThat(commits(primary())).hasSize(1);
    }

    @Test
    void aCommitThatCouldNotBeSentAtAllIsARollBack() throws Exception {
        dialWith("commitRetryBudgetMS=300&serverSelectionTimeoutMS=1800");
        begin();
        lab.nodes().forEach(LabNode::kill);
        // before that, a commit could still be written to a connection that is about to break
        Eventually.isTrue(
                "the client knows of no server", () -> session.liveServers().isEmpty());

        assertThatExceptionOfType(MongoTransactionAbortedException.class)
                .isThrownBy(session::commitTransaction)
                .matches(e -> e.hasErrorLabel("TransientTransactionError"))
                .withMessageContaining("no commit could be sent");
    }

    @Test
    @DisplayName("T8 a commit that cannot be sent once more says nothing of one that was sent before")
    void aCommitThatCannotBeSentOnceMoreIsNoRollBack() throws Exception {
        dialWith("commitRetryBudgetMS=300&serverSelectionTimeoutMS=1000");
        begin();
        primary()
                .failCommand(FailCommand.on("commitTransaction")
                        .closeConnectionAfterwards()
                        .build());
        assertThatExceptionOfType(MongoCommitUnknownException.class).isThrownBy(session::commitTransaction);
        lab.nodes().forEach(LabNode::kill);

        for (int i = 0; i < 2; i++) {
            assertThatExceptionOfType(MongoCommitUnknownException.class)
                    .isThrownBy(session::commitTransaction)
                    .matches(e -> e.hasErrorLabel("UnknownTransactionCommitResult"))
                    .matches(e -> !e.hasErrorLabel("TransientTransactionError"));
        }
    }

    @Test
    @DisplayName("T8 a refusal of a further commit says nothing of the one before whose reply was lost")
    void aRefusalOfAFurtherCommitIsNoRollBack() throws Exception {
        dialWith("commitRetryBudgetMS=300");
        begin();
        primary()
                .failCommand(FailCommand.on("commitTransaction")
                        .closeConnectionAfterwards()
                        .build());
        assertThatExceptionOfType(MongoCommitUnknownException.class).isThrownBy(session::commitTransaction);
        primary().failCommand(FailCommand.on("commitTransaction").errorCode(13).build());

        assertThatExceptionOfType(MongoCommitUnknownException.class)
                .isThrownBy(session::commitTransaction)
                .matches(e -> e.code() == 13);

        primary().clearFailPoint();
        session.commitTransaction();
        assertThat(stored()).isEqualTo(1);
    }

    @Test
    void anAbortIsSentTwiceAndThenLeftToTheServer() throws Exception {
        begin();
        primary()
                .failCommand(FailCommand.on("abortTransaction")
                        .times(2)
                        .closeConnection()
                        .build());

        session.abortTransaction();

        assertThat(primary().server().requests("abortTransaction")).hasSize(2);
        assertThat(session.hasTransaction()).isFalse();
    }
}
