package io.github.mooring.jca;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.mooring.api.MongoClosedException;
import io.github.mooring.api.MongoException;
import io.github.mooring.api.MongoSession;
import io.github.mooring.api.MongoSessionFactory;
import io.github.mooring.client.Crowd;
import io.github.mooring.client.Eventually;
import io.github.mooring.testkit.container.FakeContainer;
import io.github.mooring.testkit.container.FakePool;
import io.github.mooring.testkit.container.LazyPool;
import io.github.mooring.testkit.container.Personality;
import io.github.mooring.testkit.container.Trait;
import io.github.mooring.testkit.server.EmbeddedServer;
import jakarta.resource.ResourceException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The adapter in each kind of container, from its start to its end, without a fault that a container would log. */
@Timeout(300)
class PersonalityTest {
    private static final Duration SOON = Duration.ofSeconds(40);
    private static final int SIZE = 10;

    private final EmbeddedServer server = EmbeddedServer.builder()
            .user("alice", "wonder", "admin")
            .user("bob", "builder", "admin")
            .start();

    @AfterEach
    void endTheServer() {
        server.close();
    }

    private FakePool deploy(FakeContainer container) throws ResourceException {
        return deploy(container, false);
    }

    private FakePool deploy(FakeContainer container, boolean verified) throws ResourceException {
        var unused = container.start(MongoResourceAdapter.class, Map.of("pingIntervalMS", 500));
        return container.pool(
                MongoManagedConnectionFactory.class,
                Map.of("connectionURL", server.uri(), "maxPoolSize", 4, "verifyOnCreate", verified),
                SIZE);
    }

    private static MongoSessionFactory sessions(FakeContainer container, FakePool pool) throws ResourceException {
        return (MongoSessionFactory) container.connectionFactory(pool);
    }

