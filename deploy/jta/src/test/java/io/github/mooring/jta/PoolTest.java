package io.github.mooring.jta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.mooring.api.MongoSession;
import io.github.mooring.api.MongoSessionFactory;
import io.github.mooring.api.MongoWaitQueueTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jboss.jca.common.api.metadata.common.FlushStrategy;
import org.jboss.jca.core.api.connectionmanager.pool.FlushMode;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Managed connections in IronJacamar's own pool. */
class PoolTest extends MongoFixture {
    PoolTest() {
        super(Container.start());
    }

    @Test
    @DisplayName("MF9 E1 a session that is closed leaves a managed connection that matches the next request")
    void aManagedConnectionIsUsedAgain() throws Exception {
        ContainerPool pool = container.pool(factory("")).size(5).open();
        for (int id = 0; id < 10; id++) {
            try (MongoSession session = sessions(pool).openSession()) {
                insert(session, id);
                assertThat(pool.inUse()).isEqualTo(1);
            }
        }

        assertThat(pool.created()).isEqualTo(1);
        assertThat(pool.destroyed()).isZero();
        assertThat(pool.inUse()).isZero();
    }

    @Test
    @DisplayName("MF12 E4 a session that is not to be used again has its managed connection destroyed, and no other")
    void aCondemnedManagedConnectionIsDestroyed() throws Exception {
        ContainerPool pool = container.pool(factory("")).size(5).open();
        MongoSession other = sessions(pool).openSession();
        MongoSession spoilt = sessions(pool).openSession();
        spoilt.doNotReuse();
        spoilt.close();

        // that the adapter has asked for it is the one warning that this is about
        assertThat(log.warnings()).singleElement().asString().contains("IJ000305");
        log.forget();
        assertThat(pool.destroyed()).isEqualTo(1);
        insert(other, 1);
        other.close();
        assertThat(pool.size()).isEqualTo(1);
        assertThat(server.openConnections()).as("sockets").isPositive();
    }

    @Test
    @DisplayName("E5 MF3 a flush of the whole pool, and lost sockets, cost no session and a flush costs no socket")
    void aFlushClosesNoSocket() throws Exception {
        ContainerPool pool = container
                .pool(factory("&serverMonitoringMode=poll"))
                .size(5)
                .flush(FlushStrategy.ENTIRE_POOL)
                .open();
        MongoSession open = sessions(pool).openSession();
        insert(open, 1);
        sessions(pool).openSession().close();
        int accepted = server.acceptedConnections();

        pool.flush(FlushMode.GRACEFULLY);
        assertThat(pool.size()).as("what was idle is gone").isEqualTo(1);
        insert(open, 2);
        assertThat(server.acceptedConnections()).isEqualTo(accepted);

        server.dropConnections();
        assertThat(count(open)).isEqualTo(2);
        assertThat(pool.destroyed()).as("by the flush, not by the loss").isEqualTo(1);
        open.close();
        assertThat(pool.size())
                .as("what was in use at the flush is gone with its session")
                .isZero();
    }

    @Test
    @DisplayName("M8 a flush that kills ends the sessions, which say so, and closes no socket")
    void aKillingFlushEndsSessions() throws Exception {
        ContainerPool pool = container.pool(factory("")).size(5).open();
        MongoSession open = sessions(pool).openSession();
        insert(open, 1);
        int accepted = server.acceptedConnections();

        pool.flush(FlushMode.ALL);

        assertThatThrownBy(() -> insert(open, 2)).hasMessageContaining("the container has destroyed what carried it");
        open.close();
        try (MongoSession next = sessions(pool).openSession()) {
            assertThat(count(next)).isEqualTo(1);
        }
        assertThat(server.acceptedConnections()).isEqualTo(accepted);
    }

    @Test
    @DisplayName(
            "MF6 a pool that is filled beforehand, and the console's test, make managed connections without a request")
    void aPoolIsFilled() throws Exception {
        ContainerPool pool = container.pool(factory("")).size(5).prefill(3).open();
        try (MongoSession session = sessions(pool).openSession()) {
            Await.until(Duration.ofSeconds(40), () -> pool.size() >= 3);
            insert(session, 1);
        }
        pool.test();
        // whoever fills the pool holds a permit for as long as it takes
        Await.until(Duration.ofSeconds(40), () -> pool.inUse() == 0);
        assertThat(pool.destroyed()).isZero();
    }

    @Test
    @DisplayName("H6 M2 sessions of equal settings are different ones to the container, which counts each of them")
    void sessionsAreToldApart() throws Exception {
        ContainerPool pool = container.pool(factory("")).size(50).open();
        MongoSessionFactory factory = sessions(pool);
        List<MongoSession> open = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            open.add(factory.openSession());
        }
        Set<MongoSession> distinct = new HashSet<>(open);
        assertThat(distinct).hasSize(20);
        assertThat(pool.inUse()).isEqualTo(20);

        open.forEach(MongoSession::close);
        open.forEach(MongoSession::close);

        assertThat(pool.inUse()).isZero();
        assertThat(pool.size()).isEqualTo(20);
    }

    @Test
    @DisplayName("EX1 an exhausted pool is told as what it is, with the container's own words")
    void anExhaustedPoolIsTold() throws Exception {
        ContainerPool pool = container
                .pool(factory(""))
                .size(1)
                .notSharable()
                .blocking(Duration.ofMillis(100))
                .open();
        MongoSession open = sessions(pool).openSession();

        assertThatThrownBy(() -> sessions(pool).openSession())
                .isInstanceOf(MongoWaitQueueTimeoutException.class)
                .hasMessageContaining("IJ000655")
                .hasMessageContaining("raise its maximum size");
        open.close();
        assertThat(pool.inUse()).isZero();
    }

    @Test
    @DisplayName("S5 S8 each user that an application names has a pool of its own, and its own sockets")
    void usersHavePoolsOfTheirOwn() throws Exception {
        ContainerPool pool = container.pool(factory("")).size(10).byUser().open();
        for (int round = 0; round < 3; round++) {
            write(pool, "alice", "wonder", 2 * round);
            write(pool, "bob", "builder", 2 * round + 1);
        }

        assertThat(pool.created()).as("one for each user").isEqualTo(2);
        assertThat(pool.destroyed()).isZero();
        assertThat(server.requests("insert").stream()
                        .map(request -> request.connectionId())
                        .distinct())
                .as("sockets")
                .hasSize(2);
    }

    private static void write(ContainerPool pool, String user, String password, int id) {
        try (MongoSession session = sessions(pool).openSession(user, password.toCharArray())) {
            insert(session, id);
        }
    }
}
