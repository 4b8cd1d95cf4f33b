package io.github.mooring.jca;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.mooring.api.MongoSession;
import io.github.mooring.api.MongoSessionFactory;
import io.github.mooring.api.MongoTransactionException;
import io.github.mooring.testkit.container.FakeContainer;
import io.github.mooring.testkit.container.FakeTransactions;
import io.github.mooring.testkit.container.LazyPool;
import io.github.mooring.testkit.container.Personality;
import jakarta.resource.ResourceException;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who takes part in the container's transaction, and since when, where the container leaves that to the adapter. */
class LazyEnlistmentTest extends TransactionFixture {
    private final FakeTransactions transactions = new FakeTransactions();
    private final LazyPool pool = poolOf(factory);

    LazyEnlistmentTest() throws Exception {
        super("");
    }

    @AfterEach
    void nothingIsHeldAgainstTheAdapter() {
        assertThat(pool.warnings()).isEmpty();
    }

    private LazyPool poolOf(MongoManagedConnectionFactory of) {
        return new LazyPool(of, Personality.WILDFLY.traits(), 5, transactions);
    }

    private static MongoSession open(LazyPool from) throws ResourceException {
        return ((MongoSessionFactory) from.factory().createConnectionFactory(from)).openSession();
    }

    @Test
    @DisplayName("Z6 a session that is opened and not used takes nobody's place in the transaction")
    void anUnusedSessionTakesNoPart() throws Exception {
        transactions.begin();
        try (MongoSession session = open(pool)) {
            session.setBatchSize(10);
            assertThat(session.hasTransaction()).isFalse();
        }

        assertThat(pool.asked()).isEmpty();
        assertThat(pool.enlisted()).isEmpty();
        assertThat(transactions.commit().committed()).isTrue();
    }

    @Test
    @DisplayName("Z6 an unused session leaves the place for the one resource that cannot be prepared to another pool")
    void theLastPlaceStaysFree() throws Exception {
        LazyPool another = poolOf(Containers.factoryOf(adapter, lab.uri()));
        transactions.begin();
        try (MongoSession unused = open(pool);
                MongoSession session = open(another)) {
            order(session, 1);
            assertThat(unused.hasTransaction()).isFalse();
        }

        assertThat(transactions.commit().failures()).isEmpty();
        assertThat(stored()).containsExactly(1L, 1L);
        assertThat(another.warnings()).isEmpty();
    }

    @Test
    @DisplayName("Z5 the first operation in a transaction enlists, those after it do not ask again, and it is one unit")
    void theFirstUseEnlistsOnce() throws Exception {
        transactions.begin();
        try (MongoSession session = open(pool)) {
            order(session, 1);
            assertThat(session.hasTransaction()).isTrue();
            assertThat(pool.asked()).hasSize(1);
            assertThat(stored()).containsExactly(0L, 0L);
            assertThat(transactions.rollback().failures()).isEmpty();

            assertThat(stored()).containsExactly(0L, 0L);
            transactions.begin();
            order(session, 2);
            assertThat(transactions.commit().committed()).isTrue();
        }

        assertThat(pool.asked()).hasSize(2);
        assertThat(stored()).containsExactly(1L, 1L);
    }

    @Test
    @DisplayName(
            "Z5 outside of a transaction the container is asked before each use, as it does not show whether there is one")
    void withoutAViewTheContainerIsAsked() throws Exception {
        try (MongoSession session = open(pool)) {
            order(session, 1);
        }

        assertThat(pool.asked()).hasSize(2);
        assertThat(stored()).containsExactly(1L, 1L);
    }

    @Test
    @DisplayName("Z5 a container that shows its transactions is asked within them only")
    void withAViewTheContainerIsAskedWithinTransactionsOnly() throws Exception {
        inAContainerThatShowsItsTransactions((shown, its) -> {
            try (MongoSession session = open(its)) {
                order(session, 1);
                assertThat(its.asked()).isEmpty();
                shown.begin();
                order(session, 2);
                assertThat(shown.rollback().failures()).isEmpty();
            }

            assertThat(its.asked()).hasSize(1);
            assertThat(stored()).containsExactly(1L, 1L);
        });
    }

