package io.github.mooring.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.mooring.api.MongoClosedException;
import io.github.mooring.api.MongoCommandException;
import io.github.mooring.api.MongoCursor;
import io.github.mooring.api.MongoCursorNotFoundException;
import io.github.mooring.api.MongoDocumentException;
import io.github.mooring.api.MongoRequest;
import io.github.mooring.api.MongoSession;
import io.github.mooring.api.MongoSocketException;
import io.github.mooring.api.MongoWaitQueueTimeoutException;
import io.github.mooring.api.event.ConnectionCheckedIn;
import io.github.mooring.api.event.ConnectionCheckedOut;
import io.github.mooring.api.event.ConnectionClosed;
import io.github.mooring.testkit.lab.LabNode;
import io.github.mooring.testkit.server.FailCommand;
import io.github.mooring.testkit.server.RecordedRequest;
import io.github.mooring.time.Caller;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.bson.Document;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Cursors behind a load balancer keep their connections, and give them back however they end. */
class LoadBalancedCursorTest extends BalancedFixture {
    @BeforeEach
    void storeFive() {
        store(5);
        forget();
    }

    private void forget() {
        lab.nodes().forEach(node -> node.server().forgetRequests());
    }

    /** Mongos keep cursors whose connections are gone, until they have lain idle for long. */
    private void loseCursors() {
        lab.nodes().forEach(node -> node.replicationLag(Duration.ZERO));
    }

    private void dialAnew(String options) {
        dialWith(options);
        forget();
    }

    private LabNode nodeOf(String command) {
        return lab.nodes().stream()
                .filter(node -> !node.server().requests(command).isEmpty())
                .findFirst()
                .orElseThrow();
    }

    /** Which connections of which mongos a command has come in on. */
    private List<String> waysOf(String command) {
        return lab.nodes().stream()
                .flatMap(node -> node.server().requests(command).stream()
                        .map(RecordedRequest::connectionId)
                        .map(id -> node.id() + "/" + id))
                .distinct()
                .collect(Collectors.toList());
    }

    @Test
    void aCursorThatIsReadInOneBatchKeepsNothing() {
        try (MongoCursor<Document> cursor = notes().find().cursor()) {
            assertThat(cursor.hasNext()).isTrue();
            assertThat(inUse()).isZero();
        }
        assertThat(sent("killCursors")).isEmpty();
    }

    @Test
    void aCursorReadsOverOneConnectionUntilItIsDrained() {
        MongoCursor<Document> cursor = open();
        MongoCursor<Document> other = open();
        assertThat(inUse()).isEqualTo(2);
        for (int i = 0; i < 5; i++) {
            assertThat(cursor.next()).isEqualTo(new Document("_id", i));
            assertThat(other.next()).isEqualTo(new Document("_id", i));
        }
        assertThat(cursor.hasNext()).isFalse();
        assertThat(other.hasNext()).isFalse();

        assertThat(inUse()).isZero();
        assertThat(waysOf("getMore")).hasSize(2).containsExactlyInAnyOrderElementsOf(waysOf("find"));
        assertThat(sent("killCursors")).isEmpty();
        cursor.close();
        other.close();
        assertThat(sent("killCursors")).isEmpty();
    }

    @Test
    void aCursorThatIsClosedIsKilledOverItsConnectionAndGivesItBack() {
        MongoCursor<Document> first = open();
        MongoCursor<Document> second = open();

        second.close();
        first.close();
        first.close();

        assertThat(inUse()).isZero();
        assertThat(sent("killCursors")).hasSize(2);
        assertThat(waysOf("killCursors")).containsExactlyInAnyOrderElementsOf(waysOf("find"));
        assertThat(count(ConnectionCheckedOut.class)).isEqualTo(count(ConnectionCheckedIn.class));
    }

    @Test
    void theCallersLimitEndsItAsWell() {
        try (MongoCursor<Document> cursor = notes().find().batchSize(2).limit(3).cursor()) {
            cursor.next();
            cursor.next();
            cursor.next();
            assertThat(cursor.hasNext()).isFalse();
            assertThat(inUse()).isZero();
        }
    }