    private static void insert(MongoSession session, Object id) {
        session.getDatabase("test").getCollection("notes").insertOne(new Document("_id", id));
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("L1 L4 L5 L7 P12 MF1 W4 W6 W10 the adapter lives a whole life in each kind of container")
    void wholeLife(Personality personality) throws Exception {
        FakeContainer container = FakeContainer.like(personality);
        try (container) {
            FakePool pool = deploy(container);
            MongoSessionFactory sessions = sessions(container, pool);
            for (int i = 0; i < 3 * SIZE; i++) {
                try (MongoSession session = sessions.openSession()) {
                    insert(session, i);
                }
            }
            Eventually.isTrue("the monitor works, whatever the container grants", SOON, () -> {
                // where works are refused and there are no timers, the next session is when they are asked for again
                sessions.openSession().close();
                return server.commandCount("hello") >= 6;
            });
            assertThat(server.openConnections()).isPositive();
        }

        assertThat(server.awaitOpenConnections(0, SOON)).isTrue();
        assertThat(container.works().active()).isZero();
        assertThat(container.faults()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("MF6 MF12 E5 a console's test of the connection tells the truth about the server")
    void connectionTestTellsTheTruth(Personality personality) throws Exception {
        FakeContainer container = FakeContainer.like(personality);
        try (container) {
            FakePool pool = deploy(container, true);
            pool.testConnection();
            pool.flush();

            server.close();

            assertThatThrownBy(pool::testConnection).isInstanceOf(ResourceException.class);
            assertThat(pool.errors()).isZero();
        }
        assertThat(container.faults()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("M2 E1 E2 E3 E8 E9 S8 many callers of two users leave every connection where the container wants it")
    void manyCallersLeaveNothing(Personality personality) throws Exception {
        FakeContainer container = FakeContainer.like(personality);
        Crowd callers = new Crowd(8, "caller");
        try (container) {
            FakePool pool = deploy(container);
            MongoSessionFactory sessions = sessions(container, pool);
            callers.together(25, number -> {
                boolean alices = number % 2 == 0;
                try (MongoSession session = alices
                        ? sessions.openSession("alice", "wonder".toCharArray())
                        : sessions.openSession("bob", "builder".toCharArray())) {
                    insert(session, number);
                }
            });
            pool.settle();
            assertThat(pool.free()).isEqualTo(pool.connections().size());

            List<MongoSession> all = new ArrayList<>();
            for (int i = 0; i < SIZE; i++) {
                all.add(sessions.openSession());
            }
            assertThatThrownBy(sessions::openSession)
                    .as("no more and no fewer than the pool is to have")
                    .isInstanceOf(MongoException.class);
            all.forEach(MongoSession::close);
        } finally {
            callers.end();
        }
        assertThat(container.faults()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("H4 H5 M6 sessions that an application has left open are closed by reflection, cursors and all")
    void leakedSessionsAreClosed(Personality personality) throws Exception {
        FakeContainer container = FakeContainer.like(personality);
        try (container) {
            FakePool pool = deploy(container);
            MongoSession leaked = sessions(container, pool).openSession();
            for (int i = 0; i < 5; i++) {
                insert(leaked, i);
            }
            leaked.getDatabase("test")
                    .getCollection("notes")
                    .find()
                    .batchSize(2)
                    .cursor()
                    .next();
            assertThat(server.openCursors()).isEqualTo(1);

            assertThat(pool.closeLeakedHandles()).isEqualTo(1);

            Eventually.isTrue("its cursor has ended", () -> server.openCursors() == 0);
            assertThatThrownBy(leaked::ping).isInstanceOf(MongoClosedException.class);
            leaked.close();
            assertThat(pool.free()).isEqualTo(pool.connections().size());
        }
        assertThat(container.faults()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("E4 M8 a session that must not be used again costs its connection, and others as the container likes")
    void lostConnectionIsToldOnce(Personality personality) throws Exception {
        FakeContainer container = FakeContainer.like(personality);
        try (container) {
            FakePool pool = deploy(container);
            MongoSessionFactory sessions = sessions(container, pool);
            MongoSession bystander = sessions.openSession();
            MongoSession marked = sessions.openSession();
            int before = pool.connections().size();

            marked.doNotReuse();
            marked.close();
            pool.settle();

            assertThat(pool.errors()).isEqualTo(1);
            assertThat(pool.connections()).hasSize(personality.traits().contains(Trait.PURGES_ALL) ? 1 : before - 1);
            insert(bystander, 1);
            bystander.close();
            try (MongoSession next = sessions.openSession()) {
                insert(next, 2);
            }
        }
        assertThat(container.faults()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("L8 M8 MF10 sessions that outlive the adapter say that it has stopped, and end quietly")
    void sessionsThatOutliveTheAdapterSaySo(Personality personality) throws Exception {
        FakeContainer container = FakeContainer.like(personality);
        try (container) {
            FakePool pool = deploy(container);
            MongoSessionFactory sessions = sessions(container, pool);
            MongoSession session = sessions.openSession();
            insert(session, 1);

            container.stop(Duration.ofSeconds(10));

            assertThatThrownBy(session::ping)
                    .isInstanceOf(MongoClosedException.class)
                    .hasMessageContaining("the resource adapter has stopped");
            assertThatThrownBy(sessions::openSession).isInstanceOf(MongoClosedException.class);
            session.close();
            pool.settle();
        }
        assertThat(container.faults()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"WILDFLY", "HOSTILE"})
    @DisplayName("Z1 Z2 Z3 H8 more sessions are kept open than there are connections, each with its own settings")
    void keptSessionsShareFewConnections(Personality personality) throws Exception {
        FakeContainer container = FakeContainer.like(personality);
        try (container) {
            LazyPool pool = (LazyPool) deploy(container);
            MongoSessionFactory sessions = sessions(container, pool);
            List<MongoSession> kept = new ArrayList<>();
            for (int i = 0; i < 3 * SIZE; i++) {
                MongoSession session = sessions.openSession();
                session.setBatchSize(i + 2);
                insert(session, i);
                pool.dissociate(session);
                kept.add(session);
            }
            for (int i = 0; i < kept.size(); i++) {
                insert(kept.get(i), "again " + i);
                assertThat(kept.get(i).batchSize()).isEqualTo(i + 2);
                pool.dissociate(kept.get(i));
            }
            kept.forEach(MongoSession::close);

            assertThat(pool.closedInactive()).containsExactlyElementsOf(kept);
            assertThat(pool.created()).isEqualTo(1);
            assertThat(pool.free()).isEqualTo(1);
        }
        assertThat(container.faults()).isEmpty();
    }
}
