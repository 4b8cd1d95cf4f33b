package io.github.mooring.jca;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.mooring.api.MongoClosedException;
import io.github.mooring.api.MongoCollection;
import io.github.mooring.api.MongoCursor;
import io.github.mooring.api.MongoDatabase;
import io.github.mooring.api.MongoSession;
import io.github.mooring.api.WriteConcern;
import io.github.mooring.jca.container.RecordingListener;
import io.github.mooring.jca.container.Subjects;
import io.github.mooring.testkit.server.EmbeddedServer;
import jakarta.resource.NotSupportedException;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.ConnectionEvent;
import jakarta.resource.spi.IllegalStateException;
import jakarta.resource.spi.SecurityException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ManagedConnectionTest extends AdapterFixture {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final SessionRequestInfo ALICE = new SessionRequestInfo("alice", "wonder".toCharArray());

    private final RecordingListener listener = new RecordingListener();

    ManagedConnectionTest() {
        super(EmbeddedServer.builder().user("alice", "wonder", "admin").start());
    }

    private MongoManagedConnection connection() throws ResourceException {
        return connection(null);
    }

    private MongoManagedConnection connection(@Nullable SessionRequestInfo request) throws ResourceException {
        MongoManagedConnection made = (MongoManagedConnection) factory.createManagedConnection(null, request);
        made.addConnectionEventListener(listener);
        return made;
    }

    private static SessionHandle handle(MongoManagedConnection connection) throws ResourceException {
        return (SessionHandle) connection.getConnection(null, null);
    }

    private static MongoCollection<Document> numbers(MongoSession session) {
        return session.getDatabase("test").getCollection("numbers");
    }

    private static void fill(MongoSession session, int count) {
        List<Document> documents = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            documents.add(new Document("_id", i));
        }
        numbers(session).insertMany(documents);
    }

    @Test
    @DisplayName("M1 H6 managed connections and handles are equal to themselves only")
    void equalityIsIdentity() throws Exception {
        MongoManagedConnection one = connection();

        assertThat(one).isNotEqualTo(connection());
        assertThat(handle(one)).isNotEqualTo(handle(one));
        for (Class<?> type : List.of(MongoManagedConnection.class, SessionHandle.class)) {
            assertThat(type.getMethod("equals", Object.class).getDeclaringClass())
                    .isEqualTo(Object.class);
        }
    }

    @Test
    @DisplayName("M2 each getConnection gives a new handle, and the earlier ones stay valid")
    void eachCallGivesANewHandle() throws Exception {
        MongoManagedConnection connection = connection();
        SessionHandle first = handle(connection);
        SessionHandle second = handle(connection);
        fill(first, 3);

        assertThat(numbers(second).countDocuments(new Document())).isEqualTo(3);
        second.close();
        assertThat(numbers(first).countDocuments(new Document())).isEqualTo(3);
    }

    @Test
    @DisplayName("M3 H9 several threads use several handles of one connection side by side")
    void severalThreadsUseSeveralHandles() throws Exception {
        MongoManagedConnection connection = connection();
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Callable<Long>> jobs = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                SessionHandle handle = handle(connection); // made here, used there
                int number = i;
                jobs.add(() -> {
                    numbers(handle).insertOne(new Document("_id", number));
                    handle.close();
                    return 1L;
                });
            }
            for (Future<Long> job : threads.invokeAll(jobs, 30, TimeUnit.SECONDS)) {
                assertThat(job.get()).isEqualTo(1);
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(numbers(handle(connection)).countDocuments(new Document())).isEqualTo(40);
        assertThat(listener.events()).hasSize(40);
    }

    @Test
    @DisplayName("M4 a handle for another user than the connection's is refused, for the same user it is not")
    void handleForAnotherUserIsRefused() throws Exception {
        MongoManagedConnection nobodys = connection();
        MongoManagedConnection alices = connection(ALICE);

        assertThatThrownBy(() -> nobodys.getConnection(null, ALICE))
                .isInstanceOf(SecurityException.class)
                .hasMessageContaining("nobody")
                .hasMessageContaining("'alice'")
                .hasMessageNotContaining("wonder");
        assertThatThrownBy(() -> alices.getConnection(null, null)).isInstanceOf(SecurityException.class);
        assertThat(alices.getConnection(Subjects.with(Subjects.credential(factory, "alice", "wonder")), null))
                .isNotNull();
        assertThatThrownBy(
                        () -> alices.getConnection(Subjects.with(Subjects.credential(factory, "alice", "wrong")), null))
                .isInstanceOf(SecurityException.class);
    }

    @Test
    @DisplayName("M5 H8 an associated handle runs on its new connection and keeps its settings and what it gave out")
    void associatedHandleKeepsWhatItHas() throws Exception {
        MongoManagedConnection from = connection();
        MongoManagedConnection to = connection();
        SessionHandle handle = handle(from);
        fill(handle, 10);
        handle.setWriteConcern(WriteConcern.MAJORITY);
        MongoDatabase database = handle.getDatabase("test");
        MongoCollection<Document> collection = numbers(handle);
        try (MongoCursor<Document> cursor = collection.find().batchSize(3).cursor()) {
            cursor.next();

            to.associateConnection(handle);
            from.cleanup();
            from.destroy();

            assertThat(handle.writeConcern()).isEqualTo(WriteConcern.MAJORITY);
            assertThat(collection.countDocuments(new Document())).isEqualTo(10);
            assertThat(database.getCollection("numbers").countDocuments(new Document()))
                    .isEqualTo(10);
            int rest = 0;
            while (cursor.hasNext()) {
                cursor.next();
                rest++;
            }
            assertThat(rest).isEqualTo(9);
        }
        handle.close();
        assertThat(listener.events()).singleElement().returns(to, ConnectionEvent::getSource);
    }

    @Test
    @DisplayName("M5 associating a handle with the connection that it is on changes nothing")
    void selfAssociationChangesNothing() throws Exception {
        MongoManagedConnection connection = connection();
        SessionHandle handle = handle(connection);

        connection.associateConnection(handle);
        assertThat(handle.ping()).isPositive();
        handle.close();

        assertThat(listener.events()).hasSize(1);
    }

    @Test
    @DisplayName("M5 M14 handles that are foreign, closed, or of another factory or user are not associated")
    void unfitHandlesAreNotAssociated() throws Exception {
        MongoManagedConnection connection = connection();
        SessionHandle closed = handle(connection);
        closed.close();
        SessionHandle others = (SessionHandle) Containers.factoryOf(adapter, server.uri() + "?appName=other")
                .createManagedConnection(null, null)
                .getConnection(null, null);
        SessionHandle alices = (SessionHandle) connection(ALICE).getConnection(null, ALICE);

        assertThatThrownBy(() -> connection.associateConnection("foreign"))
                .isInstanceOf(ResourceException.class)
                .hasMessageContaining("java.lang.String");
        assertThatThrownBy(() -> connection.associateConnection(closed)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> connection.associateConnection(others)).isInstanceOf(SecurityException.class);
        assertThatThrownBy(() -> connection.associateConnection(alices)).isInstanceOf(SecurityException.class);
        assertThat(others.isClosed()).isFalse();
    }

    @Test
    @DisplayName("M6 cleanup invalidates all handles, ends their cursors, and closes no socket")
    void cleanupInvalidatesHandlesAndClosesNoSocket() throws Exception {
        MongoManagedConnection connection = connection();
        SessionHandle first = handle(connection);
        SessionHandle second = handle(connection);
        fill(first, 10);
        MongoCursor<Document> cursor = numbers(second).find().batchSize(3).cursor();
        cursor.next();
        MongoCollection<Document> collection = numbers(first);
        assertThat(server.openCursors()).isEqualTo(1);
        assertThat(server.awaitOpenConnections(2, SOON))
                .as("with the monitor's")
                .isTrue();
        int accepted = server.acceptedConnections();

        connection.cleanup();

        assertThat(server.openCursors()).isZero();
        for (ThrowingCallable use : new ThrowingCallable[] {
            first::ping,
            first::mode,
            () -> first.getDatabase("test"),
            second::listDatabaseNames,
            () -> collection.countDocuments(new Document()),
            cursor::hasNext
        }) {
            assertThatThrownBy(use).isInstanceOf(MongoClosedException.class);
        }
        assertThatThrownBy(first::ping).hasMessageContaining("the container has taken it back");
        assertThat(first.isClosed()).isTrue();
        assertThat(listener.events()).isEmpty();

        connection.cleanup();
        SessionHandle next = handle(connection);
        assertThat(numbers(next).countDocuments(new Document())).isEqualTo(10);
        assertThat(next.writeConcern()).isEqualTo(WriteConcern.SERVER_DEFAULT);
        assertThat(server.acceptedConnections()).isEqualTo(accepted);
    }

    @Test
    @DisplayName("M6 settings of a handle are gone with it: the next one starts from the configuration")
    void settingsDoNotOutliveTheHandle() throws Exception {
        MongoManagedConnection connection = connection();
        SessionHandle first = handle(connection);
        first.setWriteConcern(WriteConcern.MAJORITY);
        first.close();
        connection.cleanup();

        assertThat(handle(connection).writeConcern()).isEqualTo(WriteConcern.SERVER_DEFAULT);
    }

    @Test
    @DisplayName("M8 destroy works without cleanup, twice, and closes no socket that others may use")
    void destroyClosesNoSocket() throws Exception {
        MongoManagedConnection connection = connection();
        MongoManagedConnection other = connection();
        SessionHandle handle = handle(connection);
        handle.ping();
        handle(other).ping();
        assertThat(server.awaitOpenConnections(2, SOON))
                .as("with the monitor's")
                .isTrue();
        int accepted = server.acceptedConnections();

        connection.destroy();
        connection.destroy();

        assertThatThrownBy(handle::ping)
                .isInstanceOf(MongoClosedException.class)
                .hasMessageContaining("destroyed");
        handle(other).ping();
        assertThat(server.acceptedConnections()).isEqualTo(accepted);
        assertThat(listener.events()).isEmpty();
    }

    @Test
    @DisplayName("M9 after destroy everything but destroy says that it is destroyed")
    void destroyedConnectionSaysSo() throws Exception {
        MongoManagedConnection connection = connection();
        SessionHandle elsewhere = handle(connection());
        connection.destroy();

        for (ThrowingCallable call : new ThrowingCallable[] {
            () -> connection.getConnection(null, null),
            () -> connection.associateConnection(elsewhere),
            connection::dissociateConnections,
            connection::cleanup,
            connection::getMetaData
        }) {
            assertThatThrownBy(call).isInstanceOf(IllegalStateException.class).hasMessageContaining("destroyed");
        }
        assertThat(elsewhere.ping()).isPositive();
    }

    @Test
    @DisplayName("M10 metadata tells product, user and no limit, without I/O")
    void metadataTellsTheUser() throws Exception {
        MongoManagedConnection alices = connection(ALICE);
        server.close();

        assertThat(alices.getMetaData().getEISProductName()).isEqualTo("MongoDB");
        assertThat(alices.getMetaData().getEISProductVersion()).isNotBlank();
        assertThat(alices.getMetaData().getMaxConnections()).isZero();
        assertThat(alices.getMetaData().getUserName()).isEqualTo("alice");
        assertThat(connection().getMetaData().getUserName()).isEmpty();
    }

    @Test
    @DisplayName("M11 neither kind of transaction is offered")
    void noTransactionIsOffered() throws Exception {
        MongoManagedConnection connection = connection();

        assertThatThrownBy(connection::getXAResource).isInstanceOf(NotSupportedException.class);
        assertThatThrownBy(connection::getLocalTransaction).isInstanceOf(NotSupportedException.class);
    }

    @Test
    @DisplayName("M12 E2 E8 a listener may remove itself, call back and throw; the others hear all the same")
    void listenersMayDoWhatTheyLike() throws Exception {
        MongoManagedConnection connection = (MongoManagedConnection) factory.createManagedConnection(null, null);
        StringWriter log = new StringWriter();
        connection.setLogWriter(new PrintWriter(log));
        RecordingListener[] removing = new RecordingListener[1];
        removing[0] = new RecordingListener(event -> connection.removeConnectionEventListener(removing[0]));
        RecordingListener throwing = new RecordingListener(event -> {
            throw new UnsupportedOperationException("a listener's own trouble");
        });
        RecordingListener reentrant = new RecordingListener(event -> {
            ((MongoSession) event.getConnectionHandle()).close();
            assertThatCode(connection::cleanup).doesNotThrowAnyException();
            connection.destroy();
        });
        connection.addConnectionEventListener(removing[0]);
        connection.addConnectionEventListener(throwing);
        connection.addConnectionEventListener(reentrant);
        connection.addConnectionEventListener(listener);

        SessionHandle handle = handle(connection);
        assertThatCode(handle::close).doesNotThrowAnyException();

        for (RecordingListener each : List.of(removing[0], throwing, reentrant, listener)) {
            assertThat(each.events()).hasSize(1);
        }
        assertThat(log.toString()).contains("a listener's own trouble");
        assertThat(connection.isUsable()).isFalse();
    }

    @Test
    @DisplayName("E1 H4 closing a handle is told once, with connection and handle, however often it is closed")
    void closingIsToldOnce() throws Exception {
        MongoManagedConnection connection = connection();
        SessionHandle handle = handle(connection);

        handle.close();
        handle.close();

        assertThat(listener.events())
                .singleElement()
                .returns(ConnectionEvent.CONNECTION_CLOSED, ConnectionEvent::getId)
                .returns(connection, ConnectionEvent::getSource)
                .returns(handle, ConnectionEvent::getConnectionHandle);
        assertThatThrownBy(handle::ping)
                .isInstanceOf(MongoClosedException.class)
                .hasMessageContaining(Thread.currentThread().getName());
    }

    @Test
    @DisplayName("E1 of many threads that close one handle, one is heard")
    void racingClosesAreToldOnce() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            for (int round = 0; round < 100; round++) {
                SessionHandle handle = handle(connection());
                List<Callable<Boolean>> closers = new ArrayList<>();
                for (int i = 0; i < 8; i++) {
                    closers.add(() -> {
                        handle.close();
                        return true;
                    });
                }
                for (Future<Boolean> closer : threads.invokeAll(closers, 30, TimeUnit.SECONDS)) {
                    assertThat(closer.get()).isTrue();
                }
                assertThat(listener.events()).hasSize(round + 1);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    @DisplayName("E3 a listener that acts later finds the handle detached and the connection as it was")
    void deferredListenerFindsTheHandleDetached() throws Exception {
        MongoManagedConnection connection = connection();
        SessionHandle closed = handle(connection);
        closed.close();
        SessionHandle another = handle(connection);

        assertThat(listener.events()).hasSize(1);
        assertThat(another.ping()).isPositive();
        connection.cleanup();
        assertThat(another.isClosed()).isTrue();
    }

    @Test
    @DisplayName("E4 E5 a broken socket is no error of the connection: nobody is told, and the handle goes on")
    void brokenSocketIsNoErrorOfTheConnection() throws Exception {
        MongoManagedConnection connection = connection();
        SessionHandle handle = handle(connection);
        handle.ping();
        assertThat(server.awaitOpenConnections(2, SOON))
                .as("with the monitor's")
                .isTrue();

        server.dropConnections();
        assertThat(server.awaitOpenConnections(0, SOON)).isTrue();
        try {
            handle.ping();
        } catch (io.github.mooring.api.MongoSocketException e) {
            assertThat(e.server()).isPresent(); // the one command that met the broken socket
        }

        assertThat(handle.ping()).isPositive();
        assertThat(listener.events()).isEmpty();
        assertThat(factory.getInvalidConnections(java.util.Set.of(connection))).isEmpty();
    }

    @Test
    @DisplayName("E9 events are sent without a lock that other handles need")
    void eventsAreSentWithoutALock() throws Exception {
        ExecutorService another = Executors.newSingleThreadExecutor();
        try {
            MongoManagedConnection connection = (MongoManagedConnection) factory.createManagedConnection(null, null);
            SessionHandle bystander = handle(connection);
            List<Duration> pings = new ArrayList<>();
            connection.addConnectionEventListener(new RecordingListener(event -> {
                try {
                    pings.add(another.submit(bystander::ping).get(20, TimeUnit.SECONDS));
                    another.submit(() -> handle(connection)).get(20, TimeUnit.SECONDS);
                } catch (Exception e) {
                    throw new AssertionError(e);
                }
            }));

            handle(connection).close();

            assertThat(pings).hasSize(1);
        } finally {
            another.shutdownNow();
        }
    }

    @Test
    @DisplayName("H5 a handle has a public close without arguments, found by reflection as containers do")
    void handleHasAPublicClose() throws Exception {
        SessionHandle handle = handle(connection());

        handle.getClass().getMethod("close").invoke(handle);

        assertThat(handle.isClosed()).isTrue();
        assertThat(listener.events()).hasSize(1);
    }

    @Test
    @DisplayName("H7 closing a handle without cursors sends nothing")
    void closingSendsNothing() throws Exception {
        SessionHandle handle = handle(connection());
        handle.ping();
        server.forgetRequests();

        handle.close();

        assertThat(server.requests()).allMatch(request -> request.commandName().equalsIgnoreCase("hello"));
    }

    @Test
    @DisplayName("H10 closing a handle ends its own cursors at the server, and no others")
    void closingEndsOwnCursors() throws Exception {
        MongoManagedConnection connection = connection();
        SessionHandle one = handle(connection);
        SessionHandle two = handle(connection);
        fill(one, 10);
        MongoCursor<Document> ofOne = numbers(one).find().batchSize(3).cursor();
        MongoCursor<Document> ofTwo = numbers(two).find().batchSize(3).cursor();
        assertThat(server.openCursors()).isEqualTo(2);

        one.close();

        assertThat(server.openCursors()).isEqualTo(1);
        assertThatThrownBy(ofOne::next).isInstanceOf(MongoClosedException.class);
        assertThat(ofTwo.next()).containsEntry("_id", 0);
        two.close();
        assertThat(server.openCursors()).isZero();
    }

    @Test
    @DisplayName("M6 H10 with the server gone, closing and cleanup end in time and do not fail")
    void closingWithoutAServerEndsInTime() throws Exception {
        MongoManagedConnection connection = connection();
        SessionHandle one = handle(connection);
        SessionHandle two = handle(connection);
        fill(one, 10);
        numbers(one).find().batchSize(3).cursor().next();
        numbers(two).find().batchSize(3).cursor().next();
        server.close();
        long begin = System.nanoTime();

        one.close();
        connection.cleanup();
        connection.destroy();

        assertThat(System.nanoTime() - begin).isLessThan(TimeUnit.SECONDS.toNanos(20));
        assertThat(listener.events()).hasSize(1);
    }

    @Test
    @DisplayName("M13 P8 the connection's own text and log never hold a password")
    void textsHoldNoPassword() throws Exception {
        MongoManagedConnection alices = connection(ALICE);
        Object handle = alices.getConnection(null, ALICE);
        PrintWriter writer = new PrintWriter(new StringWriter());
        alices.setLogWriter(writer);

        assertThat(alices.getLogWriter()).isSameAs(writer);
        assertThat(alices.toString())
                .contains("alice")
                .contains(server.address())
                .doesNotContain("wonder");
        assertThat(handle.toString()).doesNotContain("wonder");
    }
}