    @Test
    void anAggregationAndAListOfCollectionsKeepTheirsToo() {
        for (int i = 0; i < 150; i++) {
            session.getDatabase("app").createCollection("c" + i);
        }
        forget();

        assertThat(notes().aggregate(List.of(new Document("$match", new Document())))
                        .batchSize(2)
                        .toList())
                .hasSize(5);
        assertThat(session.getDatabase("app").listCollectionNames()).hasSize(151);

        assertThat(inUse()).isZero();
    }

    @Test
    void aConnectionThatBreaksIsKeptUntilTheCloseAndNobodyIsKilledOverIt() {
        MongoCursor<Document> cursor = open();
        failOn(FailCommand.on("getMore").times(1).closeConnection().build());
        cursor.next();
        cursor.next();

        assertThatExceptionOfType(MongoSocketException.class).isThrownBy(cursor::next);
        assertThat(inUse()).isEqualTo(1);
        cursor.close();

        assertThat(inUse()).isZero();
        assertThat(sent("killCursors")).isEmpty();
        assertThat(heard.of(ConnectionClosed.class))
                .extracting(ConnectionClosed::reason)
                .containsExactly(ConnectionClosed.Reason.ERROR);
        assertThat(clears()).hasSize(1);
        lab.nodes().forEach(LabNode::clearFailPoint);
        loseCursors();
    }

    @Test
    void aRefusalKeepsTheConnectionUntilTheClose() {
        MongoCursor<Document> cursor = open();
        failOn(FailCommand.on("getMore").times(1).errorCode(7).build());
        cursor.next();
        cursor.next();

        assertThatExceptionOfType(MongoCommandException.class).isThrownBy(cursor::next);
        assertThat(inUse()).isEqualTo(1);
        cursor.close();

        assertThat(sent("killCursors")).hasSize(1);
        assertThat(inUse()).isZero();
        lab.nodes().forEach(LabNode::clearFailPoint);
    }

