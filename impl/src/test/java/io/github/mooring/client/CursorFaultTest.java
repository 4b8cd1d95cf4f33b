package io.github.mooring.client;

import static io.github.mooring.client.ClientFixture.ids;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.mooring.api.MongoClosedException;
import io.github.mooring.api.MongoCommandException;
import io.github.mooring.api.MongoConnectException;
import io.github.mooring.api.MongoCursor;
import io.github.mooring.api.MongoCursorNotFoundException;
import io.github.mooring.api.MongoSession;
import io.github.mooring.api.MongoSocketException;
import io.github.mooring.api.MongoWaitQueueTimeoutException;
import io.github.mooring.testkit.Gate;
import io.github.mooring.testkit.scripted.Script;
import io.github.mooring.testkit.server.FailCommand;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Cursors that meet trouble: killed, cut off, closed by somebody else, and servers with strange batches. */
class CursorFaultTest {
    private static final String FIRST = "{ok: 1, cursor: {id: {$numberLong: '5'}, ns: 'app.notes', firstBatch: [%s]}}";
    private static final String MORE = "{ok: 1, cursor: {id: {$numberLong: '%d'}, ns: 'app.notes', nextBatch: [%s]}}";

    private static final String KILLED = "{ok: 1, cursorsKilled: [{$numberLong: '5'}]}";

    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void endThreads() throws Exception {
        threads.shutdownNow();
        assertThat(threads.awaitTermination(40, TimeUnit.SECONDS)).isTrue();
    }

    private static MongoCursor<Document> twoAtATime(MongoSession session) {
        return session.getDatabase().getCollection("notes").find().batchSize(2).cursor();
    }

    private static void readBatch(MongoCursor<Document> cursor) {
        for (int left = cursor.available(); left > 0; left--) {
            cursor.next();
        }
    }

    @Test
    void anEmptyBatchIsNotTheEnd() throws Exception {
        try (BrokenClient client = BrokenClient.dial(
                "",
                Script.handshake()
                        .expect("find")
                        .reply(String.format(FIRST, ""))
                        .expect("getMore")
                        .reply(String.format(MORE, 5, ""))
                        .expect("getMore")
                        .reply(String.format(MORE, 5, "{_id: 1}"))
                        .expect("getMore")
                        .reply(String.format(MORE, 5, ""))
                        .expect("getMore")
                        .reply(String.format(MORE, 0, "{_id: 2}"))
                        .expectEnd())) {
            assertThat(ids(client.notes().find().toList())).containsExactly(1, 2);
            client.assertDone();
        }
    }

    @Test
    void moreDocumentsThanTheLimitAreNotHandedOut() throws Exception {
        try (BrokenClient client = BrokenClient.dial(
                "",
                Script.handshake()
                        .expect("find")
                        .reply(String.format(FIRST, "{_id: 1}, {_id: 2}, {_id: 3}"))
                        .expect("killCursors")
                        .reply(KILLED)
                        .expectEnd())) {
            assertThat(ids(client.notes().find().limit(2).toList())).containsExactly(1, 2);
            client.assertDone();
        }
    }

    @Test
    void aCursorThatTheServerHasKilledSaysSoAndIsForgotten() throws Exception {
        try (ClientFixture client = ClientFixture.open()) {
            client.storeNumbered(10);
            MongoCursor<Document> cursor = twoAtATime(client.session);
            readBatch(cursor);
            client.notes().drop(); // which ends the cursors on it

            for (int i = 0; i < 2; i++) {
                assertThatThrownBy(cursor::hasNext)
                        .isInstanceOf(MongoCursorNotFoundException.class)
                        .hasMessageStartingWith("getMore on app failed at " + client.server.address()
                                + " with error 43 (CursorNotFound): ")
                        .hasMessageEndingWith("; it was idle for too long, was killed, or the server has restarted");
            }

            client.server.forgetRequests();
            cursor.close();
            client.session.close();
            assertThat(client.server.commandCount("killCursors")).isZero();
        }
    }

