package io.github.mooring.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.mooring.api.MongoClosedException;
import io.github.mooring.api.MongoCollection;
import io.github.mooring.api.MongoCursor;
import io.github.mooring.api.MongoRequest;
import io.github.mooring.api.MongoSession;
import io.github.mooring.api.MongoSessionStateLostException;
import io.github.mooring.api.MongoSessionStateLostException.State;
import io.github.mooring.api.MongoSocketException;
import io.github.mooring.api.MongoWaitQueueTimeoutException;
import io.github.mooring.api.WriteConcern;
import io.github.mooring.engines.EngineContract;
import io.github.mooring.testkit.server.FailCommand;
import io.github.mooring.testkit.server.RecordedRequest;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Operations that stay on one connection: a request, by the scope of its handle. */
@EngineContract
class RequestTest {
    private static final Duration LONG = Duration.ofMinutes(5);

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final ClientFixture client = ClientFixture.open();

    @AfterEach
    void close() throws Exception {
        threads.shutdownNow();
        assertThat(threads.awaitTermination(40, TimeUnit.SECONDS)).isTrue();
        client.close();
    }

    private static MongoCollection<Document> notes(MongoRequest request) {
        return request.getDatabase().getCollection("notes");
    }

    private Set<Integer> connectionsOf(String command) {
        return client.server.requests(command).stream()
                .map(RecordedRequest::connectionId)
                .collect(Collectors.toSet());
    }

    @Test
    @DisplayName("N4 N5 a request takes its connection with the first operation and holds it until it is closed")
    void theConnectionIsHeldFromTheFirstOperationToTheClose() {
        try (MongoRequest request = client.session.startRequest()) {
            assertThat(client.factory.statistics().socketsInUse()).isZero();
            request.ping();
            assertThat(client.factory.statistics().socketsInUse()).isEqualTo(1);
            notes(request).insertOne(new Document("_id", 1));
            assertThat(notes(request).find().toList()).hasSize(1);

            client.session.ping();
            assertThat(client.factory.statistics().socketsOpened())
                    .as("nobody else uses it")
                    .isEqualTo(2);
        }
        client.assertSettled();
        assertThat(connectionsOf("insert")).hasSize(1).isEqualTo(connectionsOf("find"));
    }

    @Test
    @DisplayName("N5 a request that was never used costs no connection")
    void anUnusedRequestCostsNothing() {
        MongoRequest request = client.session.startRequest();
        request.close();
        request.close();
        assertThat(request.isClosed()).isTrue();
        assertThat(client.factory.statistics().socketsOpened()).isZero();
    }

    @Test
    @DisplayName("N1 an unacknowledged write is seen by the read after it, since both go over one connection")
    void anUnacknowledgedWriteIsSeen() {
        client.session.setWriteConcern(WriteConcern.UNACKNOWLEDGED);
        for (int i = 0; i < 50; i++) {
            try (MongoRequest request = client.session.startRequest()) {
                notes(request).insertOne(new Document("_id", i));
                assertThat(notes(request).countDocuments(new Document())).isEqualTo(i + 1);
            }
        }
    }

    @Test
    @DisplayName("N5 nested requests share the connection, and the last to be closed gives it back")
    void nestingCounts() {
        MongoRequest outer = client.session.startRequest();
        MongoRequest inner = outer.startRequest();
        inner.ping();
        outer.ping();
        MongoRequest third = inner.startRequest();
        inner.close();
        outer.close();
        outer.close();
        assertThatThrownBy(outer::ping)
                .isInstanceOf(MongoClosedException.class)
                .hasMessageStartingWith("request is closed");
        third.ping();
        assertThat(client.factory.statistics().socketsInUse()).isEqualTo(1);

        third.close();

        client.assertSettled();
        assertThat(connectionsOf("ping")).hasSize(1);
        assertThatThrownBy(outer::startRequest).isInstanceOf(MongoClosedException.class);
    }

    @Test
    @DisplayName("N5 two requests of one session are two connections")
    void requestsOfOneSessionAreIndependent() {
        try (MongoRequest one = client.session.startRequest();
                MongoRequest other = client.session.startRequest()) {
            one.ping();
            other.ping();
            assertThat(connectionsOf("ping")).hasSize(2);
        }
    }

    @Test
    @DisplayName("N4 operations of one request wait for each other, within their time")
    void operationsTakeTurns() throws Exception {
        try (MongoRequest request = client.session.startRequest()) {
            request.ping();
            client.server.failCommand(
                    FailCommand.on("find").times(1).block(LONG).build());
            Future<?> slow = threads.submit(() -> notes(request).find().first());
            assertThat(client.server.awaitCommand("find", 1, ClientFixture.PATIENCE))
                    .isTrue();
            client.session.setTimeout(Duration.ofMillis(50));

            assertThatThrownBy(request::ping)
                    .isInstanceOf(MongoWaitQueueTimeoutException.class)
                    .hasMessage("the request's connection was in use by another operation of the request"
                            + " for all of 50 ms");

            client.session.setTimeout(LONG);
            Future<Duration> next = threads.submit(request::ping);
            client.server.dropConnections();
            assertThatThrownBy(() -> slow.get(40, TimeUnit.SECONDS))
                    .hasCauseInstanceOf(MongoSessionStateLostException.class);
            assertThat(next.get(40, TimeUnit.SECONDS)).as("on a new connection").isPositive();
        }
    }

