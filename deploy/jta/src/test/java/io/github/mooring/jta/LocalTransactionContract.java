package io.github.mooring.jta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.mooring.jta.LocalResource.Session;
import jakarta.transaction.RollbackException;
import jakarta.transaction.Transaction;
import java.util.Objects;
import java.util.logging.Level;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What holds for every adapter with local transactions and lazy enlistment, on IronJacamar and Narayana. */
@Timeout(300)
abstract class LocalTransactionContract {
    final LogLines log = LogLines.ofIronJacamar(Level.FINE);
    final LogLines narayana = LogLines.ofNarayana();
    final Container container = Container.start();
    /** Null before it is started. */
    private @Nullable LocalResource resource;

    /** The resource manager of this test. */
    abstract LocalResource startResource() throws Exception;

    @BeforeEach
    final void start() throws Exception {
        resource = startResource();
    }

    @AfterEach
    final void end() throws Exception {
        container.close();
        if (resource != null) {
            resource.close();
        }
        narayana.close();
        log.close();
        assertThat(log.warnings()).as("warnings of the container").isEmpty();
    }

    final LocalResource resource() {
        return Objects.requireNonNull(resource, "resource");
    }

    final Transactions transactions() {
        return container.transactions();
    }

    final ContainerPool.Builder pool() throws Exception {
        return container.pool(resource().connectionFactory()).size(5);
    }

    final Session open(ContainerPool pool) throws Exception {
        return resource().open(pool);
    }

    @Test
    @DisplayName(
            "T4 two sessions of one transaction share a connection and see what is not committed; so does nobody else")
    void sessionsOfOneTransactionShare() throws Exception {
        ContainerPool pool = pool().open();
        transactions().begin();
        try (Session first = open(pool)) {
            first.write("a");
            try (Session second = open(pool)) {
                assertThat(second.sees("a")).isTrue();
                second.write("b");
            }
            assertThat(pool.inUse()).as("connections").isEqualTo(1);
            assertThat(first.sees("b")).isTrue();
            assertThat(resource().lines()).isEmpty();
        }
        transactions().commit();

        assertThat(resource().lines()).containsExactlyInAnyOrder("a", "b");
        assertThat(resource().begun()).isEqualTo(1);
        assertThat(pool.inUse()).isZero();
        assertThat(pool.destroyed()).isZero();
    }

    @Test
    @DisplayName("T2 a transaction that is rolled back leaves nothing, and the connection serves the next one")
    void aRollbackLeavesNothing() throws Exception {
        ContainerPool pool = pool().size(1).open();
        transactions().begin();
        try (Session session = open(pool)) {
            session.write("lost");
        }
        transactions().rollback();
        assertThat(resource().lines()).isEmpty();

        transactions().begin();
        try (Session session = open(pool)) {
            assertThat(session.sees("lost")).isFalse();
            session.write("kept");
        }
        transactions().commit();

        assertThat(resource().lines()).containsExactly("kept");
        assertThat(pool.created()).isEqualTo(1);
        assertThat(pool.destroyed()).isZero();
    }

    @Test
    @DisplayName("T2 without a transaction each operation lasts at once")
    void withoutATransaction() throws Exception {
        ContainerPool pool = pool().open();
        try (Session session = open(pool)) {
            session.write("a");
            assertThat(resource().lines()).containsExactly("a");
        }
        assertThat(resource().begun()).isZero();
    }

    @Test
    @DisplayName("T5 two pools are two last resources: the second to be used is refused, and nothing is stored")
    void twoPoolsInOneTransaction() throws Exception {
        ContainerPool one = pool().name("java:/eis/One").open();
        ContainerPool two = pool().name("java:/eis/Two").open();
        transactions().begin();
        try (Session first = open(one);
                Session second = open(two)) {
            first.write("a");
            assertThatThrownBy(() -> second.write("b")).isInstanceOf(Exception.class);
        }
        assertThatThrownBy(() -> transactions().commit()).isInstanceOf(RollbackException.class);

        assertThat(resource().lines()).isEmpty();
        assertThat(narayana.warnings())
                .as("more than one last resource")
                .anyMatch(line -> line.contains("ARJUNA012140"));
        assertThat(one.inUse() + two.inUse()).isZero();
        log.forget();
    }