    @Test
    void aCursorThatTheServerHasForgottenKeepsNothing() {
        MongoCursor<Document> cursor = open();
        failOn(FailCommand.on("getMore").times(1).errorCode(43).build());
        cursor.next();
        cursor.next();

        assertThatExceptionOfType(MongoCursorNotFoundException.class).isThrownBy(cursor::next);

        assertThat(inUse()).isZero();
        lab.nodes().forEach(LabNode::clearFailPoint);
        loseCursors();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aKillThatFailsGivesTheConnectionBackAllTheSame(boolean network) {
        MongoCursor<Document> cursor = open();
        FailCommand.Builder fault = FailCommand.on("killCursors").times(1);
        failOn((network ? fault.closeConnection() : fault.errorCode(7)).build());

        cursor.close();

        assertThat(inUse()).isZero();
        assertThat(sent("killCursors")).hasSize(1);
        lab.nodes().forEach(LabNode::clearFailPoint);
        loseCursors();
    }

    @Test
    void staleErrorsAreIgnored() {
        LabNode only = lab.node(1);
        lab.node(0).stop();
        dialWith("");
        MongoCursor<Document> one = open();
        MongoCursor<Document> other = open();
        only.failCommand(FailCommand.on("getMore").times(2).closeConnection().build());

        for (MongoCursor<Document> cursor : List.of(one, other)) {
            cursor.next();
            cursor.next();
            assertThatExceptionOfType(MongoSocketException.class).isThrownBy(cursor::next);
            cursor.close();
        }

        assertThat(clears()).hasSize(1);
        assertThat(inUse()).isZero();
        lab.node(0).start();
        loseCursors();
    }

    @Test
    void theEndOfTheSessionIsTheCursorsEnd() {
        MongoSession other = factory.openSession();
        MongoCursor<Document> cursor = other.getDatabase("app")
                .getCollection("notes")
                .find()
                .batchSize(2)
                .cursor();
        assertThat(inUse()).isEqualTo(1);

        other.close();

        assertThat(inUse()).isZero();
        assertThat(sent("killCursors")).hasSize(1);
        assertThatThrownBy(cursor::next).isInstanceOf(MongoClosedException.class);
    }

    @Test
    void whoClosesItWhileItIsReadDoesNotWaitAndTheReaderGivesItBack() throws Exception {
        MongoCursor<Document> cursor = open();
        failOn(FailCommand.on("getMore").block(Duration.ofSeconds(4)).build());
        cursor.next();
        cursor.next();
        Caller<Document> reader = Caller.start(cursor::next);
        LabNode node = nodeOf("find");
        assertThat(node.server().awaitCommand("getMore", 1, ClientFixture.PATIENCE))
                .isTrue();

        cursor.close();

        assertThat(inUse()).as("until the answer has come").isEqualTo(1);
        assertThat(reader.failure())
                .isInstanceOf(MongoClosedException.class)
                .hasMessageStartingWith("cursor is closed");
        assertThat(inUse()).isZero();
        assertThat(sent("killCursors")).hasSize(1);
        assertThat(waysOf("killCursors")).isEqualTo(waysOf("find"));
        lab.nodes().forEach(LabNode::clearFailPoint);
    }

    @Test
    void documentsThatFitNoClassLeaveNothingOpen() {
        assertThatThrownBy(() -> session.getDatabase("app")
                        .getCollection("notes", Number.class)
                        .find()
                        .batchSize(2)
                        .cursor())
                .isInstanceOfAny(MongoDocumentException.class, RuntimeException.class);

        assertThat(inUse()).isZero();
    }

    @Test
    void aFindIsTriedASecondTimeAndKeepsTheConnectionOfTheSecond() {
        failOn(FailCommand.on("find").times(1).closeConnection().build());
        lab.node(1).clearFailPoint();

        for (int i = 0; i < 2; i++) {
            try (MongoCursor<Document> cursor = open()) {
                assertThat(inUse()).isEqualTo(1);
                assertThat(cursor.next()).isEqualTo(new Document("_id", 0));
            }
        }
        lab.nodes().forEach(LabNode::clearFailPoint);
    }

    @Test
    void nobodySharesTheConnectionOfACursor() {
        dialAnew("&connectionSharing=always&maxPoolSize=2");
        try (MongoCursor<Document> cursor = open()) {
            String kept = waysOf("find").get(0);
            for (int i = 0; i < 10; i++) {
                session.ping();
            }
            assertThat(waysOf("ping")).hasSize(1).doesNotContain(kept);
            assertThat(cursor.next()).isNotNull();
        }
    }

    @Test
    void whoWaitsInVainHearsThatCursorsHaveTheConnections() {
        dialAnew("&maxPoolSize=2&waitQueueTimeoutMS=50");
        try (MongoCursor<Document> one = open();
                MongoRequest request = session.startRequest()) {
            request.ping();

            assertThatExceptionOfType(MongoWaitQueueTimeoutException.class)
                    .isThrownBy(session::ping)
                    .withMessageStartingWith("Timeout waiting for connection from the connection pool. maxPoolSize: 2,"
                            + " connections in use by cursors: 1, connections in use by transactions: 0, connections in"
                            + " use by other operations: 1")
                    .withMessageContaining(", for a cursor");
            assertThat(one.next()).isNotNull();
        }
    }

    @Test
    void aRequestKeepsItsOwnConnectionForItsCursors() {
        try (MongoRequest request = session.startRequest();
                MongoCursor<Document> cursor = request.getDatabase("app")
                        .getCollection("notes")
                        .find()
                        .batchSize(2)
                        .cursor()) {
            for (int i = 0; i < 5; i++) {
                assertThat(cursor.next()).isEqualTo(new Document("_id", i));
            }
            assertThat(inUse()).isEqualTo(1);
        }
        assertThat(waysOf("getMore")).isEqualTo(waysOf("find"));
    }

    @Test
    void hundredsOfCursorsGiveAllBack() {
        dialAnew("&maxPoolSize=20");
        for (int round = 0; round < 20; round++) {
            MongoSession other = factory.openSession();
            List<MongoCursor<Document>> cursors = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                cursors.add(other.getDatabase("app")
                        .getCollection("notes")
                        .find()
                        .batchSize(2)
                        .cursor());
            }
            assertThat(inUse()).isEqualTo(20);
            cursors.get(round).close();
            other.close();
            assertThat(inUse()).isZero();
        }
    }
}