    @Test
    @DisplayName(
            "Z5 a container is asked for its transaction once by an operation that begins, and not by those that go on")
    void itIsAskedForItsTransactionOnce() throws Exception {
        inAContainerThatShowsItsTransactions((shown, its) -> {
            try (MongoSession first = open(its);
                    MongoSession second = open(its)) {
                orders(first).insertOne(new Document("_id", 0.5));
                assertThat(shown.asked()).as("outside of transactions").isEqualTo(1);

                shown.begin();
                orders(first).insertOne(new Document("_id", 1));
                assertThat(shown.asked())
                        .as("by the operation, and at the begin")
                        .isEqualTo(3);
                stock(first).insertOne(new Document("_id", 1));
                assertThat(shown.asked()).as("already there").isEqualTo(3);
                stock(second).insertOne(new Document("_id", 2));
                assertThat(shown.asked()).as("by one that goes there").isEqualTo(4);
                assertThat(shown.commit().committed()).isTrue();
            }
        });
    }

    @Test
    @DisplayName(
            "Z7 a handle leaves its connection by itself for the one that takes part, so that the container counts it once")
    void aHandleGoesWhereTheTransactionIs() throws Exception {
        inAContainerThatShowsItsTransactions((shown, its) -> {
            try (MongoSession first = open(its);
                    MongoSession second = open(its)) {
                shown.begin();
                orders(first).insertOne(new Document("_id", 1));
                stock(second).insertOne(new Document("_id", 1));

                assertThat(its.created()).isEqualTo(2);
                assertThat(its.asked()).containsExactlyElementsOf(its.enlisted());
                assertThat(its.enlisted()).containsExactly(its.carrierOf(second));
                assertThat(stored()).containsExactly(0L, 0L);
                assertThat(shown.commit().committed()).isTrue();
            }

            assertThat(stored()).containsExactly(1L, 1L);
        });
    }

    @Test
    @DisplayName(
            "Z5 a container that says nothing and does not enlist is found out, and nothing is done outside of the transaction")
    void aContainerThatForgets() throws Exception {
        inAContainerThatShowsItsTransactions((shown, its) -> {
            its.setForgetful(true);
            shown.begin();
            try (MongoSession session = open(its)) {
                assertThatExceptionOfType(MongoTransactionException.class)
                        .isThrownBy(() -> order(session, 1))
                        .withMessageContaining("has not enlisted the session")
                        .withMessageContaining("after the transaction has begun");
            }

            assertThat(shown.rollback().failures()).isEmpty();
            assertThat(stored()).containsExactly(0L, 0L);
        });
    }

    @Test
    @DisplayName("T9 what the container has rolled back at its time-out is not gone on with outside of the transaction")
    void nothingIsDoneAfterATimeOut() throws Exception {
        inAContainerThatShowsItsTransactions((shown, its) -> {
            MongoManagedConnection connection =
                    (MongoManagedConnection) its.factory().createManagedConnection(null, null);
            SessionHandle session = handle(connection);
            shown.begin();
            connection.getLocalTransaction().begin();
            orders(session).insertOne(new Document("_id", 1));
            connection.getLocalTransaction().rollback();

            assertThatExceptionOfType(MongoTransactionException.class)
                    .isThrownBy(() -> stock(session).insertOne(new Document("_id", 1)))
                    .withMessageContaining("rolled its transaction back");
            assertThatExceptionOfType(MongoTransactionException.class).isThrownBy(session::startTransaction);
            assertThat(stored()).containsExactly(0L, 0L);
            assertThat(shown.rollback().failures()).isEmpty();
            order(session, 2);
            assertThat(stored()).containsExactly(1L, 1L);
            connection.destroy();
        });
    }

    /** What a test does with a container that shows its transactions. */
    @FunctionalInterface
    private interface Use {
        void of(FakeTransactions shown, LazyPool its) throws Exception;
    }

