package io.github.mooring.jca;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.mooring.api.Mode;
import io.github.mooring.api.MongoClosedException;
import io.github.mooring.api.MongoCommandException;
import io.github.mooring.api.MongoRequest;
import io.github.mooring.api.MongoSecurityException;
import io.github.mooring.api.MongoSession;
import io.github.mooring.api.MongoSessionFactory;
import io.github.mooring.api.ReadConcern;
import io.github.mooring.api.SessionPoolOptions;
import io.github.mooring.api.TagSet;
import io.github.mooring.api.TransactionBody;
import io.github.mooring.api.TransactionOptions;
import io.github.mooring.api.WriteConcern;
import io.github.mooring.testkit.container.FakePool;
import io.github.mooring.testkit.container.RecordingListener;
import io.github.mooring.testkit.server.EmbeddedServer;
import io.github.mooring.testkit.server.Grant;
import io.github.mooring.testkit.server.Role;
import jakarta.resource.spi.ConnectionEvent;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.bson.Document;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A session in a container can all that a session can, and what it was set to dies with the handle. */
class SessionHandleTest extends AdapterFixture {
    SessionHandleTest() {
        super(
                EmbeddedServer.builder()
                        .requireAuthentication()
                        .user("ann", "ann's", "admin", new Grant(Role.READ_WRITE, "ann"))
                        .user("bob", "bob's", "admin", new Grant(Role.READ_WRITE, "bob"))
                        .start(),
                server -> server.uri("ann", "ann's", "admin"));
    }

    private static void insert(MongoSession session, String user) {
        session.getDatabase(user).getCollection("notes").insertOne(new Document());
    }

    static Stream<Method> methods() {
        return Arrays.stream(MongoSession.class.getMethods())
                .filter(method -> !Set.of("close", "isClosed").contains(method.getName()));
    }

    @ParameterizedTest
    @MethodSource("methods")
    @DisplayName("M5 whatever is called on a handle that the container has taken back says so")
    void aClosedHandleRefusesEverything(Method method) throws Exception {
        MongoManagedConnection connection = (MongoManagedConnection) factory.createManagedConnection(null, null);
        MongoSession handle = (MongoSession) connection.getConnection(null, null);
        connection.cleanup();

        Object[] arguments = Arrays.stream(method.getParameterTypes())
                .map(SessionHandleTest::sample)
                .toArray();
        assertThatThrownBy(() -> method.invoke(handle, arguments))
                .isInstanceOf(InvocationTargetException.class)
                .cause()
                .isInstanceOf(MongoClosedException.class)
                .hasMessageContaining("the container has taken it back");
    }

    private static Object sample(Class<?> type) {
        if (type == int.class) {
            return 3;
        } else if (type == boolean.class) {
            return true;
        } else if (type == String.class) {
            return "bob";
        } else if (type == char[].class) {
            return "bob's".toCharArray();
        } else if (type == Duration.class) {
            return Duration.ofSeconds(3);
        } else if (type == Mode.class) {
            return Mode.NEAREST;
        } else if (type == TagSet[].class) {
            return new TagSet[] {TagSet.of("dc", "east")};
        } else if (type == ReadConcern.class) {
            return ReadConcern.LOCAL;
        } else if (type == TransactionOptions.class) {
            return TransactionOptions.DEFAULTS;
        } else if (type == TransactionBody.class) {
            return (TransactionBody<Object>) session -> "done";
        }
        assertThat(type).isEqualTo(WriteConcern.class);
        return WriteConcern.W1;
    }

