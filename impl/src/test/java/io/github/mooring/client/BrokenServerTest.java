package io.github.mooring.client;

import static io.github.mooring.client.ClientFixture.doc;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.mooring.api.MongoConnectException;
import io.github.mooring.api.MongoException;
import io.github.mooring.api.MongoOperationTimeoutException;
import io.github.mooring.api.MongoProtocolException;
import io.github.mooring.api.MongoServerSelectionTimeoutException;
import io.github.mooring.api.MongoSession;
import io.github.mooring.api.MongoSessionFactory;
import io.github.mooring.api.MongoSocketException;
import io.github.mooring.testkit.Gate;
import io.github.mooring.testkit.net.Faults;
import io.github.mooring.testkit.net.FaultySocketFactory;
import io.github.mooring.testkit.scripted.Damage;
import io.github.mooring.testkit.scripted.Script;
import io.github.mooring.testkit.scripted.ScriptedServer;
import io.github.mooring.testkit.server.EmbeddedServer;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Servers that are not there, do not answer, or answer nonsense: each time a clear error, and the next operation works. */
class BrokenServerTest {
    private static final String PONG = "{ok: 1}";

    /** The connection after the broken one. */
    private static Script sound() {
        return Script.handshake().expect("ping").reply(PONG).expectEnd();
    }

    /** Over a connection that the network has broken: the monitor asks anew before the next operation begins. */
    private static <E extends MongoException> E cutOff(Class<E> type, Script broken) throws Exception {
        return failing(type, broken, Script.monitored(), sound());
    }

    private static <E extends MongoException> E failing(Class<E> type, Script... connections) throws Exception {
        try (BrokenClient client = BrokenClient.dial("timeoutMS=5000&maxAdaptiveRetries=0", connections)) {
            E e = catchThrowableOfType(type, () -> client.session.ping());

            assertThat(e).isNotNull();
            assertThat(e.server())
                    .hasValueSatisfying(server -> assertThat(server).hasToString(client.server.address()));
            client.assertSettled();
            assertThat(client.factory.statistics().socketsOpen()).isZero();
            assertThat(client.session.ping()).isPositive();
            client.assertDone();
            return e;
        }
    }

    @TestFactory
    List<DynamicTest> repliesThatAreNone() {
        Map<String, Damage> damages = new LinkedHashMap<>();
        damages.put("opCode", Damage.opcode(1));
        damages.put("responseTo", Damage.responseTo(4711));
        damages.put("of 4 bytes", Damage.length(4));
        damages.put("messageLength", Damage.length(Integer.MAX_VALUE));
        damages.put("messageLength: ", Damage.length(-5));
        damages.put("", Damage.garbageDocument());
        damages.put("moreToCome", Damage.flags(2));
        damages.put("checksum", Damage.wrongChecksum());
        damages.put("type", Damage.byteAt(25, 0x77));
        return damages.entrySet().stream()
                .map(damage -> DynamicTest.dynamicTest("reply with a wrong " + damage.getKey(), () -> {
                    var e = failing(
                            MongoProtocolException.class,
                            Script.handshake()
                                    .expect("ping")
                                    .replyDamaged(PONG, damage.getValue())
                                    .expectEnd(),
                            sound());
                    assertThat(e).hasMessageMatching("(?s)the reply to ping on connection \\d+ to .* is malformed: .*");
                    assertThat(e.bytesSent()).isTrue();
                }))
                .toList();
    }

    @TestFactory
    List<DynamicTest> repliesThatEndTooEarly() {
        return IntStream.of(0, 1, 3, 15, 16, 17, 20, 21, 25, 30)
                .mapToObj(bytes -> DynamicTest.dynamicTest("after " + bytes + " bytes", () -> {
                    var e = cutOff(
                            MongoSocketException.class,
                            Script.handshake()
                                    .expect("ping")
                                    .replyDamaged(PONG, Damage.truncatedTo(bytes))
                                    .close());
                    assertThat(e)
                            .hasMessageContaining("instead of answering ping; ")
                            .hasMessageContaining(bytes == 0 ? "nothing was received" : bytes + " bytes were received");
                    assertThat(e.bytesSent()).isTrue();
                }))
                .toList();
    }

