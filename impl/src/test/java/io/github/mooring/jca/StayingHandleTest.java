package io.github.mooring.jca;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.mooring.api.MongoSession;
import io.github.mooring.api.MongoSessionFactory;
import io.github.mooring.api.MongoTransactionException;
import io.github.mooring.testkit.container.EnlistingPool;
import io.github.mooring.testkit.container.FakeContainer;
import io.github.mooring.testkit.container.FakeTransactions;
import io.github.mooring.testkit.container.Personality;
import io.github.mooring.testkit.container.Trait;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.bson.Document;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * Several sessions in one transaction of a container that enlists on demand and moves no handles, as Payara's pools do with
 * lazy-connection-enlistment and without lazy-connection-association.
 */
class StayingHandleTest extends TransactionFixture {
    StayingHandleTest() throws Exception {
        super("");
    }

    /** What a test does in such a container. */
    @FunctionalInterface
    private interface Use {
        void of(FakeTransactions transactions, EnlistingPool pool) throws Exception;
    }

    private void inSuchAContainer(Use use) throws Exception {
        Set<Trait> traits = EnumSet.copyOf(Personality.GLASSFISH.traits());
        traits.add(Trait.LAZY_ENLISTMENT);
        FakeContainer container = new FakeContainer(traits);
        try (container) {
            MongoResourceAdapter seeing = new MongoResourceAdapter();
            container.start(seeing);
            use.of(container.transactions(), (EnlistingPool)
                    container.pool(Containers.factoryOf(seeing, lab.uri()), 5));
        }
        assertThat(container.faults()).isEmpty();
    }

    private static MongoSession open(EnlistingPool pool) throws Exception {
        return ((MongoSessionFactory) pool.factory().createConnectionFactory(pool)).openSession();
    }

    @Test
    @DisplayName("Z6 two sessions that were open before either was used are one unit of work")
    void sessionsSeeEachOthersWrites() throws Exception {
        inSuchAContainer((transactions, pool) -> {
            try (MongoSession first = open(pool);
                    MongoSession second = open(pool)) {
                transactions.begin();
                assertThat(pool.carrierOf(second)).isNotSameAs(pool.carrierOf(first));
                orders(first).insertOne(new Document("_id", 1));
                assertThat(orders(second).find(new Document("_id", 1)).first()).isNotNull();
                stock(second).insertOne(new Document("_id", 1));

                assertThat(second.hasTransaction()).isTrue();
                assertThat(pool.asked()).hasSize(1);
                assertThat(stored()).containsExactly(0L, 0L);
            }

            assertThat(transactions.commit().committed()).isTrue();
            assertThat(stored()).containsExactly(1L, 1L);
        });
    }

    @Test
    @DisplayName("Z6 the work of the second session goes on after the first one was closed")
    void theFirstMayBeClosed() throws Exception {
        inSuchAContainer((transactions, pool) -> {
            try (MongoSession second = open(pool)) {
                try (MongoSession first = open(pool)) {
                    transactions.begin();
                    orders(first).insertOne(new Document("_id", 1));
                }
                stock(second).insertOne(new Document("_id", 1));
            }

            assertThat(transactions.rollback().failures()).isEmpty();
            assertThat(stored()).containsExactly(0L, 0L);
        });
    }

    @Test
    @DisplayName("T9 after the container has rolled back what takes part, nothing is done in its place")
    void nothingIsDoneAfterATimeOut() throws Exception {
        inSuchAContainer((transactions, pool) -> {
            try (MongoSession first = open(pool);
                    MongoSession second = open(pool)) {
                transactions.begin();
                assertThat(pool.carrierOf(second)).isNotSameAs(pool.carrierOf(first));
                orders(first).insertOne(new Document("_id", 1));
                ((MongoManagedConnection) pool.carrierOf(first)).carried().rollback();

                assertThatExceptionOfType(MongoTransactionException.class)
                        .isThrownBy(() -> stock(second).insertOne(new Document("_id", 1)))
                        .withMessageContaining("has left it");
                assertThatExceptionOfType(MongoTransactionException.class)
                        .isThrownBy(second::startTransaction)
                        .withMessageContaining("has left it");
                assertThat(second.hasTransaction()).isFalse();
            }

            assertThat(stored()).containsExactly(0L, 0L);
            var unused = transactions.rollback();
        });
    }

    @Test
    @DisplayName("T9 what takes part is not taken for it once it serves another transaction")
    void anotherTransactionIsNotTakenForIt() throws Exception {
        inSuchAContainer((transactions, pool) -> {
            try (MongoSession first = open(pool);
                    MongoSession second = open(pool)) {
                transactions.begin();
                assertThat(pool.carrierOf(second)).isNotSameAs(pool.carrierOf(first));
                orders(first).insertOne(new Document("_id", 1));
                CarriedTransactions carried = ((MongoManagedConnection) pool.carrierOf(first)).carried();
                carried.rollback();
                carried.reset();
                carried.begin();

                assertThatExceptionOfType(MongoTransactionException.class)
                        .isThrownBy(() -> stock(second).insertOne(new Document("_id", 1)))
                        .withMessageContaining("has left it");
                assertThat(second.hasTransaction()).isFalse();
                carried.rollback();
            }

            assertThat(stored()).containsExactly(0L, 0L);
            var unused = transactions.rollback();
        });
    }

    @Test
    @DisplayName("T1 a session whose work is done elsewhere can neither begin nor end a transaction of its own")
    void noTransactionOfItsOwn() throws Exception {
        inSuchAContainer((transactions, pool) -> {
            try (MongoSession first = open(pool);
                    MongoSession second = open(pool)) {
                transactions.begin();
                assertThat(pool.carrierOf(second)).isNotSameAs(pool.carrierOf(first));
                orders(first).insertOne(new Document("_id", 1));

                for (ThrowingCallable call : List.<ThrowingCallable>of(
                        second::startTransaction, second::commitTransaction, second::abortTransaction)) {
                    assertThatExceptionOfType(MongoTransactionException.class)
                            .isThrownBy(call)
                            .withMessageContaining("that of the container");
                }
            }

            assertThat(transactions.commit().committed()).isTrue();
            assertThat(stored()).containsExactly(1L, 0L);
        });
    }
}