    @Test
    void aServerThatDiesWithinTheReadingFailsTheCursorForGood() throws Exception {
        try (ClientFixture client = ClientFixture.open()) {
            client.storeNumbered(10);
            MongoCursor<Document> cursor = twoAtATime(client.session);
            readBatch(cursor);
            client.server.failCommand(
                    FailCommand.on("getMore").times(1).closeConnection().build());

            Throwable first = catchThrowable(cursor::hasNext);

            assertThat(first)
                    .isInstanceOf(MongoSocketException.class)
                    .hasMessageContaining("instead of answering getMore");
            assertThat(catchThrowable(cursor::next))
                    .as("asking again could leave a batch out")
                    .isSameAs(first);
            assertThat(client.server.commandCount("getMore")).isEqualTo(1);
            cursor.close();
            assertThat(client.server.openCursors()).isZero();
            client.assertStillWorks();
        }
    }

    @Test
    void aBatchThatWasNeverAskedForCanBeAskedForAgain() throws Exception {
        try (ClientFixture client = ClientFixture.open("maxPoolSize=1&connectionSharing=never&waitQueueTimeoutMS=50")) {
            client.storeNumbered(10);
            MongoCursor<Document> cursor = twoAtATime(client.session);
            readBatch(cursor);
            client.server.failCommand(
                    FailCommand.on("ping").times(1).block(Duration.ofMinutes(5)).build());
            Future<Duration> busy = threads.submit(client.session::ping);
            assertThat(client.server.awaitCommand("ping", 1, ClientFixture.PATIENCE))
                    .isTrue();

            assertThatThrownBy(cursor::hasNext).isInstanceOf(MongoWaitQueueTimeoutException.class);
            client.server.dropConnections();
            assertThat(catchThrowable(busy::get)).hasCauseInstanceOf(MongoSocketException.class);

            List<Document> rest = new ArrayList<>();
            cursor.forEachRemaining(rest::add);
            assertThat(rest).hasSize(8);
        }
    }

    @Test
    void anErrorOfTheServerIsRepeatedAndTheCursorStillEnded() throws Exception {
        try (ClientFixture client = ClientFixture.open()) {
            client.storeNumbered(10);
            MongoCursor<Document> cursor = twoAtATime(client.session);
            readBatch(cursor);
            client.server.failCommand(
                    FailCommand.on("getMore").times(1).errorCode(96).build());

            assertThatThrownBy(cursor::hasNext)
                    .isInstanceOf(MongoCommandException.class)
                    .hasMessageContaining("error 96 (OperationFailed)");
            assertThatThrownBy(cursor::hasNext).isInstanceOf(MongoCommandException.class);

            cursor.close();
            assertThat(client.server.openCursors()).isZero();
        }
    }

    @Test
    void aCursorClosedWhileAnotherThreadReadsEndsTheReading() throws Exception {
        assertThat(closedWhileReading(String.format(MORE, 5, "{_id: 1}")))
                .hasCauseInstanceOf(MongoClosedException.class)
                .hasRootCauseMessage("cursor is closed: thread '"
                        + Thread.currentThread().getName() + "' closed it; open a new one");
    }

    @Test
    void anErrorThatTheCloseOfACursorHasLedToIsReportedAsTheClose() throws Exception {
        assertThat(closedWhileReading("{ok: 0, code: 237, codeName: 'CursorKilled', errmsg: 'killed'}"))
                .hasCauseInstanceOf(MongoClosedException.class);
    }

