package io.github.mooring.jca;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.mooring.api.MongoClosedException;
import io.github.mooring.api.MongoCollection;
import io.github.mooring.api.MongoCursor;
import io.github.mooring.api.WriteConcern;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.bson.Document;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** How handles end, by their own close or by a cleanup, and what ends with them. */
class SessionHandleEndTest extends ManagedConnectionFixture {
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

        assertThat(System.nanoTime() - begin).isLessThan(TimeUnit.SECONDS.toNanos(28));
        assertThat(listener.events()).hasSize(1);
    }
}