    @Test
    void aReplyOfAnotherShapeClosesItsConnectionAndNoOther() throws Exception {
        try (BrokenClient client = BrokenClient.dial(
                "",
                Script.handshake().expect("find").reply(PONG).expectEnd(),
                Script.handshake()
                        .expect("find")
                        .reply("{ok: 1, cursor: {ns: 'app.notes', firstBatch: []}}")
                        .expectEnd(),
                Script.handshake()
                        .expect("find")
                        .reply("{ok: 1, cursor: 'none'}")
                        .expectEnd(),
                sound())) {
            for (String missing : List.of("'cursor'", "'cursor.id'", "'cursor'")) {
                assertThatThrownBy(() -> client.notes().find().first())
                        .isInstanceOf(MongoProtocolException.class)
                        .hasMessageStartingWith(
                                client.server.address() + " gave a reply to find on app that makes no sense: ")
                        .hasMessageContaining(missing);
                client.assertSettled();
            }
            assertThat(client.session.ping()).isPositive();
            client.assertDone();
        }
    }

    @Test
    void aResetInsteadOfAnAnswerIsASocketErrorAndMayHaveBeenSent() throws Exception {
        var e = cutOff(
                MongoSocketException.class, Script.handshake().expect("ping").reset());

        assertThat(e.bytesSent()).isTrue();
    }

    @Test
    void aServerThatClosesAtOnceIsSuspectedOfNotBeingOne() throws Exception {
        var e = failing(MongoConnectException.class, Script.closeAtOnce(), sound());

        assertThat(e)
                .hasMessageStartingWith("cannot connect to ")
                .hasMessageContaining("is it a MongoDB server at all");
        assertThat(e.bytesSent()).as("nothing of the operation").isFalse();
    }

    @Test
    void aServerThatAnswersNothingIsGivenUpInTime() throws Exception {
        Gate gate = new Gate();
        try (BrokenClient client = BrokenClient.dial(
                "",
                Script.handshake()
                        .expect("ping")
                        .reply(PONG)
                        .expect("ping")
                        .pauseAt(gate)
                        .reply(PONG)
                        .expectEnd(),
                sound())) {
            client.session.ping(); // so that the next one has nothing else to wait for
            client.session.setTimeout(Duration.ofMillis(200));
            var e = catchThrowableOfType(MongoOperationTimeoutException.class, () -> client.session.ping());

            assertThat(e)
                    .hasMessageContaining("ping on connection ")
                    .hasMessageContaining("(deadline of 200 ms, passed after ");
            assertThat(e.bytesSent()).isTrue();
            assertThat(client.factory.statistics().socketsInUse())
                    .as("kept aside")
                    .isEqualTo(1);
            client.session.setTimeout(Duration.ZERO);
            assertThat(client.session.ping()).isPositive();
            gate.open();
            ClientFixture.awaitSettled(client.factory);
            client.assertDone();
        }
    }

    @Test
    void aBlackHoleIsGivenUpAfterTheConnectTimeout() throws Exception {
        try (EmbeddedServer server = EmbeddedServer.start();
                MongoSessionFactory factory = Mooring.dial(server.uri() + "app?connectTimeoutMS=1000");
                MongoSession session = factory.openSession()) {
            session.ping();
            server.pause();
            server.dropConnections();
            assertThatThrownBy(session::ping).isInstanceOf(MongoSocketException.class);
            Eventually.isTrue(
                    "the monitor has given up",
                    () -> String.valueOf(factory.statistics().lastError()).contains("deadline"));
            session.setTimeout(Duration.ofSeconds(1));

            assertThatThrownBy(session::ping)
                    .isInstanceOf(MongoServerSelectionTimeoutException.class)
                    .hasMessageStartingWith("timed out after 1000 ms: no server for a read from primary; ")
                    .hasMessageContaining("cannot connect to " + server.address())
                    .hasMessageContaining("deadline of 1000 ms");
            ClientFixture.assertSettled(factory);

            session.setTimeout(Duration.ZERO);
            server.resume();
            assertThat(session.ping()).isPositive();
        }
    }