    private void inAContainerThatShowsItsTransactions(Use use) throws Exception {
        FakeContainer container = FakeContainer.like(Personality.WILDFLY);
        try (container) {
            MongoResourceAdapter seeing = new MongoResourceAdapter();
            container.start(seeing);
            use.of(container.transactions(), (LazyPool) container.pool(Containers.factoryOf(seeing, lab.uri()), 5));
        }
        assertThat(container.faults()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    @DisplayName(
            "Z7 a container that has a connection in the transaction already moves the handle there, and its work is done there")
    void theHandleMayBeMovedMeanwhile(boolean handlesAskAgain) throws Exception {
        pool.setLeavingAside(handlesAskAgain);
        try (MongoSession first = open(pool);
                MongoSession second = open(pool)) {
            transactions.begin();
            orders(first).insertOne(new Document("_id", 1));
            stock(second).insertOne(new Document("_id", 1));

            assertThat(pool.created()).isEqualTo(2);
            assertThat(pool.enlisted()).containsExactly(pool.carrierOf(second));
            assertThat(pool.requests()).hasSize(handlesAskAgain ? 1 : 0);
            assertThat(orders(second).find(new Document("_id", 1)).first()).isNotNull();
            assertThat(stored()).containsExactly(0L, 0L);
            assertThat(transactions.commit().committed()).isTrue();
        }

        assertThat(stored()).containsExactly(1L, 1L);
    }

    @Test
    @DisplayName(
            "Z5 T5 where the container cannot enlist, the operation fails and nothing is done outside of the transaction")
    void aRefusalIsLoud() throws Exception {
        transactions.begin();
        pool.refuse(new ResourceException("FP000461: there is a last resource already"));
        try (MongoSession session = open(pool)) {
            assertThatExceptionOfType(MongoTransactionException.class)
                    .isThrownBy(() -> order(session, 1))
                    .withMessageContaining("cannot take part in the container's transaction")
                    .withMessageContaining("there is a last resource already");
        }

        assertThat(transactions.rollback().failures()).isEmpty();
        assertThat(stored()).containsExactly(0L, 0L);
    }

    @Test
    @DisplayName("T5 the second resource that cannot be prepared is refused when it is used, and the first can commit")
    void aSecondResourceIsRefusedWhenUsed() throws Exception {
        LazyPool another = poolOf(Containers.factoryOf(adapter, lab.uri()));
        transactions.begin();
        try (MongoSession first = open(pool);
                MongoSession second = open(another)) {
            orders(first).insertOne(new Document("_id", 1));
            assertThatExceptionOfType(MongoTransactionException.class)
                    .isThrownBy(() -> stock(second).insertOne(new Document("_id", 1)))
                    .withMessageContaining("cannot take part in the container's transaction");
        }

        assertThat(stored()).containsExactly(0L, 0L);
        assertThat(transactions.commit().committed()).isTrue();
        assertThat(stored()).containsExactly(1L, 0L);
        assertThat(another.warnings()).isEmpty();
    }

    @Test
    @DisplayName("Z5 T10 why the transaction could not begin is told, though the container does not say")
    void theReasonIsTold() throws Exception {
        factory.setW("0");
        transactions.begin();
        try (MongoSession session = open(poolOf(factory))) {
            assertThatExceptionOfType(MongoTransactionException.class)
                    .isThrownBy(() -> order(session, 1))
                    .withMessageContaining("unacknowledged");
        }

        assertThat(transactions.rollback().failures()).isEmpty();
        assertThat(stored()).containsExactly(0L, 0L);
    }

    @Test
    @DisplayName("Z5 MF14 at level NoTransaction nobody is asked")
    void withoutTransactionsNobodyIsAsked() throws Exception {
        factory.setTransactionLevel("NoTransaction");
        LazyPool other = poolOf(factory);
        transactions.begin();
        try (MongoSession session = open(other)) {
            order(session, 1);
        }

        assertThat(transactions.rollback().failures()).isEmpty();
        assertThat(other.asked()).isEmpty();
        assertThat(stored()).containsExactly(1L, 1L);
    }

    @Test
    @DisplayName("Z5 T1 an application that starts a transaction of its own in one of the container is refused")
    void startingATransactionIsAUse() throws Exception {
        transactions.begin();
        try (MongoSession session = open(pool)) {
            assertThatExceptionOfType(MongoTransactionException.class)
                    .isThrownBy(session::startTransaction)
                    .withMessageContaining("of the container");
        }

        assertThat(pool.asked()).hasSize(1);
        assertThat(transactions.commit().committed()).isTrue();
    }
}
