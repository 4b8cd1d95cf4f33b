package io.github.mooring.jca;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.mooring.api.FactoryStatistics;
import io.github.mooring.api.Mode;
import io.github.mooring.api.MongoConfigurationException;
import io.github.mooring.api.MongoSecurityException;
import io.github.mooring.api.MongoSession;
import io.github.mooring.api.MongoSessionFactory;
import io.github.mooring.api.MongoWaitQueueTimeoutException;
import io.github.mooring.testkit.container.FakePool;
import io.github.mooring.testkit.container.Personality;
import io.github.mooring.testkit.container.Serialization;
import io.github.mooring.testkit.container.Subjects;
import io.github.mooring.testkit.container.Trait;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import javax.naming.NamingException;
import javax.naming.Reference;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ContainerSessionFactoryTest extends SessionFactoryFixture {
    @Test
    @DisplayName("H1 the factory serialises, finds its pool again, and keeps its reference")
    void factorySerialises() throws Exception {
        FakePool pool = pool(5);
        ContainerSessionFactory sessions = (ContainerSessionFactory) sessions(pool);
        assertThatThrownBy(sessions::getReference).isInstanceOf(NamingException.class);
        sessions.setReference(new Reference(MongoSessionFactory.class.getName()));

        ContainerSessionFactory copy = Serialization.copy(sessions);

        assertThat(copy).isEqualTo(sessions).hasSameHashCodeAs(sessions);
        assertThat(copy.getReference()).isEqualTo(sessions.getReference());
        try (MongoSession session = copy.openSession()) {
            assertThat(session.ping()).isPositive();
        }
        assertThat(pool.created()).isEqualTo(1);
    }

    @Test
    @DisplayName("H2 a session is asked for on the caller's thread")
    void sessionIsAskedForOnTheCallersThread() {
        FakePool pool = pool(5);
        try (MongoSession session = sessions(pool).openSession()) {
            assertThat(session.isClosed()).isFalse();
        }

        assertThat(pool.allocatingThread()).isSameAs(Thread.currentThread());
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("MF8 MF9 a session that is closed goes back to the pool, and its connection serves the next one")
    void connectionIsUsedAgain(Personality personality) {
        FakePool pool = new FakePool(factory, personality.traits(), 5);
        for (int i = 0; i < 10; i++) {
            try (MongoSession session = sessions(pool).openSession()) {
                insert(session, i);
            }
        }
        pool.settle();

        assertThat(pool.created()).isEqualTo(personality.traits().contains(Trait.PREFILLS) ? 5 : 1);
        assertThat(pool.free()).isEqualTo(pool.created());
        assertThat(pool.warnings()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("S8 each session runs with the rights of its own user, never on another's socket")
    void eachSessionRunsAsItsOwnUser(Personality personality) {
        FakePool pool = new FakePool(factory, personality.traits(), 9);
        MongoSessionFactory sessions = sessions(pool);
        for (int i = 0; i < 3; i++) {
            try (MongoSession scott = sessions.openSession();
                    MongoSession alice = sessions.openSession("alice", "wonder".toCharArray())) {
                insert(scott, "scott" + i);
                insert(alice, "alice" + i);
            }
        }

        assertThat(users()).containsExactlyInAnyOrder("scott@admin", "alice@admin");
        assertThat(pool.created())
                .as("one for each user, beside those that are made beforehand")
                .isEqualTo(personality.traits().contains(Trait.PREFILLS) ? FakePool.STEADY_SIZE + 1 : 2);
        assertThat(pool.warnings()).isEmpty();
    }

    @Test
    @DisplayName("MF5 the container's Subject decides who works, over the configured user")
    void subjectDecides() {
        FakePool pool = pool(5);
        pool.setSubjects(() -> Subjects.with(Subjects.credential(factory, "alice", "wonder")));
        try (MongoSession session = sessions(pool).openSession()) {
            insert(session, 1);
        }

        assertThat(users()).containsExactly("alice@admin");
    }

    @Test
    @DisplayName("S7 wrong credentials are told at the first operation, and do not harm the pool")
    void wrongCredentialsAreToldAtTheFirstOperation() {
        FakePool pool = pool(5);
        MongoSessionFactory sessions = sessions(pool);
        try (MongoSession session = sessions.openSession("scott", "lion-sentinel".toCharArray())) {
            assertThatThrownBy(() -> insert(session, 1))
                    .isInstanceOf(MongoSecurityException.class)
                    .hasMessageContaining("scott")
                    .hasMessageNotContaining("lion-sentinel");
        }
        try (MongoSession session = sessions.openSession()) {
            insert(session, 2);
        }
        assertThat(pool.warnings()).isEmpty();
    }

    @Test
    @DisplayName("S3 a Subject that cannot be authenticated is told to the application as such")
    void unusableSubjectIsTold() {
        FakePool pool = pool(5);
        pool.setSubjects(() -> Subjects.named("bob"));

        assertThatThrownBy(() -> sessions(pool).openSession())
                .isInstanceOf(MongoSecurityException.class)
                .hasMessageContaining("no password credential");
    }

    @Test
    @DisplayName(
            "P10 a configuration error reaches the application with its own text, and heals with the configuration")
    void configurationErrorReachesTheApplication() {
        FakePool pool = pool(5);
        MongoSessionFactory sessions = sessions(pool);
        factory.setMaxPoolSize(-7);

        assertThatThrownBy(sessions::openSession)
                .isInstanceOf(MongoConfigurationException.class)
                .hasMessageContaining("MaxPoolSize")
                .hasMessageContaining("-7")
                .hasMessageNotContaining("FP000");

        factory.setMaxPoolSize(7);
        try (MongoSession session = sessions.openSession()) {
            assertThat(session.ping()).isPositive();
        }
    }

    @Test
    @DisplayName("EX1 an exhausted container pool is told with the container's words")
    void exhaustedPoolIsTold() {
        MongoSessionFactory sessions = sessions(pool(1));
        try (MongoSession session = sessions.openSession()) {
            assertThat(session.isClosed()).isFalse();
            assertThatThrownBy(sessions::openSession)
                    .isInstanceOf(MongoWaitQueueTimeoutException.class)
                    .hasMessageContaining("No managed connections available");
        }
    }

    @Test
    @DisplayName("M8 five hundred sessions at once run on the few sockets that are allowed")
    void manySessionsRunOnFewSockets() throws Exception {
        factory.setMaxPoolSize(4);
        FakePool pool = pool(500);
        MongoSessionFactory sessions = sessions(pool);
        List<MongoSession> open = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            open.add(sessions.openSession());
        }
        ExecutorService threads = Executors.newFixedThreadPool(16);
        try {
            List<Callable<Boolean>> jobs = new ArrayList<>();
            for (int i = 0; i < 500; i++) {
                MongoSession session = open.get(i);
                int number = i;
                jobs.add(() -> {
                    insert(session, number);
                    return true;
                });
            }
            for (Future<Boolean> job : threads.invokeAll(jobs, 60, TimeUnit.SECONDS)) {
                assertThat(job.get()).isTrue();
            }
        } finally {
            threads.shutdownNow();
        }

        FactoryStatistics numbers = sessions.statistics();
        assertThat(numbers.sessionsOpen()).isEqualTo(500);
        assertThat(numbers.socketsOpen()).isBetween(1, 4);
        assertThat(server.acceptedConnections()).as("4 and the heartbeat's").isLessThanOrEqualTo(5);
        open.forEach(MongoSession::close);
        assertThat(sessions.statistics().sessionsOpen()).isZero();
        assertThat(sessions.statistics().sessionsOpened()).isEqualTo(500);

        int sockets = numbers.socketsOpen() + 1;
        assertThat(server.awaitOpenConnections(sockets, SOON))
                .as("with the monitor's")
                .isTrue();
        pool.flush();
        assertThat(pool.destroyed()).isEqualTo(500);
        assertThat(server.openConnections()).isEqualTo(sockets);
        assertThat(pool.warnings()).isEmpty();
    }

    @Test
    @DisplayName("statistics of a factory that nobody has used are zero, and speak to nobody")
    void statisticsBeforeUseAreZero() {
        FactoryStatistics numbers = sessions(pool(5)).statistics();

        assertThat(numbers.server().port()).isEqualTo(server.port());
        assertThat(numbers.sessionsOpened()).isZero();
        assertThat(server.acceptedConnections()).isZero();
    }

    @Test
    @DisplayName("closing a factory that a container owns does nothing")
    void closingAContainersFactoryDoesNothing() {
        MongoSessionFactory sessions = sessions(pool(5));

        sessions.close();

        try (MongoSession session = sessions.openSession()) {
            assertThat(session.ping()).isPositive();
        }
    }

    @Test
    @DisplayName("a copy is another handle with the same user and settings, counted by the container")
    void copyIsAnotherHandle() {
        FakePool pool = pool(5);
        MongoSession session = sessions(pool).openSession("alice", "wonder".toCharArray());
        session.setMode(Mode.NEAREST);
        MongoSession copy = session.copy();
        session.close();

        assertThat(copy.mode()).isEqualTo(Mode.NEAREST);
        insert(copy, 1);
        copy.close();
        assertThat(users()).containsExactly("alice@admin");
        assertThat(pool.free()).isEqualTo(pool.created()).isEqualTo(2);
    }

    @Test
    @DisplayName("M2 handles that share a connection go back to the pool with the last of them")
    void sharedConnectionGoesBackWithTheLastHandle() throws Exception {
        FakePool pool = pool(5);
        MongoSession first = sessions(pool).openSession();
        MongoSession second = (MongoSession) pool.share(first, null);

        first.close();
        assertThat(pool.free()).isZero();
        assertThat(second.ping()).isPositive();
        second.close();

        assertThat(pool.free()).isEqualTo(1);
        assertThat(pool.warnings()).isEmpty();
    }
}
