package io.github.mooring.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.mooring.api.MongoConfigurationException;
import io.github.mooring.api.MongoConnectException;
import io.github.mooring.api.MongoDocumentException;
import io.github.mooring.api.MongoProtocolException;
import io.github.mooring.auth.Identity;
import io.github.mooring.time.Cancellation;
import io.github.mooring.time.Clock;
import io.github.mooring.time.Deadline;
import io.github.mooring.transport.Overload;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.junit.jupiter.api.Test;

/** Handshake and authentication with servers that a script plays. */
class HandshakeTest extends HandshakeFixture {
    @Test
    void oldFormIsExactlyTheseBytes() {
        ScriptedTransport server = new ScriptedTransport().answer(HELLO);

        new MessageChannel(server, 1, new Recycler(), Clock.system())
                .query(
                        "isMaster",
                        BsonDocument.parse("{isMaster: 1, helloOk: true}"),
                        ConnectionDescription.beforeHello(ScriptedTransport.SERVER),
                        Deadline.never());

        assertThat(HexFormat.of().formatHex(server.written.get(0)))
                .isEqualTo("44000000" + "01000000" + "00000000" + "d4070000" // length, id, responseTo, OP_QUERY
                        + "04000000" + "61646d696e2e24636d6400" + "00000000" + "ffffffff" // secondaryOk, admin.$cmd
                        + "1d000000" + "10" + "69734d617374657200" + "01000000" // isMaster: 1
                        + "08" + "68656c6c6f4f6b00" + "01" + "00"); // helloOk: true
    }

    /** What closes the transport may still be on its way when the last answer has come. */
    @Test
    void aConnectionThatNobodyWantsAnyMoreIsNotGivenOut() {
        Cancellation end = new Cancellation();
        ScriptedTransport server = server().answer(HELLO);
        server.whenAllIsRead = end::cancel;

        assertThatThrownBy(
                        () -> factory(null, null).open(ScriptedTransport.SERVER, Identity.anonymous(), within(), end))
                .isInstanceOf(MongoConnectException.class)
                .hasMessageContaining("given up");
        assertThat(server.isOpen()).isFalse();
    }

    @Test
    void handshakeCarriesMetadataAndNoUserWhereThereIsNone() {
        ScriptedTransport server = server().answer(HELLO);

        Connection connection = factory("shop", null).open(ScriptedTransport.SERVER, Identity.anonymous(), within());

        BsonDocument sent = server.sent(0);
        assertThat(sent.keySet()).containsExactly("isMaster", "helloOk", "backpressure", "client", "compression");
        assertThat(sent.getString("backpressure").getValue()).isEqualTo("2");
        assertThat(sent.getDocument("client")).isEqualTo(ClientMetadata.of("shop"));
        assertThat(connection.description())
                .isEqualTo(new ConnectionDescription(
                        ScriptedTransport.SERVER,
                        ServerKind.STANDALONE,
                        null,
                        16_777_216,
                        48_000_000,
                        100_000,
                        0,
                        21,
                        30,
                        12L,
                        true,
                        null,
                        null));
        assertThat(server.isOpen()).isTrue();
    }

    @Test
    void serverThatDoesNotSayHelloOkIsAskedInTheOldFormEachTime() {
        String old = "{ismaster: true, maxWireVersion: 6, ok: 1}";
        ScriptedTransport first = server().answer(old);
        ScriptedTransport second = server().answer(old);
        ConnectionFactory factory = factory(null, null);

        Connection connection =
                factory.openForMonitoring(ScriptedTransport.SERVER, within()).connection();
        factory.openForMonitoring(ScriptedTransport.SERVER, within());

        assertThat(Frames.int32(first.written.get(0), 12)).isEqualTo(Frames.OP_QUERY);
        assertThat(Frames.int32(second.written.get(0), 12)).isEqualTo(Frames.OP_QUERY);
        assertThat(connection.description().maxWriteBatchSize()).isEqualTo(1000);
        assertThat(connection.description().logicalSessionTimeoutMinutes()).isNull();
        assertThat(MonitorCommand.forServer(connection.description()).commandName())
                .isEqualTo("isMaster");
    }

    @Test
    void serverThatHasForgottenHelloIsAskedInTheOldFormOnTheSameConnection() {
        server().answer(HELLO);
        ScriptedTransport replaced = server().answer(
                        "{ok: 0, code: 59, codeName: 'CommandNotFound', errmsg: 'no such command: hello'}")
                .answer("{ismaster: true, maxWireVersion: 6, ok: 1}");
        ScriptedTransport next = server().answer(HELLO);
        ConnectionFactory factory = factory(null, null);

        factory.openForMonitoring(ScriptedTransport.SERVER, within());
        factory.openForMonitoring(ScriptedTransport.SERVER, within());
        factory.openForMonitoring(ScriptedTransport.SERVER, within());

        assertThat(replaced.sent(0).getFirstKey()).isEqualTo("hello");
        assertThat(replaced.sent(1).getFirstKey()).isEqualTo("isMaster");
        assertThat(next.sent(0).getFirstKey()).isEqualTo("isMaster");
    }

