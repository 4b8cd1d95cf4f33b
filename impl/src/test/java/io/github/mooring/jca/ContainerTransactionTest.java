package io.github.mooring.jca;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.mooring.api.Mode;
import io.github.mooring.api.MongoClosedException;
import io.github.mooring.api.MongoCursor;
import io.github.mooring.api.MongoException;
import io.github.mooring.api.MongoTransactionException;
import jakarta.resource.spi.LocalTransaction;
import jakarta.resource.spi.LocalTransactionException;
import java.util.List;
import java.util.stream.IntStream;
import org.bson.Document;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What the container makes one unit: who takes part, what others see, and that nobody hears of it. */
class ContainerTransactionTest extends TransactionFixture {
    private final MongoManagedConnection connection = connection();
    private final LocalTransaction transaction = connection.getLocalTransaction();
    private final SessionHandle session = handle(connection);

    ContainerTransactionTest() throws Exception {
        super("");
    }

    @Test
    @DisplayName("T2 two collections are written and the container rolls back: nothing is stored")
    void whatIsRolledBackIsNotStored() throws Exception {
        transaction.begin();
        order(session, 1);
        assertThat(orders(session).countDocuments(new Document())).isEqualTo(2);
        assertThat(stored()).as("what others see meanwhile").containsExactly(0L, 0L);

        transaction.rollback();

        assertThat(stored()).containsExactly(0L, 0L);
        assertThat(lab.openTransactions()).isZero();
    }

    @Test
    @DisplayName("T2 what the container commits is stored as a whole, and each operation after it stands for itself")
    void whatIsCommittedIsStored() throws Exception {
        transaction.begin();
        order(session, 1);
        transaction.commit();
        assertThat(stored()).containsExactly(1L, 1L);

        orders(session).insertOne(new Document("_id", 2));
        assertThat(stored()).containsExactly(2L, 1L);
    }

    @Test
    @DisplayName("T1 begin while a transaction lasts, and commit and rollback while none does, are refused")
    void theOrderIsKept() throws Exception {
        assertThatExceptionOfType(LocalTransactionException.class)
                .isThrownBy(transaction::commit)
                .withMessageContaining("commit without begin");
        assertThatExceptionOfType(LocalTransactionException.class)
                .isThrownBy(transaction::rollback)
                .withMessageContaining("rollback without begin");
        transaction.begin();
        assertThatExceptionOfType(LocalTransactionException.class)
                .isThrownBy(transaction::begin)
                .withMessageContaining("already in progress")
                .matches(e -> ContainerTransaction.REFUSED.equals(e.getErrorCode()));
        transaction.commit();
        assertThatThrownBy(transaction::commit).isInstanceOf(LocalTransactionException.class);
    }

    @Test
    @DisplayName("T3 begin costs no round trip, and neither does the end of a transaction in which nothing was done")
    void anUnusedTransactionCostsNothing() throws Exception {
        int before = sentSoFar();

        transaction.begin();
        transaction.commit();
        transaction.begin();
        transaction.rollback();

        assertThat(sentSince(before)).isEmpty();
    }

    @Test
    @DisplayName("T4 handles on one managed connection see each other's uncommitted writes")
    void handlesShareTheTransaction() throws Exception {
        transaction.begin();
        SessionHandle second = handle(connection);
        orders(session).insertOne(new Document("_id", 1));

        assertThat(orders(second).find(new Document("_id", 1)).first()).isNotNull();
        stock(second).insertOne(new Document("_id", 1));
        transaction.commit();

        assertThat(stored()).containsExactly(1L, 1L);
    }

    @Test
    @DisplayName("T6 what is done through another managed connection is no part of a suspended transaction")
    void aSuspendedTransactionGetsNoWorkOfOthers() throws Exception {
        MongoManagedConnection another = connection();
        SessionHandle inner = handle(another);
        transaction.begin();
        orders(session).insertOne(new Document("_id", 1));

        another.getLocalTransaction().begin();
        orders(inner).insertOne(new Document("_id", 2));
        another.getLocalTransaction().commit();
        transaction.rollback();

        assertThat(stored()).containsExactly(1L, 0L);
    }