    @Test
    @DisplayName("T6 while one transaction is suspended another has a connection of its own")
    void transactionsInterleave() throws Exception {
        ContainerPool pool = pool().open();
        transactions().begin();
        try (Session outer = open(pool)) {
            outer.write("outer");
            Transaction suspended = transactions().suspend();
            transactions().begin();
            try (Session inner = open(pool)) {
                assertThat(inner.sees("outer")).isFalse();
                inner.write("inner");
                assertThat(pool.inUse()).isEqualTo(2);
            }
            transactions().commit();
            assertThat(resource().lines()).containsExactly("inner");
            transactions().resume(suspended);
            outer.write("more");
        }
        transactions().rollback();

        assertThat(resource().lines()).containsExactly("inner");
        assertThat(pool.inUse()).isZero();
    }

    @Test
    @DisplayName(
            "T7 a commit that fails is told as a rollback, its connection is destroyed, and the next transaction works")
    void aFailedCommit() throws Exception {
        ContainerPool pool = pool().open();
        resource().refuseTheNextCommit();
        transactions().begin();
        try (Session session = open(pool)) {
            session.write("a");
        }
        assertThatThrownBy(() -> transactions().commit()).isInstanceOf(RollbackException.class);
        assertThat(resource().lines()).isEmpty();
        assertThat(pool.destroyed()).isEqualTo(1);

        transactions().begin();
        try (Session session = open(pool)) {
            session.write("b");
        }
        transactions().commit();
        assertThat(resource().lines()).containsExactly("b");
    }

    @Test
    @DisplayName("T9 the container's time limit for transactions does not reach local ones, and its log says so")
    void theTimeLimitStaysBehind() throws Exception {
        ContainerPool pool = pool().transactionTimeout(30).open();
        transactions().begin();
        try (Session session = open(pool)) {
            session.write("a");
        }
        transactions().commit();

        assertThat(log.lines(Level.FINE))
                .anyMatch(line -> line.contains("timeout cannot be set for local transactions"));
        assertThat(resource().lines()).containsExactly("a");
    }

    @Test
    @DisplayName("Z5 T3 a session that is opened in a transaction and not used costs no transaction")
    void anUnusedSessionCostsNothing() throws Exception {
        ContainerPool pool = pool().open();
        transactions().begin();
        open(pool).close();
        Session left = open(pool);
        transactions().commit();
        left.close();

        assertThat(resource().begun()).isZero();
        assertThat(pool.inUse()).isZero();
        assertThat(pool.destroyed()).isZero();
    }

    @Test
    @DisplayName("Z5 H8 a session that is kept from before takes part from its first use in the transaction on")
    void aSessionFromBefore() throws Exception {
        ContainerPool pool = pool().open();
        Session kept = open(pool);
        kept.write("before");
        transactions().begin();
        kept.write("in");
        assertThat(resource().lines()).containsExactly("before");
        kept.close();
        transactions().commit();

        assertThat(resource().lines()).containsExactlyInAnyOrder("before", "in");
        assertThat(resource().begun()).isEqualTo(1);
        assertThat(pool.inUse()).isZero();
    }

    @Test
    @DisplayName(
            "Z5 a session from before the same component's begin is not enlisted, and refuses to work outside of it")
    void aSessionFromBeforeTheComponentsBegin() throws Exception {
        ContainerPool pool = pool().open();
        container.component(() -> {
            try (Session session = open(pool)) {
                session.write("before");
                transactions().begin();
                // IronJacamar takes it for enlisted as soon as the transaction begins, and does not do it any more
                assertThatThrownBy(() -> session.write("in")).hasMessageContaining("transaction");
            }
            transactions().rollback();
        });

        assertThat(resource().lines()).containsExactly("before");
        assertThat(log.warnings()).allMatch(line -> line.startsWith("IJ000609"));
        log.forget();
    }

