package io.github.mooring.jca;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.mooring.api.FactoryStatistics;
import io.github.mooring.api.Mode;
import io.github.mooring.api.MongoClosedException;
import io.github.mooring.api.MongoConfigurationException;
import io.github.mooring.api.MongoSecurityException;
import io.github.mooring.api.MongoSession;
import io.github.mooring.api.MongoSessionFactory;
import io.github.mooring.api.MongoWaitQueueTimeoutException;
import io.github.mooring.jca.container.FakePool;
import io.github.mooring.jca.container.FakePool.Matching;
import io.github.mooring.jca.container.LazyPool;
import io.github.mooring.jca.container.Serialization;
import io.github.mooring.jca.container.Subjects;
import io.github.mooring.testkit.server.ConnectionInfo;
import io.github.mooring.testkit.server.EmbeddedServer;
import io.github.mooring.testkit.server.Grant;
import io.github.mooring.testkit.server.Role;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import javax.naming.NamingException;
import javax.naming.Reference;
import org.bson.Document;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ContainerSessionFactoryTest extends AdapterFixture {
    private static final Duration SOON = Duration.ofSeconds(20);

    ContainerSessionFactoryTest() {
        super(
                EmbeddedServer.builder()
                        .requireAuthentication()
                        .user("scott", "tiger", "admin", new Grant(Role.READ_WRITE, "test"))
                        .user("alice", "wonder", "admin", new Grant(Role.READ_WRITE, "test"))
                        .start(),
                server -> server.uri("scott", "tiger", "admin"));
        ;
    }

    private static void insert(MongoSession session, Object id) {
        session.getDatabase("test").getCollection("notes").insertOne(new Document("_id", id));
    }

    private List<String> users() {
        return server.connections().stream()
                .map(ConnectionInfo::user)
                .filter(user -> user != null)
                .toList();
    }

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
    @DisplayName("MF9 a session that is closed goes back to the pool, and its connection serves the next one")
    void connectionIsUsedAgain(Matching matching) {
        FakePool pool = new FakePool(factory, matching, 5);
        for (int i = 0; i < 10; i++) {
            try (MongoSession session = sessions(pool).openSession()) {
                insert(session, i);
            }
        }

        assertThat(pool.created()).isEqualTo(1);
        assertThat(pool.free()).isEqualTo(1);
        assertThat(pool.warnings()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("S8 each session runs with the rights of its own user, never on another's socket")
    void eachSessionRunsAsItsOwnUser(Matching matching) {
        FakePool pool = new FakePool(factory, matching, 9);
        MongoSessionFactory sessions = sessions(pool);
        for (int i = 0; i < 3; i++) {
            try (MongoSession scott = sessions.openSession();
                    MongoSession alice = sessions.openSession("alice", "wonder".toCharArray())) {
                insert(scott, "scott" + i);
                insert(alice, "alice" + i);
            }
        }

        assertThat(users()).containsExactlyInAnyOrder("scott@admin", "alice@admin");
        assertThat(pool.created()).isEqualTo(2);
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
    @DisplayName("F1 five hundred sessions at once run on the few sockets that are allowed")
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
            for (Future<Boolean> job : threads.invokeAll(jobs, 50, TimeUnit.SECONDS)) {
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

    @Test
    @DisplayName("Z1 Z2 a handle that was set aside asks for a connection when it is used, with its own user")
    void inactiveHandleAsksForAConnection() throws Exception {
        LazyPool pool = new LazyPool(factory, Matching.ONE_BY_ONE, 1);
        MongoSession cached = sessions(pool).openSession("alice", "wonder".toCharArray());
        var notes = cached.getDatabase("test").getCollection("notes");
        cached.setMode(Mode.NEAREST);
        insert(cached, 1);

        pool.dissociate(cached);
        assertThat(pool.free()).isEqualTo(1);
        assertThat(cached.isClosed()).isFalse();
        assertThat(cached.mode()).isEqualTo(Mode.NEAREST);
        assertThat(pool.requests()).isEmpty();

        notes.insertOne(new Document("_id", 2));
        assertThat(pool.requests()).containsExactly(new SessionRequestInfo("alice", "wonder".toCharArray()));
        assertThat(users()).containsExactly("alice@admin");
        cached.close();
        assertThat(pool.free()).isEqualTo(1);
        assertThat(pool.warnings()).isEmpty();
    }

    @Test
    @DisplayName("Z3 closing a handle that was set aside tells the connection manager, once, and no connection")
    void closingAnInactiveHandleTellsTheManager() throws Exception {
        LazyPool pool = new LazyPool(factory, Matching.ONE_BY_ONE, 1);
        MongoSession cached = sessions(pool).openSession();
        pool.dissociate(cached);

        cached.close();
        cached.close();

        assertThat(pool.closedInactive()).containsExactly(cached);
        assertThat(pool.requests()).isEmpty();
        assertThatThrownBy(cached::ping).isInstanceOf(MongoClosedException.class);
        assertThat(sessions(pool).statistics().sessionsOpen()).isZero();
    }

    @Test
    @DisplayName("Z3 H10 cursors of a handle that was set aside are ended with it")
    void cursorsOfAnInactiveHandleAreEnded() throws Exception {
        LazyPool pool = new LazyPool(factory, Matching.ONE_BY_ONE, 1);
        MongoSession cached = sessions(pool).openSession();
        for (int i = 0; i < 5; i++) {
            insert(cached, i);
        }
        cached.getDatabase("test")
                .getCollection("notes")
                .find()
                .batchSize(2)
                .cursor()
                .next();
        assertThat(server.openCursors()).isEqualTo(1);
        pool.dissociate(cached);
        assertThat(server.openCursors()).as("the cursor goes on").isEqualTo(1);

        cached.close();

        assertThat(server.openCursors()).isZero();
        assertThat(pool.free()).isEqualTo(1);
        assertThat(pool.warnings()).isEmpty();
    }

    @Test
    @DisplayName("Z2 where the container gives no connection again, use of the handle says so and close is quiet")
    void inactiveHandleWithoutAWayBackSaysSo() throws Exception {
        FakePool pool = pool(1);
        MongoSession session = sessions(pool).openSession();
        ((MongoManagedConnection) pool.connections().get(0)).dissociateConnections();

        assertThatThrownBy(session::ping)
                .isInstanceOf(MongoClosedException.class)
                .hasMessageContaining("set the session aside");
        session.close();
        assertThat(session.isClosed()).isTrue();
    }

    @Test
    @DisplayName("N1 N2 N3 outside a container sessions work, and close of the factory ends sockets and threads")
    void factoryWorksOutsideAContainer() throws Exception {
        MongoManagedConnectionFactory alone = new MongoManagedConnectionFactory();
        alone.setConnectionURL(server.uri("scott", "tiger", "admin"));
        MongoSessionFactory sessions = (MongoSessionFactory) alone.createConnectionFactory();
        MongoSession leftOpen;
        try (sessions) {
            try (MongoSession session = sessions.openSession()) {
                insert(session, 1);
            }
            assertThat(sessions.statistics().sessionsOpen()).isZero();
            leftOpen = sessions.openSession("alice", "wonder".toCharArray());
            insert(leftOpen, 2);
            assertThat(sessions.statistics().sessionsOpen()).isEqualTo(1);
            assertThat(server.openConnections()).isPositive();
        }

        assertThat(server.awaitOpenConnections(0, SOON)).isTrue();
        assertThat(Thread.getAllStackTraces().keySet())
                .noneMatch(thread -> thread.getName().startsWith("mooring") && thread.isAlive());
        assertThatThrownBy(leftOpen::ping).isInstanceOf(MongoClosedException.class);
        assertThatThrownBy(sessions::openSession)
                .isInstanceOf(MongoClosedException.class)
                .hasMessageContaining("factory is closed");
        sessions.close();
    }

    @Test
    @DisplayName("N1 N4 a factory without a container serialises, and the copy works on its own")
    void ownFactorySerialises() throws Exception {
        MongoManagedConnectionFactory alone = new MongoManagedConnectionFactory();
        alone.setConnectionURL(server.uri("scott", "tiger", "admin"));
        MongoSessionFactory original = (MongoSessionFactory) alone.createConnectionFactory();
        original.openSession().ping();

        try (MongoSessionFactory copy = Serialization.copy(original)) {
            original.close();
            try (MongoSession session = copy.openSession()) {
                insert(session, 1);
            }
        }
        assertThat(server.awaitOpenConnections(0, SOON)).isTrue();
    }

    @Test
    @DisplayName("N2 a session outside a container is a handle whose connection is destroyed with it")
    void connectionIsDestroyedWithItsSession() {
        MongoManagedConnectionFactory alone = new MongoManagedConnectionFactory();
        alone.setConnectionURL(server.uri("scott", "tiger", "admin"));
        try (MongoSessionFactory sessions = (MongoSessionFactory) alone.createConnectionFactory()) {
            SessionHandle handle = (SessionHandle) sessions.openSession();
            assertThat(handle.origin().isUsable()).isTrue();

            handle.close();

            assertThat(handle.origin().isUsable()).isFalse();
        }
    }
}