    /** What a thread is told whose cursor another one closes before the server has given this reply to its getMore. */
    private Throwable closedWhileReading(String reply) throws Exception {
        Gate gate = new Gate();
        try (BrokenClient client = BrokenClient.dial(
                "",
                Script.handshake()
                        .expect("find")
                        .reply(String.format(FIRST, ""))
                        .expect("getMore")
                        .pauseAt(gate)
                        .reply(reply)
                        .expectEnd(),
                Script.handshake().expect("killCursors").reply(KILLED).expectEnd())) {
            MongoCursor<Document> cursor = client.notes().find().cursor();
            Future<Boolean> reader = threads.submit(cursor::hasNext);
            gate.awaitArrivals(1);

            cursor.close();
            gate.open();

            Throwable told = catchThrowable(() -> reader.get(40, TimeUnit.SECONDS));
            client.assertDone();
            return told;
        }
    }

    @Test
    void aCursorThatOpensWhileItsSessionClosesIsEndedToo() throws Exception {
        Gate gate = new Gate();
        try (BrokenClient client = BrokenClient.dial(
                "",
                Script.handshake()
                        .expect("find")
                        .pauseAt(gate)
                        .reply(String.format(FIRST, "{_id: 1}"))
                        .expect("killCursors")
                        .reply(KILLED)
                        .expectEnd())) {
            Future<MongoCursor<Document>> opener =
                    threads.submit(() -> client.notes().find().cursor());
            gate.awaitArrivals(1);

            client.session.close();
            gate.open();

            MongoCursor<Document> cursor = opener.get(40, TimeUnit.SECONDS);
            assertThatThrownBy(cursor::hasNext).isInstanceOf(MongoClosedException.class);
            client.assertDone();
        }
    }

    @Test
    void closingASessionWhoseServerIsSilentTriesToEndOneCursorAndNotEach() throws Exception {
        Gate gate = new Gate();
        try (BrokenClient client = BrokenClient.dial(
                "",
                Script.handshake()
                        .expect("find")
                        .reply(String.format(FIRST, "{_id: 1}"))
                        .expect("find")
                        .reply(String.format(FIRST.replace("'5'", "'6'"), "{_id: 1}"))
                        .expect("find")
                        .reply(String.format(FIRST.replace("'5'", "'7'"), "{_id: 1}"))
                        .expect("killCursors")
                        .pauseAt(gate)
                        .reply("{ok: 1}")
                        .expectEnd())) {
            for (int i = 0; i < 3; i++) {
                var unused = client.notes().find().cursor();
            }
            client.session.setTimeout(Duration.ofMillis(300));

            client.session.close();

            gate.open();
            ClientFixture.awaitSettled(client.factory);
            client.assertDone(); // one connection, one killCursors: had there been more, the script would have failed
        }
    }

    @Test
    void aCursorDoesNotWaitForItsServerToComeBackFromTheDead() throws Exception {
        try (ClientFixture client = ClientFixture.open("timeoutMS=60000")) {
            client.storeNumbered(10);
            MongoCursor<Document> noticing = twoAtATime(client.session);
            MongoCursor<Document> other = twoAtATime(client.session);
            readBatch(noticing);
            readBatch(other);
            client.server.close();
            assertThatThrownBy(noticing::hasNext).isInstanceOf(MongoSocketException.class);

            assertThatThrownBy(other::hasNext)
                    .isInstanceOf(MongoConnectException.class)
                    .hasMessageStartingWith(client.server.address() + " does not answer its monitor: ")
                    .hasMessageContaining("connection refused");
        }
    }

    @Test
    void theTroubleOfOneSessionIsNotThatOfAnothersCursor() throws Exception {
        try (ClientFixture client = ClientFixture.open()) {
            client.storeNumbered(10);
            MongoCursor<Document> cursor = twoAtATime(client.session);
            try (MongoSession other = client.factory.openSession()) {
                client.server.failCommand(
                        FailCommand.on("ping").times(1).closeConnection().build());
                assertThatThrownBy(other::ping).isInstanceOf(MongoSocketException.class);
            }

            List<Document> all = new ArrayList<>();
            cursor.forEachRemaining(all::add);

            assertThat(all).hasSize(10);
        }
    }
}