    @Test
    @DisplayName("F29 closing the session ends the waits of its requests and gives their connections back")
    void theSessionsEndIsTheRequestsEnd() throws Exception {
        MongoSession session = client.factory.openSession();
        MongoRequest request = session.startRequest();
        MongoRequest idle = session.startRequest();
        request.ping();
        idle.ping();
        client.server.failCommand(FailCommand.on("find").times(1).block(LONG).build());
        Future<?> slow = threads.submit(() -> notes(request).find().first());
        assertThat(client.server.awaitCommand("find", 1, ClientFixture.PATIENCE))
                .isTrue();
        Future<Duration> waiting = threads.submit(request::ping);

        session.close();

        assertThatThrownBy(() -> waiting.get(40, TimeUnit.SECONDS)).hasCauseInstanceOf(MongoClosedException.class);
        assertThat(idle.isClosed()).isTrue();
        assertThat(client.factory.statistics().socketsInUse())
                .as("the one with an operation under way")
                .isEqualTo(1);
        client.server.dropConnections();
        assertThatThrownBy(() -> slow.get(40, TimeUnit.SECONDS)).isNotNull();
        client.assertSettled();
        assertThatThrownBy(idle::ping).hasMessageStartingWith("session is closed");
    }

    @Test
    @DisplayName(
            "N10 a connection lost under an operation is told once, with the operation's own trouble; then it heals")
    void aLossIsToldOnceAndHeals() {
        try (MongoRequest request = client.session.startRequest()) {
            notes(request).insertOne(new Document("_id", 1));
            client.server.failCommand(
                    FailCommand.on("insert").times(1).closeConnection().build());

            var lost = catchThrowableOfType(
                    MongoSessionStateLostException.class, () -> notes(request).insertOne(new Document("_id", 2)));

            assertThat(lost.lost()).isEqualTo(State.REQUEST);
            assertThat(lost).hasCauseInstanceOf(MongoSocketException.class);
            assertThat(lost.bytesSent()).isTrue();
            assertThat(lost.getMessage()).contains("the connection of the request to " + client.server.address());
            notes(request).insertOne(new Document("_id", 3));
            assertThat(connectionsOf("insert")).hasSize(2);
            assertThat(client.factory.statistics().socketsInUse()).isEqualTo(1);
        }
    }

    @Test
    @DisplayName("N10 the first operation has nothing to lose but itself")
    void theFirstOperationLosesNoState() {
        try (MongoRequest request = client.session.startRequest()) {
            client.server.failCommand(
                    FailCommand.on("ping").times(1).closeConnection().build());
            assertThatThrownBy(request::ping).isInstanceOf(MongoSocketException.class);
            assertThat(request.ping()).isPositive();
        }
    }

    @Test
    @DisplayName("N10 a refusal of the server costs no connection and no state")
    void aRefusalIsNoLoss() {
        try (MongoRequest request = client.session.startRequest()) {
            notes(request).insertOne(new Document("_id", 1));
            assertThatThrownBy(() -> notes(request).insertOne(new Document("_id", 1)))
                    .isNotInstanceOf(MongoSessionStateLostException.class);
            request.ping();
            assertThat(connectionsOf("ping")).isEqualTo(connectionsOf("insert"));
        }
    }

    @Test
    @DisplayName("M95 a cursor of a request reads over its connection, and ends with the session")
    void cursorsStayOnTheConnection() {
        client.storeNumbered(5);
        MongoSession session = client.factory.openSession();
        MongoRequest request = session.startRequest();
        MongoCursor<Document> cursor = notes(request).find().batchSize(2).cursor();
        cursor.next();
        cursor.next();
        cursor.next();
        assertThat(connectionsOf("getMore")).isEqualTo(connectionsOf("find"));
        MongoCursor<Document> left = notes(request).find().batchSize(2).cursor();

        request.close();

        assertThatThrownBy(cursor::next).isInstanceOf(MongoClosedException.class);
        session.close();
        assertThat(client.server.openCursors()).isZero();
        assertThatThrownBy(left::next).isInstanceOf(MongoClosedException.class);
    }

    @Test
    @DisplayName("M61 a request keeps the user with whom it began")
    void theUserIsThatOfTheBeginning() {
        client.server.addUser("ann", "a", "app");
        MongoRequest request = client.session.startRequest();
        client.session.login("ann", "a".toCharArray());
        client.server.forgetRequests();
        request.ping();
        client.session.ping();

        List<String> users = client.server.requests("ping").stream()
                .map(ping -> client.server.connections().stream()
                        .filter(connection -> connection.id() == ping.connectionId())
                        .map(connection -> String.valueOf(connection.user()))
                        .findFirst()
                        .orElseThrow())
                .toList();
        assertThat(users).containsExactly("null", "ann@app");
        request.close();
    }
}