    @Test
    void aServerThatDoesNotGreetItsMonitorIsLeftWhenTheFactoryCloses() throws Exception {
        try (ScriptedServer server =
                ScriptedServer.start(Script.expecting("isMaster").expectEnd())) {
            MongoSessionFactory factory = Mooring.dial("mongodb://" + server.address() + "/app?connectTimeoutMS=60000");
            Eventually.isTrue("the monitor has asked", () -> server.received().size() == 1);

            factory.close();

            server.assertDone();
        }
    }

    @Test
    void aServerThatIsDownRefusesAndIsFoundWhenItIsUp() throws Exception {
        EmbeddedServer first = EmbeddedServer.start();
        int port = first.port();
        try (MongoSessionFactory factory = Mooring.dial(first.uri() + "app");
                MongoSession session = factory.openSession()) {
            Eventually.isTrue(
                    "the monitor is connected", () -> factory.statistics().pings() > 0);
            first.close();
            var e = catchThrowableOfType(MongoConnectException.class, session::ping);

            assertThat(e)
                    .hasMessageStartingWith("cannot connect to 127.0.0.1:" + port)
                    .hasMessageContaining("connection refused")
                    .hasMessageContaining("does a server listen on that port?");
            assertThat(e.bytesSent()).isFalse();
            ClientFixture.assertSettled(factory);

            Eventually.isTrue(
                    "the monitor has seen it", () -> factory.statistics().pingsFailed() > 0);
            session.setTimeout(Duration.ofSeconds(1));
            assertThatThrownBy(session::ping)
                    .isInstanceOf(MongoServerSelectionTimeoutException.class)
                    .hasMessageStartingWith("timed out after 1000 ms: ")
                    .hasMessageContaining("127.0.0.1:" + port + " Unknown (")
                    .hasMessageContaining("connection refused");
            ClientFixture.assertSettled(factory);

            session.setTimeout(Duration.ZERO);
            try (EmbeddedServer second = EmbeddedServer.builder().port(port).start()) {
                assertThat(session.ping()).isPositive();
                assertThat(second.commandCount("ping")).isEqualTo(1);
            }
        }
    }

    @Test
    void connectionsThatBreakWhileTheyAreIdleCostOneOperationAtMost() throws Exception {
        try (ClientFixture client = ClientFixture.open()) {
            client.notes().insertOne(doc("{_id: 0}"));
            for (int i = 1; i <= 5; i++) {
                client.server.dropConnections();
                int id = i;
                var e = catchThrowableOfType(
                        MongoSocketException.class, () -> client.notes().insertOne(doc("{_id: " + id + "}")));

                assertThat(client.notes().countDocuments(doc("{_id: " + i + "}")))
                        .as("what was not sent is not stored")
                        .isLessThanOrEqualTo(e == null || e.bytesSent() ? 1 : 0);
                client.notes().insertOne(doc("{_id: " + (100 + i) + "}"));
            }
            assertThat(client.notes().countDocuments(doc("{_id: {$gt: 100}}"))).isEqualTo(5);
        }
    }

    @Test
    void aRequestThatIsCutOffIsNotCarriedOut() throws Exception {
        FaultySocketFactory sockets = new FaultySocketFactory();
        try (EmbeddedServer server = EmbeddedServer.start();
                MongoSessionFactory factory = Mooring.dial(ClientOptions.parse(server.uri() + "app"), sockets);
                MongoSession session = factory.openSession()) {
            Eventually.isTrue(
                    "the monitor is connected", () -> factory.statistics().pings() > 0);
            sockets.next(Faults.none().resetAfterWriting(600));
            var notes = session.getDatabase().getCollection("notes");

            var e = catchThrowableOfType(
                    MongoSocketException.class,
                    () -> notes.insertOne(doc("{_id: 1}").append("text", "x".repeat(10_000))));

            assertThat(e.bytesSent()).as("a part of it was").isTrue();
            ClientFixture.assertSettled(factory);
            assertThat(notes.countDocuments(doc("{}"))).isZero();
        }
    }
}