    @Test
    @DisplayName("Z5 in a pool without lazy enlistment a session from before the same component's begin takes part")
    void aSessionFromBeforeInAnEagerPool() throws Exception {
        ContainerPool pool = pool().eager().open();
        container.component(() -> {
            try (Session session = open(pool)) {
                session.write("before");
                transactions().begin();
                session.write("in");
                assertThat(resource().lines()).containsExactly("before");
            }
            transactions().commit();
        });

        assertThat(resource().lines()).containsExactlyInAnyOrder("before", "in");
        assertThat(pool.inUse()).isZero();
    }

    @Test
    @DisplayName("Z7 sessions opened side by side, each with a connection of its own, come together when they are used")
    void sessionsComeTogether() throws Exception {
        ContainerPool pool = pool().open();
        transactions().begin();
        try (Session first = open(pool);
                Session second = open(pool)) {
            assertThat(pool.inUse()).as("connections before the first use").isEqualTo(2);
            first.write("a");
            second.write("b");
            assertThat(pool.inUse()).as("connections afterwards").isEqualTo(1);
            assertThat(second.sees("a")).isTrue();
        }
        transactions().commit();

        assertThat(resource().lines()).containsExactlyInAnyOrder("a", "b");
        assertThat(resource().begun()).isEqualTo(1);
        assertThat(pool.inUse()).isZero();
        // both connections once more: neither may remember what was moved away from it
        try (Session first = open(pool);
                Session second = open(pool)) {
            first.write("c");
            second.write("d");
        }
        assertThat(pool.created()).isEqualTo(2);
        assertThat(pool.inUse()).as("connections after later sessions").isZero();
    }

    @Test
    @DisplayName("Z6 a JDBC data source with local transactions commits beside a session that is not used")
    void besideALocalDataSource() throws Exception {
        ContainerPool pool = pool().open();
        JdbcTable table = JdbcTable.local(container);
        transactions().begin();
        try (Session unused = open(pool)) {
            assertThat(unused).isNotNull();
            table.write("row");
        }
        transactions().commit();

        assertThat(table.rows()).isEqualTo(1);
        assertThat(resource().begun()).isZero();
        assertThat(narayana.warnings()).isEmpty();
    }

    @Test
    @DisplayName(
            "T5 a JDBC data source with local transactions and a session that is used cannot both be the last resource")
    void notBesideALocalDataSource() throws Exception {
        ContainerPool pool = pool().open();
        JdbcTable table = JdbcTable.local(container);
        transactions().begin();
        try (Session session = open(pool)) {
            table.write("row");
            assertThatThrownBy(() -> session.write("a")).isInstanceOf(Exception.class);
        }
        assertThatThrownBy(() -> transactions().commit()).isInstanceOf(RollbackException.class);

        assertThat(table.rows()).isZero();
        assertThat(resource().lines()).isEmpty();
        log.forget();
    }

    @Test
    @DisplayName("T5 an XA data source and a session commit together, the session as last resource")
    void besideAnXaDataSource() throws Exception {
        ContainerPool pool = pool().open();
        JdbcTable table = JdbcTable.xa(container);
        transactions().begin();
        try (Session session = open(pool)) {
            session.write("a");
            table.write("row");
        }
        transactions().commit();

        assertThat(table.rows()).isEqualTo(1);
        assertThat(resource().lines()).containsExactly("a");
    }

    @Test
    @DisplayName("T7 if the last resource refuses its commit, the XA data source is rolled back")
    void theLastResourceDecides() throws Exception {
        ContainerPool pool = pool().open();
        JdbcTable table = JdbcTable.xa(container);
        resource().refuseTheNextCommit();
        transactions().begin();
        try (Session session = open(pool)) {
            session.write("a");
            table.write("row");
        }
        assertThatThrownBy(() -> transactions().commit()).isInstanceOf(RollbackException.class);

        assertThat(table.rows()).isZero();
        assertThat(resource().lines()).isEmpty();
    }
}