    @Test
    @DisplayName("M6 settings and login are the handle's, and the next handle knows nothing of them")
    void nothingOutlivesTheHandle() {
        FakePool pool = pool(1);
        List<Object> defaults;
        try (MongoSession session = sessions(pool).openSession()) {
            defaults = settings(session);
            session.setMode(Mode.NEAREST, false);
            session.selectServers(TagSet.of("dc", "east"));
            session.setReadConcern(ReadConcern.LOCAL);
            session.ensureWriteConcern(WriteConcern.MAJORITY);
            session.setTimeout(Duration.ofSeconds(9));
            session.setWaitQueueTimeout(Duration.ofSeconds(8));
            session.setBatchSize(7);
            session.setNoCursorTimeout(true);
            session.setBypassDocumentValidation(true);
            session.login("bob", "bob's".toCharArray());
            assertThat(settings(session)).doesNotContainAnyElementsOf(defaults);
            insert(session, "bob");
        }

        try (MongoSession next = sessions(pool).openSession()) {
            assertThat(settings(next)).isEqualTo(defaults);
            insert(next, "ann");
            assertThatThrownBy(() -> insert(next, "bob")).isInstanceOf(MongoCommandException.class);
            assertThat(next.liveServers()).hasSizeLessThan(2);
        }
        assertThat(pool.created()).isEqualTo(1);
    }

    private static List<Object> settings(MongoSession session) {
        return List.of(
                session.mode(),
                session.selectedServers(),
                session.readConcern(),
                session.writeConcern(),
                session.timeout(),
                session.waitQueueTimeout(),
                session.batchSize(),
                "noCursorTimeout " + session.noCursorTimeout(),
                "bypass " + session.bypassDocumentValidation());
    }

    @Test
    @DisplayName("H8 a login on a handle is verified at once and undone by logout")
    void loginAndLogout() {
        try (MongoSession session = sessions(pool(5)).openSession()) {
            assertThatThrownBy(() -> session.login("bob", "wrong".toCharArray()))
                    .isInstanceOf(MongoSecurityException.class);
            insert(session, "ann");
            session.login("bob", "bob's".toCharArray());
            insert(session, "bob");
            try (MongoSession copy = session.copy();
                    MongoSession fresh = session.newSession()) {
                insert(copy, "bob");
                insert(fresh, "ann");
            }
            session.logout();
            insert(session, "ann");
        }
    }

    @Test
    @DisplayName("M2 sessions made of a handle are handles that the container counts, with its settings")
    void offspringIsTheContainers() {
        FakePool pool = pool(5);
        try (MongoSession session = sessions(pool).openSession()) {
            session.setBatchSize(7);
            try (MongoSession copy = session.copy();
                    MongoSession share = session.share();
                    MongoSession fresh = session.newSession()) {
                assertThat(pool.created()).isEqualTo(4);
                for (MongoSession each : List.of(copy, share, fresh)) {
                    assertThat(each.batchSize()).isEqualTo(7);
                    insert(each, "ann");
                }
            }
        }
        assertThat(pool.free()).isEqualTo(4);
        assertThat(pool.warnings()).isEmpty();
    }

    @Test
    @DisplayName("M6 H10 cleanup ends the requests of a handle and gives their connections back")
    void cleanupEndsRequests() throws Exception {
        MongoManagedConnection connection = (MongoManagedConnection) factory.createManagedConnection(null, null);
        SessionHandle handle = (SessionHandle) connection.getConnection(null, null);
        MongoRequest request = handle.startRequest();
        request.ping();
        assertThat(inUse()).isEqualTo(1);

        connection.cleanup();

        assertThat(request.isClosed()).isTrue();
        assertThat(inUse()).isZero();
        assertThatThrownBy(request::ping).isInstanceOf(MongoClosedException.class);
    }