    @Test
    void refusedHandshakeIsToldWithTheServersWords() {
        ScriptedTransport server = server().answer(
                        "{ok: 0, code: 91, codeName: 'ShutdownInProgress', errmsg: 'going down',"
                                + " errorLabels: ['Transient']}");

        var e = catchThrowableOfType(MongoConnectException.class, () -> open(Identity.anonymous()));

        assertThat(e)
                .hasMessage("db.example:27017 refused the handshake (isMaster) with error 91 (ShutdownInProgress):"
                        + " going down");
        assertThat(e.code()).isEqualTo(91);
        assertThat(e.errorLabels()).containsExactly("Transient");
        assertThat(server.isOpen()).isFalse();
    }

    @Test
    void wrongReplicaSetIsRefusedWithBothNames() {
        server().answer("{ismaster: true, setName: 'rs1', maxWireVersion: 21, ok: 1}");
        server().answer(HELLO);
        ConnectionFactory factory = factory(null, "rs0");

        assertThatThrownBy(() -> factory.openForMonitoring(ScriptedTransport.SERVER, within()))
                .isInstanceOf(MongoConfigurationException.class)
                .hasMessage("db.example:27017 belongs to the replica set 'rs1', but replicaSet=rs0 is configured");
        assertThatThrownBy(() -> factory.openForMonitoring(ScriptedTransport.SERVER, within()))
                .isInstanceOf(MongoConfigurationException.class)
                .hasMessageContaining("belongs to no replica set");
    }

    @Test
    void kindOfServerIsTakenFromItsAnswer() {
        assertKind("{ismaster: true, setName: 'rs', maxWireVersion: 21, ok: 1}", ServerKind.PRIMARY);
        assertKind("{isWritablePrimary: true, setName: 'rs', maxWireVersion: 21, ok: 1}", ServerKind.PRIMARY);
        assertKind("{secondary: true, setName: 'rs', maxWireVersion: 21, ok: 1}", ServerKind.SECONDARY);
        assertKind(
                "{secondary: true, hidden: true, setName: 'rs', maxWireVersion: 21, ok: 1}", ServerKind.OTHER_MEMBER);
        assertKind("{arbiterOnly: true, setName: 'rs', maxWireVersion: 21, ok: 1}", ServerKind.OTHER_MEMBER);
        assertKind("{isreplicaset: true, maxWireVersion: 21, ok: 1}", ServerKind.OTHER_MEMBER);
        assertKind("{ismaster: true, msg: 'isdbgrid', maxWireVersion: 21, ok: 1}", ServerKind.MONGOS);
        assertKind("{ismaster: true, maxWireVersion: 21, ok: 1}", ServerKind.STANDALONE);
    }

    private void assertKind(String hello, ServerKind kind) {
        server().answer(hello);
        assertThat(open(Identity.anonymous()).description().kind()).isEqualTo(kind);
    }

    @Test
    void answerWithFieldsOfTheWrongTypeOrRangeIsRefused() {
        for (String hello : List.of(
                "{ismaster: true, maxWireVersion: 'many', ok: 1}",
                "{ismaster: true, maxWireVersion: 21, maxBsonObjectSize: 0, ok: 1}",
                "{ismaster: true, maxWireVersion: 21, maxMessageSizeBytes: -5, ok: 1}",
                "{ismaster: true, maxWireVersion: 21, maxMessageSizeBytes: 2147483647, ok: 1}",
                "{ismaster: true, maxWireVersion: 21, maxBsonObjectSize: 268435457, ok: 1}",
                "{ismaster: true, maxWireVersion: 21, setName: 3, ok: 1}",
                "{ok: 0, code: 'x'}")) {
            ScriptedTransport server = server().answer(hello);

            var e = catchThrowableOfType(MongoProtocolException.class, () -> open(Identity.anonymous()));

            assertThat(e).as(hello).hasMessageContaining("its answer to the handshake is malformed: field '");
            assertThat(e.bytesSent()).isFalse();
            assertThat(server.isOpen()).isFalse();
        }
    }

    @Test
    void anEnormousAnswerIsRefusedBeforeItIsRead() {
        server().answer("{ismaster: true, maxWireVersion: 21, ok: 1, x: '" + "x".repeat(1 << 20) + "'}");

        assertThatThrownBy(() -> open(Identity.anonymous()))
                .isInstanceOf(MongoProtocolException.class)
                .hasMessageContaining("db.example:27017")
                .hasMessageContaining("the reply: expected at most 1048576 bytes, got 1048");
    }

