package io.github.mooring.jca;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.mooring.api.MongoClosedException;
import io.github.mooring.api.MongoCollection;
import io.github.mooring.api.MongoCursor;
import io.github.mooring.api.MongoDatabase;
import io.github.mooring.api.WriteConcern;
import io.github.mooring.testkit.container.Subjects;
import jakarta.resource.NotSupportedException;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.ConnectionEvent;
import jakarta.resource.spi.IllegalStateException;
import jakarta.resource.spi.SecurityException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.bson.Document;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ManagedConnectionTest extends ManagedConnectionFixture {
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
            for (Future<Long> job : threads.invokeAll(jobs, 60, TimeUnit.SECONDS)) {
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
    @DisplayName("M11 XA is never offered, and no transaction at all at level NoTransaction")
    void onlyWhatTheLevelSaysIsOffered() throws Exception {
        assertThatThrownBy(connection()::getXAResource)
                .isInstanceOf(NotSupportedException.class)
                .hasMessageContaining("two-phase commit");
        factory.setTransactionLevel("NoTransaction");
        MongoManagedConnection connection = connection();

        assertThatThrownBy(connection::getXAResource).isInstanceOf(NotSupportedException.class);
        assertThatThrownBy(connection::getLocalTransaction).isInstanceOf(NotSupportedException.class);
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
