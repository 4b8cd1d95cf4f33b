package io.github.mooring.jca;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.mooring.api.MongoCommandException;
import io.github.mooring.api.MongoCommitUnknownException;
import io.github.mooring.api.MongoTransactionAbortedException;
import io.github.mooring.api.MongoTransactionException;
import io.github.mooring.testkit.server.FailCommand;
import jakarta.resource.spi.ConnectionEvent;
import jakarta.resource.spi.LocalTransaction;
import jakarta.resource.spi.LocalTransactionException;
import jakarta.resource.spi.SharingViolationException;
import java.util.List;
import org.bson.Document;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Transactions that the application starts through a handle: the same ones, but the container hears of them. */
class ApplicationTransactionTest extends TransactionFixture {
    private static final int STARTED = ConnectionEvent.LOCAL_TRANSACTION_STARTED;
    private static final int COMMITTED = ConnectionEvent.LOCAL_TRANSACTION_COMMITTED;
    private static final int ROLLED_BACK = ConnectionEvent.LOCAL_TRANSACTION_ROLLEDBACK;
    private static final int CLOSED = ConnectionEvent.CONNECTION_CLOSED;
    private static final int LOST = ConnectionEvent.CONNECTION_ERROR_OCCURRED;

    private final MongoManagedConnection connection = connection();
    private final SessionHandle session = handle(connection);

    ApplicationTransactionTest() throws Exception {
        super("&commitRetryBudgetMS=300");
    }

    @Test
    @DisplayName("E7 the container hears of start and commit, each before the call returns")
    void startAndCommitAreTold() {
        session.startTransaction();
        assertThat(events()).containsExactly(STARTED);
        order(session, 1);
        assertThat(session.hasTransaction()).isTrue();
        session.commitTransaction();

        assertThat(events()).containsExactly(STARTED, COMMITTED);
        assertThat(listener.events())
                .allMatch(event -> event.getSource() == connection)
                .allMatch(event -> event.getConnectionHandle() == session);
        assertThat(session.hasTransaction()).isFalse();
        assertThat(stored()).containsExactly(1L, 1L);
    }

    @Test
    @DisplayName("E7 the container hears of an abort, and nothing is stored")
    void abortIsTold() {
        session.startTransaction();
        order(session, 1);
        session.abortTransaction();

        assertThat(events()).containsExactly(STARTED, ROLLED_BACK);
        assertThat(stored()).containsExactly(0L, 0L);
    }

    @Test
    @DisplayName("E7 a commit that fails is told as rolled back, never as committed")
    void aFailedCommitIsToldAsRolledBack() {
        session.startTransaction();
        orders(session).insertOne(new Document("_id", 1));
        loseReplies("insert", 1);
        assertThatThrownBy(() -> stock(session).insertOne(new Document("_id", 1)));

        assertThatExceptionOfType(MongoTransactionAbortedException.class).isThrownBy(session::commitTransaction);

        assertThat(events()).containsExactly(STARTED, ROLLED_BACK);
        assertThat(stored()).containsExactly(0L, 0L);
    }

    @Test
    @DisplayName(
            "E7 T8 a commit of unknown outcome can be repeated; the managed connection is lost when its last handle is closed")
    void anUnknownOutcomeCanStillBeSettled() {
        session.startTransaction();
        order(session, 1);
        loseReplies("commitTransaction", 1000);
        assertThatExceptionOfType(MongoCommitUnknownException.class).isThrownBy(session::commitTransaction);
        assertThat(events()).containsExactly(STARTED);
        primary.clearFailPoint();

        session.commitTransaction();
        session.close();

        assertThat(stored()).containsExactly(1L, 1L);
        assertThat(events()).containsExactly(STARTED, COMMITTED, LOST);
        assertThat(connection.isUsable()).isFalse();
    }

    private void isRefused() {
        primary.failCommand(
                FailCommand.on("commitTransaction").times(1).errorCode(13).build());
        assertThatExceptionOfType(MongoCommandException.class).isThrownBy(session::commitTransaction);
    }

    @Test
    @DisplayName("E7 T8 a commit that is refused is told as no rollback, as it can be repeated")
    void aRefusedCommitCanBeRepeated() {
        session.startTransaction();
        order(session, 1);
        isRefused();
        assertThat(events()).containsExactly(STARTED);

        session.commitTransaction();

        assertThat(stored()).containsExactly(1L, 1L);
        assertThat(events()).containsExactly(STARTED, COMMITTED);
    }

