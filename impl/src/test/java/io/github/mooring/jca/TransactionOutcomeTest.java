package io.github.mooring.jca;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.mooring.api.MongoException;
import io.github.mooring.api.MongoTransactionAbortedException;
import io.github.mooring.testkit.server.FailCommand;
import jakarta.resource.spi.ConnectionEvent;
import jakarta.resource.spi.LocalTransaction;
import jakarta.resource.spi.LocalTransactionException;
import java.util.List;
import org.bson.Document;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Faults under the container's transactions: what the container is told is what is stored. */
class TransactionOutcomeTest extends TransactionFixture {
    private final MongoManagedConnection connection = connection();
    private final LocalTransaction transaction = connection.getLocalTransaction();
    private final SessionHandle session = handle(connection);

    TransactionOutcomeTest() throws Exception {
        super("&commitRetryBudgetMS=300");
    }

    @Test
    @DisplayName("T8 a commit whose reply is lost is settled: it returns, and all is stored")
    void aLostReplyIsSettled() throws Exception {
        transaction.begin();
        order(session, 1);
        loseReplies("commitTransaction", 1);

        transaction.commit();

        assertThat(stored()).containsExactly(1L, 1L);
        assertThat(events()).isEmpty();
    }

    @Test
    @DisplayName(
            "T8 E4 a commit of unknown outcome has a code of its own, and the managed connection is lost, told once")
    void anUnknownOutcomeIsToldAsSuch() throws Exception {
        transaction.begin();
        order(session, 1);
        loseReplies("commitTransaction", 1000);

        assertThatExceptionOfType(LocalTransactionException.class)
                .isThrownBy(transaction::commit)
                .matches(e -> ContainerTransaction.COMMIT_UNKNOWN.equals(e.getErrorCode()))
                .withMessageContaining("unknown");

        assertThat(events()).containsExactly(ConnectionEvent.CONNECTION_ERROR_OCCURRED);
        assertThat(listener.events().get(0).getException()).isInstanceOf(LocalTransactionException.class);
        assertThat(connection.isUsable()).isFalse();
        connection.destroy();
        assertThat(events()).hasSize(1);
    }

    @Test
    @DisplayName(
            "T8 a commit that the server has rolled back is told as rolled back, and the managed connection goes on")
    void aRolledBackCommitIsToldAsSuch() throws Exception {
        transaction.begin();
        order(session, 1);
        primary.failCommand(FailCommand.on("commitTransaction")
                .times(1)
                .errorCode(251)
                .errorLabels("TransientTransactionError")
                .build());

        assertThatExceptionOfType(LocalTransactionException.class)
                .isThrownBy(transaction::commit)
                .matches(e -> ContainerTransaction.ROLLED_BACK.equals(e.getErrorCode()))
                .withMessageContaining("rolled back")
                .withCauseInstanceOf(MongoTransactionAbortedException.class);

        assertThat(stored()).containsExactly(0L, 0L);
        assertThat(events()).isEmpty();
        assertThat(connection.isUsable()).isTrue();
    }

    @Test
    @DisplayName("T8 a commit that is refused is told as rolled back, and the server is told to do so")
    void aRefusedCommitIsRolledBack() throws Exception {
        transaction.begin();
        order(session, 1);
        primary.failCommand(
                FailCommand.on("commitTransaction").times(1).errorCode(13).build());

        assertThatExceptionOfType(LocalTransactionException.class)
                .isThrownBy(transaction::commit)
                .matches(e -> ContainerTransaction.ROLLED_BACK.equals(e.getErrorCode()));

        assertThat(lab.openTransactions()).isZero();
        assertThat(stored()).containsExactly(0L, 0L);
        assertThat(events()).isEmpty();
    }

    @Test
    @DisplayName("T8 what is committed with an unsatisfied write concern is committed")
    void anUnsatisfiedConcernIsNoRollback() throws Exception {
        transaction.begin();
        order(session, 1);
        primary.failCommand(FailCommand.on("commitTransaction")
                .times(1)
                .writeConcernError(100, "not enough members")
                .build());

        transaction.commit();

        assertThat(stored()).containsExactly(1L, 1L);
        assertThat(events()).isEmpty();
    }