    @Test
    @DisplayName("M6 a handle that the container takes back no longer waits for a connection")
    void cleanupEndsWaits() throws Exception {
        ExecutorService threads = Executors.newSingleThreadExecutor();
        MongoManagedConnectionFactory narrow = Containers.factoryOf(
                adapter, server.uri("ann", "ann's", "admin") + "&maxPoolSize=1&connectionSharing=never");
        MongoManagedConnection connection = (MongoManagedConnection) narrow.createManagedConnection(null, null);
        MongoManagedConnection other = (MongoManagedConnection) narrow.createManagedConnection(null, null);
        try (MongoRequest holder = ((MongoSession) other.getConnection(null, null)).startRequest()) {
            holder.ping();
            MongoSession handle = (MongoSession) connection.getConnection(null, null);
            Future<Duration> waiting = threads.submit(handle::ping);
            MongoSessionFactory numbers = (MongoSessionFactory) narrow.createConnectionFactory(pool(1));
            while (numbers.statistics().callersWaiting() == 0 && !waiting.isDone()) {
                Thread.onSpinWait();
            }

            connection.cleanup();

            assertThatThrownBy(() -> waiting.get(40, TimeUnit.SECONDS)).hasCauseInstanceOf(MongoClosedException.class);
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    @DisplayName("M5 H8 a request goes on when the container moves the handle to another connection")
    void aRequestFollowsItsHandle() throws Exception {
        MongoManagedConnection one = (MongoManagedConnection) factory.createManagedConnection(null, null);
        MongoManagedConnection other = (MongoManagedConnection) factory.createManagedConnection(null, null);
        SessionHandle handle = (SessionHandle) one.getConnection(null, null);
        MongoRequest request = handle.startRequest();
        request.ping();

        other.associateConnection(handle);
        one.destroy();

        request.ping();
        assertThat(server.requests("ping").stream()
                        .map(ping -> ping.connectionId())
                        .distinct())
                .hasSize(1);
        handle.close();
        assertThat(inUse()).isZero();
    }

    private int inUse() {
        return sessions(pool(1)).statistics().socketsInUse();
    }

    @Test
    @DisplayName("E4 doNotReuse() has the container destroy the managed connection with the last handle on it")
    void doNotReuseIsAConnectionError() throws Exception {
        RecordingListener listener = new RecordingListener();
        MongoManagedConnection connection = (MongoManagedConnection) factory.createManagedConnection(null, null);
        connection.addConnectionEventListener(listener);
        SessionHandle marked = (SessionHandle) connection.getConnection(null, null);
        SessionHandle companion = (SessionHandle) connection.getConnection(null, null);

        marked.doNotReuse();
        insert(marked, "ann");
        marked.close();
        assertThat(listener.events()).hasSize(1);
        assertThat(listener.events().get(0).getId()).isEqualTo(ConnectionEvent.CONNECTION_CLOSED);
        insert(companion, "ann");
        companion.close();

        assertThat(listener.events().get(1).getId()).isEqualTo(ConnectionEvent.CONNECTION_ERROR_OCCURRED);
        assertThat(listener.events().get(1).getConnectionHandle()).isSameAs(companion);
        assertThat(factory.getInvalidConnections(Set.of(connection))).hasSize(1);
        assertThat(factory.matchManagedConnections(Set.of(connection), null, null))
                .isNull();
    }

    @Test
    @DisplayName("E4 MF10 a container destroys what was marked, and the next session is carried by something new")
    void aContainerDestroysWhatWasMarked() {
        FakePool pool = pool(1);
        MongoSession marked = sessions(pool).openSession();
        marked.doNotReuse();
        marked.close();
        assertThat(pool.destroyed()).isEqualTo(1);

        try (MongoSession next = sessions(pool).openSession()) {
            assertThatCode(() -> insert(next, "ann")).doesNotThrowAnyException();
        }
        assertThat(pool.created()).isEqualTo(2);
        assertThat(pool.free()).isEqualTo(1);
    }

    @Test
    @DisplayName("a session pool in a container is refused, with a word on what to do instead")
    void aSessionPoolIsRefused() {
        MongoSessionFactory sessions = sessions(pool(5));
        assertThatThrownBy(() -> sessions.sessionPool(SessionPoolOptions.DEFAULTS))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageContaining("max-pool-size");
        try (MongoSession session = sessions.openSession()) {
            assertThatThrownBy(() -> sessions.sessionPool(session, SessionPoolOptions.DEFAULTS))
                    .isInstanceOf(UnsupportedOperationException.class);
        }
    }
}