    @Test
    @DisplayName(
            "E7 T8 what is left of a commit that was refused is rolled back with its handle; the managed connection is lost")
    void aRefusedCommitThatIsNotRepeatedIsAborted() {
        session.startTransaction();
        order(session, 1);
        isRefused();

        session.close();

        assertThat(lab.openTransactions()).isZero();
        assertThat(stored()).containsExactly(0L, 0L);
        assertThat(events()).containsExactly(STARTED, LOST);
    }

    @Test
    @DisplayName("E7 withTransaction begins and ends through the managed connection, once for each attempt")
    void withTransactionIsTold() {
        String done = session.withTransaction(given -> {
            assertThat(given).isSameAs(session);
            order(given, 1);
            return "done";
        });

        assertThat(done).isEqualTo("done");
        assertThat(events()).containsExactly(STARTED, COMMITTED);
        assertThat(stored()).containsExactly(1L, 1L);
    }

    @Test
    @DisplayName("T1 the application cannot start, commit or abort a transaction while the container's lasts")
    void theContainersTransactionIsTheContainers() throws Exception {
        LocalTransaction container = connection.getLocalTransaction();
        container.begin();
        order(session, 1);

        for (Runnable forbidden : List.<Runnable>of(
                session::startTransaction,
                session::commitTransaction,
                session::abortTransaction,
                () -> session.withTransaction(given -> "never"))) {
            assertThatExceptionOfType(MongoTransactionException.class)
                    .isThrownBy(forbidden::run)
                    .withMessageContaining("of the container, which it alone ends");
        }
        assertThat(session.hasTransaction()).isTrue();
        container.commit();

        assertThat(stored()).containsExactly(1L, 1L);
        assertThat(events()).isEmpty();
    }

    @Test
    @DisplayName("T1 the container cannot begin or commit while an application's transaction lasts, but roll it back")
    void theContainerEndsWhatIsUnfinished() throws Exception {
        LocalTransaction container = connection.getLocalTransaction();
        session.startTransaction();
        order(session, 1);

        assertThatExceptionOfType(LocalTransactionException.class)
                .isThrownBy(container::begin)
                .withMessageContaining("the application has started it");
        assertThatExceptionOfType(LocalTransactionException.class)
                .isThrownBy(container::commit)
                .withMessageContaining("the application has started");
        container.rollback();

        assertThat(stored()).containsExactly(0L, 0L);
        assertThat(lab.openTransactions()).isZero();
        assertThat(session.hasTransaction()).isFalse();
    }

    @Test
    @DisplayName("M7 E7 closing the handle that has started a transaction aborts it, and tells that first")
    void closeAbortsWhatTheHandleHasStarted() throws Exception {
        SessionHandle second = handle(connection);
        session.startTransaction();
        order(session, 1);
        order(second, 2);
        second.close();
        assertThat(events()).containsExactly(STARTED, CLOSED);

        session.close();

        assertThat(events()).containsExactly(STARTED, CLOSED, ROLLED_BACK, CLOSED);
        assertThat(lab.openTransactions()).isZero();
        assertThat(stored()).containsExactly(0L, 0L);
    }

    @Test
    @DisplayName("M7 cleanup aborts an unfinished transaction of the application")
    void cleanupAborts() throws Exception {
        session.startTransaction();
        order(session, 1);

        connection.cleanup();

        assertThat(lab.openTransactions()).isZero();
        assertThat(stored()).containsExactly(0L, 0L);
    }

    @Test
    @DisplayName("T12 two handles that share a managed connection cannot have a transaction each")
    void handlesThatShareHaveOneTransaction() throws Exception {
        SessionHandle second = handle(connection);
        session.startTransaction();

        assertThatExceptionOfType(MongoTransactionException.class)
                .isThrownBy(second::startTransaction)
                .withMessageContaining("already in progress")
                .withCauseInstanceOf(SharingViolationException.class);
        order(second, 1);
        session.abortTransaction();

        assertThat(stored()).containsExactly(0L, 0L);
    }

    @Test
    @DisplayName(
            "E6 MF14 at level NoTransaction an application may start transactions, and the container hears nothing")
    void withoutTheContainerNobodyIsTold() throws Exception {
        factory.setTransactionLevel("NoTransaction");
        SessionHandle alone = handle(connection());

        alone.startTransaction();
        order(alone, 1);
        alone.commitTransaction();

        assertThat(events()).isEmpty();
        assertThat(stored()).containsExactly(1L, 1L);
    }
}