    @Test
    void whatAServerSaysOfItselfIsPrintedShortAndOnOneLine() {
        server().answer("{ismaster: true, setName: 'rs\\n\\u202e" + "x".repeat(500) + "', maxWireVersion: 21, ok: 1}");
        server().answer("{ok: 0, code: 1, codeName: 'a\\nb', errmsg: 'no\\u001b[31m" + "x".repeat(10_000) + "'}");
        ConnectionFactory factory = factory(null, "rs0");

        for (String told : List.of("the replica set 'rs??x", "error 1 (a?b): no?[31mx")) {
            assertThatThrownBy(() -> factory.openForMonitoring(ScriptedTransport.SERVER, within()))
                    .satisfies(e -> assertThat(e.getMessage())
                            .contains(told)
                            .hasSizeLessThan(800)
                            .doesNotContainPattern("[\\p{Cntrl}\\u202e]"));
        }
    }

    @Test
    void answerCutOffAtAnyByteClosesTheSocketAndNothingWasSent() {
        int length = Frames.opReply(1, BsonDocument.parse(HELLO)).length;
        for (int i = 0; i < length; i++) {
            int end = i;
            ScriptedTransport server = server().answerBytes(
                            request -> Arrays.copyOf(Frames.answer(request, BsonDocument.parse(HELLO)), end));

            var e = catchThrowableOfType(MongoConnectException.class, () -> open(Identity.anonymous()));

            assertThat(e)
                    .as("cut at " + end)
                    .hasMessageContaining("cannot connect to db.example:27017")
                    .hasMessageContaining("does the server expect TLS");
            assertThat(e.bytesSent()).isFalse();
            assertThat(server.isOpen()).isFalse();
        }
    }

    @Test
    void bytesBehindTheAnswerMakeTheConnectionUnfitFromTheStart() {
        ScriptedTransport server = server().answerBytes(request -> {
            byte[] answer = Frames.answer(request, BsonDocument.parse(HELLO));
            return Arrays.copyOf(answer, answer.length + 3);
        });

        var e = catchThrowableOfType(MongoProtocolException.class, () -> open(Identity.anonymous()));

        assertThat(e)
                .hasMessageContaining(
                        "3 bytes came although nothing was asked (behind the answer to isMaster on connection 1")
                .hasMessageContaining("is it a MongoDB server at all?");
        assertThat(e.bytesSent()).isFalse();
        assertThat(server.isOpen()).isFalse();
    }

    @Test
    void textWithoutUtf8FormIsADocumentThatCannotBeSent() {
        ScriptedTransport server = new ScriptedTransport();
        MessageChannel channel = new MessageChannel(server, 1, new Recycler(), Clock.system());
        BsonDocument question = new BsonDocument("isMaster", new BsonString("\uD800"));
        ConnectionDescription limits = ConnectionDescription.beforeHello(ScriptedTransport.SERVER);

        var e = catchThrowableOfType(
                MongoDocumentException.class, () -> channel.query("isMaster", question, limits, within()));

        assertThat(e)
                .hasMessageContaining("cannot send isMaster to db.example:27017")
                .hasMessageContaining("unpaired surrogate");
        assertThat(e.bytesSent()).isFalse();
        assertThat(server.written).isEmpty();
        assertThat(server.isOpen()).isTrue();
    }

    @Test
    void tlsAlertIsRecognised() {
        server().answerBytes(request -> new byte[] {0x15, 3, 3, 0, 2, 2, 70});

        assertThatThrownBy(() -> open(Identity.anonymous()))
                .isInstanceOf(MongoConnectException.class)
                .hasMessageContaining("15 03 03 00 02 02 46, a TLS alert: the server expects TLS (tls=true)");
    }

    @Test
    void serverOfAnotherProtocolIsSuspected() {
        server().answerBytes(request -> "HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII));

        var e = catchThrowableOfType(MongoProtocolException.class, () -> open(Identity.anonymous()));

        assertThat(e).hasMessageContaining("is it a MongoDB server at all?");
        assertThat(e.bytesSent()).isFalse();
    }

    @Test
    void serverThatEndsTheConnectionOrSaysNothingMayBeOverloaded() {
        server();
        server().silentAtEnd();

        for (int i = 0; i < 2; i++) {
            var e = catchThrowableOfType(MongoConnectException.class, () -> open(Identity.anonymous()));

            assertThat(e.errorLabels()).containsExactlyInAnyOrder(Overload.SYSTEM_OVERLOADED, Overload.RETRYABLE);
        }
    }

    @Test
    void connectionThatNobodyWantsAnyMoreSaysNothingOfTheServer() {
        Cancellation given = new Cancellation();
        server().answerBytes(request -> {
            given.cancel();
            return new byte[0];
        });

        var e = catchThrowableOfType(
                MongoConnectException.class,
                () -> factory(null, null).open(ScriptedTransport.SERVER, Identity.anonymous(), within(), given));

        assertThat(e.errorLabels()).isEmpty();
    }

    @Test
    void silentServerIsATimeoutOfConnecting() {
        ScriptedTransport server = server().silentAtEnd();

        var e = catchThrowableOfType(MongoConnectException.class, () -> open(Identity.anonymous()));

        assertThat(e).hasMessageContaining("connectTimeout is 10000 ms");
        assertThat(server.isOpen()).isFalse();
    }
}