    @Test
    @DisplayName("M5 T6 a handle that was moved takes part in the transaction of where it is")
    void aMovedHandleBelongsToItsNewPlace() throws Exception {
        MongoManagedConnection another = connection();
        transaction.begin();
        another.getLocalTransaction().begin();

        another.associateConnection(session);
        orders(session).insertOne(new Document("_id", 1));
        transaction.commit();
        assertThat(stored()).containsExactly(0L, 0L);
        another.getLocalTransaction().commit();

        assertThat(stored()).containsExactly(1L, 0L);
    }

    @Test
    @DisplayName("E6 the container hears nothing of the transactions that it begins and ends itself")
    void noEventTellsOfTheContainersOwn() throws Exception {
        transaction.begin();
        order(session, 1);
        transaction.commit();
        transaction.begin();
        order(session, 2);
        transaction.rollback();

        assertThat(events()).isEmpty();
    }

    @Test
    @DisplayName("H7 closing a handle within the container's transaction sends nothing, and the transaction goes on")
    void closeLeavesTheTransactionAlone() throws Exception {
        transaction.begin();
        order(session, 1);
        int before = sentSoFar();

        session.close();
        assertThat(sentSince(before)).isEmpty();
        transaction.commit();

        assertThat(stored()).containsExactly(1L, 1L);
    }

    @Test
    @DisplayName("H10 a cursor of a transaction that is over gives nothing more")
    void cursorsEndWithTheirTransaction() throws Exception {
        transaction.begin();
        orders(session)
                .insertMany(IntStream.range(1, 10)
                        .mapToObj(id -> new Document("_id", id))
                        .toList());
        MongoCursor<Document> cursor =
                orders(session).find(new Document()).batchSize(2).cursor();
        cursor.next();
        cursor.next();
        transaction.rollback();

        assertThatThrownBy(cursor::next).isInstanceOf(MongoTransactionException.class);
        transaction.begin();
        MongoCursor<Document> later =
                orders(session).find(new Document()).batchSize(2).cursor();
        assertThat(later.next()).isNotNull();
        transaction.commit();
        later.close();
    }

    @Test
    @DisplayName(
            "M7 cleanup and destroy abort what is unfinished, and the managed connection can be used again after cleanup")
    void cleanupAborts() throws Exception {
        transaction.begin();
        order(session, 1);
        connection.cleanup();
        assertThat(lab.openTransactions()).isZero();
        assertThatThrownBy(() -> orders(session).countDocuments(new Document()))
                .isInstanceOf(MongoClosedException.class);

        SessionHandle next = handle(connection);
        transaction.begin();
        order(next, 2);
        connection.destroy();

        assertThat(lab.openTransactions()).isZero();
        assertThat(stored()).containsExactly(0L, 0L);
        assertThat(events()).isEmpty();
    }

    @Test
    @DisplayName("M11 the local transaction is the same for the life of the managed connection")
    void theTransactionIsAlwaysTheSame() throws Exception {
        transaction.begin();
        transaction.commit();
        connection.cleanup();

        assertThat(connection.getLocalTransaction()).isSameAs(transaction);
    }

    @Test
    @DisplayName(
            "T10 what MongoDB does not do in a transaction is refused before it is sent, and the transaction goes on")
    void whatIsNotPossibleIsToldBeforehand() throws Exception {
        transaction.begin();
        order(session, 1);
        int before = sentSoFar();

        assertThatExceptionOfType(MongoTransactionException.class)
                .isThrownBy(() -> orders(session).drop())
                .withMessageContaining("cannot be dropped");
        session.setMode(Mode.SECONDARY);
        assertThatExceptionOfType(MongoTransactionException.class)
                .isThrownBy(() -> orders(session).countDocuments(new Document()))
                .withMessageContaining("primary");
        assertThat(sentSince(before)).isEmpty();
        transaction.commit();

        assertThat(stored()).containsExactly(1L, 1L);
    }

    @Test
    @DisplayName("T12 a login within a transaction is refused, as a sharing violation if several handles share it")
    void theUserStaysForTheTransaction() throws Exception {
        transaction.begin();
        orders(session).insertOne(new Document("_id", 1));
        SessionHandle second = handle(connection);

        assertThatExceptionOfType(MongoException.class)
                .isThrownBy(() -> second.login("bob", "secret".toCharArray()))
                .withMessageContaining("user 'bob'")
                .withCauseInstanceOf(jakarta.resource.spi.SharingViolationException.class);
        transaction.commit();

        assertThat(stored()).isEqualTo(List.of(1L, 0L));
    }
}