    @Test
    @DisplayName(
            "T7 E4 a transient error ends the unit: nothing is stored, no error event, and the managed connection is used again")
    void aTransientErrorEndsTheUnitOnly() throws Exception {
        transaction.begin();
        orders(session).insertOne(new Document("_id", 1));
        loseReplies("insert", 1);
        assertThatExceptionOfType(MongoException.class)
                .isThrownBy(() -> stock(session).insertOne(new Document("_id", 1)))
                .matches(e -> e.hasErrorLabel("TransientTransactionError"));
        assertThatExceptionOfType(MongoTransactionAbortedException.class)
                .as("nothing is done outside of the transaction in place of it")
                .isThrownBy(() -> stock(session).insertOne(new Document("_id", 2)));

        transaction.rollback();
        assertThat(stored()).containsExactly(0L, 0L);
        transaction.begin();
        order(session, 3);
        transaction.commit();

        assertThat(stored()).containsExactly(1L, 1L);
        assertThat(events()).isEmpty();
    }

    @Test
    @DisplayName("T7 a unit that a transient error has ended is not committed, whoever asks for it")
    void aBrokenUnitIsNotCommitted() throws Exception {
        transaction.begin();
        orders(session).insertOne(new Document("_id", 1));
        loseReplies("insert", 1);
        assertThatThrownBy(() -> stock(session).insertOne(new Document("_id", 1)));

        assertThatExceptionOfType(LocalTransactionException.class)
                .isThrownBy(transaction::commit)
                .matches(e -> ContainerTransaction.ROLLED_BACK.equals(e.getErrorCode()));

        assertThat(stored()).isEqualTo(List.of(0L, 0L));
        assertThat(lab.openTransactions()).isZero();
    }

    @Test
    @DisplayName(
            "T9 a transaction that lasts longer than transactionMaxTimeMS is over before the server ends it, and says both limits")
    void aTransactionLastsNoLongerThanItMay() throws Exception {
        factory.setTransactionMaxTimeMS(1);
        MongoManagedConnection slow = connection();
        SessionHandle through = handle(slow);
        slow.getLocalTransaction().begin();
        orders(through).insertOne(new Document("_id", 1));
        growOld();

        assertThatExceptionOfType(MongoTransactionAbortedException.class)
                .isThrownBy(() -> stock(through).insertOne(new Document("_id", 1)))
                .withMessageContaining("transactionMaxTimeMS")
                .withMessageContaining("transactionLifetimeLimitSeconds");
        assertThatExceptionOfType(MongoTransactionAbortedException.class)
                .as("nothing is done outside of it")
                .isThrownBy(() -> stock(through).insertOne(new Document("_id", 2)))
                .withMessageContaining("transactionMaxTimeMS");
        assertThatExceptionOfType(LocalTransactionException.class)
                .isThrownBy(slow.getLocalTransaction()::commit)
                .matches(e -> ContainerTransaction.ROLLED_BACK.equals(e.getErrorCode()));

        assertThat(stored()).containsExactly(0L, 0L);
    }

    private static void growOld() {
        long end = System.nanoTime() + 2_000_000;
        while (System.nanoTime() < end) {
            Thread.onSpinWait();
        }
    }

    @Test
    @DisplayName(
            "T9 a transaction that the application has started and that lasts too long refuses everything until it is aborted")
    void anApplicationsTransactionLastsNoLongerThanItMay() throws Exception {
        factory.setTransactionMaxTimeMS(1);
        SessionHandle through = handle(connection());
        through.startTransaction();
        orders(through).insertOne(new Document("_id", 1));
        growOld();

        for (int i = 0; i < 2; i++) {
            assertThatExceptionOfType(MongoTransactionAbortedException.class)
                    .isThrownBy(() -> stock(through).insertOne(new Document("_id", 1)))
                    .withMessageContaining("transactionMaxTimeMS");
        }
        assertThat(through.hasTransaction()).isTrue();
        through.abortTransaction();

        assertThat(events())
                .containsExactly(
                        ConnectionEvent.LOCAL_TRANSACTION_STARTED, ConnectionEvent.LOCAL_TRANSACTION_ROLLEDBACK);
        stock(through).insertOne(new Document("_id", 2));
        assertThat(stored()).containsExactly(0L, 1L);
    }
}
