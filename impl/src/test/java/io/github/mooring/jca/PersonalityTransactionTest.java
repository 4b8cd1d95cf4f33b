package io.github.mooring.jca;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.mooring.api.MongoException;
import io.github.mooring.api.MongoSession;
import io.github.mooring.api.MongoSessionFactory;
import io.github.mooring.testkit.container.FakeContainer;
import io.github.mooring.testkit.container.FakePool;
import io.github.mooring.testkit.container.FakeTransactions;
import io.github.mooring.testkit.container.Outcome;
import io.github.mooring.testkit.container.Personality;
import io.github.mooring.testkit.container.Trait;
import io.github.mooring.testkit.server.FailCommand;
import jakarta.resource.ResourceException;
import java.util.Map;
import org.bson.Document;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Transactions as each kind of container drives them, without a fault that it would log. */
class PersonalityTransactionTest extends TransactionFixture {
    PersonalityTransactionTest() throws Exception {
        super("");
    }

    private FakePool deploy(FakeContainer container) throws ResourceException {
        // where works are refused and there are no timers, they are asked for again after that time
        var unused = container.start(MongoResourceAdapter.class, Map.of("pingIntervalMS", 500));
        return another(container);
    }

    private FakePool another(FakeContainer container) throws ResourceException {
        MongoManagedConnectionFactory made = new MongoManagedConnectionFactory();
        made.setConnectionURL(lab.uri() + "&commitRetryBudgetMS=300");
        return container.pool(made, 10);
    }

    private static MongoSession open(FakePool from) throws ResourceException {
        return ((MongoSessionFactory) from.factory().createConnectionFactory(from)).openSession();
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("T1 T2 T4 E6 H7 what several sessions do is one unit, whether they are closed before its end or after")
    void sessionsAreOneUnit(Personality personality) throws Exception {
        FakeContainer container = FakeContainer.like(personality);
        try (container) {
            FakePool pool = deploy(container);
            FakeTransactions transactions = container.transactions();
            for (int i = 1; i <= 4; i++) {
                transactions.begin();
                MongoSession first = open(pool);
                orders(first).insertOne(new Document("_id", i));
                first.close();
                MongoSession second = open(pool);
                assertThat(orders(second).find(new Document("_id", i)).first()).isNotNull();
                stock(second).insertOne(new Document("_id", i));
                Outcome outcome = i % 2 == 0 ? transactions.commit() : transactions.rollback();
                assertThat(outcome.failures()).isEmpty();
                second.close();
                pool.settle();

                assertThat(stored()).containsExactly((long) (i / 2), (long) (i / 2));
                assertThat(pool.free()).isEqualTo(pool.connections().size());
            }
            assertThat(pool.errors()).isZero();
        }
        assertThat(container.faults()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("M7 H10 E7 what an application leaves open is aborted, by whichever end the container makes of it")
    void whatIsLeftOpenIsAborted(Personality personality) throws Exception {
        FakeContainer container = FakeContainer.like(personality);
        try (container) {
            FakePool pool = deploy(container);
            MongoSession leaked = open(pool);
            leaked.startTransaction();
            order(leaked, 1);
            assertThat(pool.ownTransactions()).isEqualTo(1);

            assertThat(pool.closeLeakedHandles()).isEqualTo(1);

            assertThat(lab.openTransactions()).isZero();
            try (MongoSession next = open(pool)) {
                order(next, 2);
            }
            assertThat(stored()).containsExactly(1L, 1L);
        }
        assertThat(container.faults()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("T7 E4 a unit that a lost socket has ended is rolled back, and costs the container no connection")
    void anErrorThatPassesEndsTheUnitOnly(Personality personality) throws Exception {
        FakeContainer container = FakeContainer.like(personality);
        try (container) {
            FakePool pool = deploy(container);
            container.transactions().begin();
            try (MongoSession session = open(pool)) {
                orders(session).insertOne(new Document("_id", 1));
                loseReplies("insert", 1);
                assertThatExceptionOfType(MongoException.class)
                        .isThrownBy(() -> stock(session).insertOne(new Document("_id", 1)))
                        .matches(e -> e.hasErrorLabel("TransientTransactionError"));
            }

            assertThat(container.transactions().commit().committed()).isFalse();

            pool.settle();
            assertThat(stored()).containsExactly(0L, 0L);
            assertThat(pool.errors()).isZero();
            assertThat(pool.destroyed()).isZero();
        }
        assertThat(container.faults()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("T8 E4 a commit of unknown outcome is told to the container, and costs the connection, once")
    void anUnknownOutcomeCostsTheConnection(Personality personality) throws Exception {
        FakeContainer container = FakeContainer.like(personality);
        try (container) {
            FakePool pool = deploy(container);
            container.transactions().begin();
            MongoSession session = open(pool);
            order(session, 1);
            primary.failCommand(FailCommand.on("commitTransaction")
                    .times(1000)
                    .closeConnectionAfterwards()
                    .build());

            Outcome outcome = container.transactions().commit();
            session.close();
            pool.settle();

            assertThat(outcome.failures())
                    .singleElement()
                    .matches(e -> ContainerTransaction.COMMIT_UNKNOWN.equals(((ResourceException) e).getErrorCode()));
            assertThat(pool.errors()).isEqualTo(1);
        }
        assertThat(container.faults()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("T5 Z6 a second pool's connection is refused in the same transaction, when it is used or before")
    void aSecondPoolIsRefused(Personality personality) throws Exception {
        FakeContainer container = FakeContainer.like(personality);
        try (container) {
            FakePool pool = deploy(container);
            FakePool other = another(container);
            container.transactions().begin();
            try (MongoSession session = open(pool)) {
                order(session, 1);
                if (personality.traits().contains(Trait.LAZY_ENLISTMENT)) {
                    MongoSession second = open(other);
                    assertThatThrownBy(second::ping).isInstanceOf(MongoException.class);
                    second.close();
                } else {
                    assertThatThrownBy(() -> open(other)).isInstanceOf(MongoException.class);
                }
            }

            assertThat(container.transactions().commit().committed()).isTrue();
            assertThat(stored()).containsExactly(1L, 1L);
        }
        assertThat(container.faults()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("T6 what is done in one thread's transaction is no part of another's")
    void eachThreadHasItsOwn(Personality personality) throws Exception {
        FakeContainer container = FakeContainer.like(personality);
        try (container) {
            FakePool pool = deploy(container);
            container.transactions().begin();
            MongoSession outer = open(pool);
            orders(outer).insertOne(new Document("_id", 1));
            Thread inner = new Thread(() -> rollBackAnOrder(container.transactions(), pool));
            inner.start();
            inner.join();

            assertThat(stored()).containsExactly(0L, 0L);
            stock(outer).insertOne(new Document("_id", 1));
            outer.close();
            assertThat(container.transactions().commit().failures()).isEmpty();

            assertThat(stored()).containsExactly(1L, 1L);
            assertThat(pool.created()).isGreaterThanOrEqualTo(2);
        }
        assertThat(container.faults()).isEmpty();
    }

    private static void rollBackAnOrder(FakeTransactions transactions, FakePool pool) {
        transactions.begin();
        try (MongoSession session = open(pool)) {
            order(session, 2);
        } catch (ResourceException e) {
            throw new AssertionError(e);
        } finally {
            var unused = transactions.rollback();
        }
    }
}
