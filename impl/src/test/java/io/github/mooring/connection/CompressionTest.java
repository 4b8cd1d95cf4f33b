package io.github.mooring.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.mooring.api.MongoException;
import io.github.mooring.api.MongoProtocolException;
import io.github.mooring.auth.Identity;
import io.github.mooring.auth.MechanismNegotiation;
import io.github.mooring.auth.ScramKeyCache;
import io.github.mooring.engines.EngineContract;
import io.github.mooring.time.Clock;
import io.github.mooring.wire.Compressor;
import io.github.mooring.wire.OpCompressed;
import io.github.mooring.wire.Snappy;
import io.github.mooring.wire.WireBuffer;
import io.github.mooring.wire.Zlib;
import io.github.mooring.wire.Zstd;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.UnaryOperator;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which messages are compressed, with what, and which replies are taken; over scripted transports. */
@Timeout(300)
@EngineContract
class CompressionTest {
    private static final int OP_COMPRESSED = 2012;
    private static final Compressor SNAPPY = new Snappy();
    private static final Compressor ZLIB = new Zlib(-1);
    private static final Compressor ZSTD = new Zstd();

    private final Deque<ScriptedTransport> dialed = new ArrayDeque<>();

    @Test
    void withoutCompressorsAnEmptyListIsOfferedAndNothingIsCompressed() {
        ScriptedTransport transport = server("").answer("{ok: 1}");

        assertThat(ping(open())).isTrue();

        assertThat(transport.sent(0).getArray("compression")).isEmpty();
        assertThat(opCode(transport, 1)).isEqualTo(Frames.OP_MSG);
    }

    @Test
    void firstOfOursThatTheServerHasIsUsed() {
        ScriptedTransport transport = server("compression: ['zlib', 'zstd'], ").answer("{ok: 1}");

        assertThat(ping(open("snappy", "zstd", "zlib"))).isTrue();

        assertThat(transport.sent(0).getArray("compression"))
                .isEqualTo(new BsonArray(
                        List.of(new BsonString("snappy"), new BsonString("zstd"), new BsonString("zlib"))));
        assertThat(opCode(transport, 0)).isEqualTo(Frames.OP_QUERY);
        assertThat(opCode(transport, 1)).isEqualTo(OP_COMPRESSED);
        assertThat(transport.written.get(1)[24]).as("compressorId of zstd").isEqualTo((byte) 3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "compression: [], ", "compression: ['lzma'], ", "compression: ['zlib'], "})
    void nothingIsCompressedWithWhatBothSidesDoNotHave(String answer) {
        ScriptedTransport transport = server(answer).answer("{ok: 1}");

        assertThat(ping(open("snappy"))).isTrue();

        assertThat(opCode(transport, 1)).isEqualTo(Frames.OP_MSG);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hello",
                "isMaster",
                "ismaster",
                "saslStart",
                "saslContinue",
                "getnonce",
                "authenticate",
                "createUser",
                "updateUser",
                "copydbSaslStart",
                "copydbgetnonce",
                "copydb"
            })
    void commandsThatMayHoldSecretsAreNotCompressed(String command) {
        ScriptedTransport transport =
                server("compression: ['snappy'], ").answer("{ok: 1}").answer("{ok: 1}");
        Connection connection = open("snappy");

        assertThat(ok(connection, "{" + command + ": 1}")).isTrue();
        assertThat(ok(connection, "{find: 'c'}")).isTrue();

        assertThat(opCode(transport, 1)).isEqualTo(Frames.OP_MSG);
        assertThat(opCode(transport, 2)).isEqualTo(OP_COMPRESSED);
    }

    @Test
    void repliesMayBeCompressedWithAnyThatBothSidesNamedOrNotAtAll() {
        server("compression: ['snappy', 'zlib'], ")
                .answerBytes(reply(SNAPPY))
                .answerBytes(reply(ZLIB))
                .answer("{ok: 1}");
        Connection connection = open("snappy", "zlib");

        assertThat(ping(connection)).isTrue();
        assertThat(ping(connection)).isTrue();
        assertThat(ping(connection)).isTrue();
    }

    @Test
    void evenTheAnswerToTheHandshakeMayBeCompressed() {
        ScriptedTransport transport = new ScriptedTransport();
        dialed.add(transport);
        BsonDocument hello = hello("compression: ['zlib'], ");
        transport
                .answerBytes(request -> wrap(Frames.answer(request, hello), ZLIB))
                .answerBytes(reply(ZLIB));

        assertThat(ping(open("zlib"))).isTrue();
    }

    @Test
    void replyWithACompressorThatWasNotAgreedOnIsRefused() {
        server("compression: ['snappy'], ").answerBytes(reply(ZSTD));
        Connection connection = open("snappy", "zstd");

        assertRefused(connection, "OP_COMPRESSED compressorId: expected one of those agreed on: [1 (snappy)], got 3");
    }

    @Test
    void compressedReplyIsRefusedWhereNothingWasAgreedOn() {
        server("").answerBytes(reply(ZLIB));
        Connection connection = open("zlib");

        assertRefused(connection, "expected OP_MSG (2013), got OP_COMPRESSED (2012)");
    }

    @Test
    void sizeThatLiesIsRefusedWithTheServerAndTheNumbers() {
        for (int lie : new int[] {1, 10_000, 60_000_000, -1}) {
            server("compression: ['zlib'], ")
                    .answerBytes(request -> Frames.withInt32(reply(ZLIB).apply(request), 20, lie));
            Connection connection = open("zlib");

            assertRefused(connection, "OP_COMPRESSED uncompressedSize");
        }
    }

    @Test
    void compressedMessageInsideOfOneIsRefused() {
        server("compression: ['zlib'], ")
                .answerBytes(request -> wrap(reply(ZLIB).apply(request), ZLIB));

        assertRefused(open("zlib"), "OP_COMPRESSED originalOpcode: expected OP_MSG (2013), got OP_COMPRESSED (2012)");
    }

    @Test
    void malformedListOfTheServerIsRefused() {
        server("compression: 'zlib', ");

        assertThatThrownBy(() -> open("zlib"))
                .isInstanceOf(MongoProtocolException.class)
                .hasMessageContaining("db.example:27017")
                .hasMessageContaining("compression");
    }

    @Test
    void requestThatIsNotAnsweredIsCompressedAsWell() {
        ScriptedTransport transport = server("compression: ['snappy'], ");
        BsonDocument insert = BsonDocument.parse("{insert: 'c', writeConcern: {w: 0}}");

        open("snappy").send(new BsonCommand("db", insert), HandshakeFixture.within());

        assertThat(opCode(transport, 1)).isEqualTo(OP_COMPRESSED);
    }

    @Test
    void levelOfZlibReachesTheWire() {
        ScriptedTransport stored = server("compression: ['zlib'], ").answer("{ok: 1}");
        ScriptedTransport packed = server("compression: ['zlib'], ").answer("{ok: 1}");
        String command = "{find: 'c', comment: '" + "all work and no play ".repeat(50) + "'}";

        ok(open(new CompressionSettings(List.of("zlib"), 0)), command);
        ok(open(new CompressionSettings(List.of("zlib"), 9)), command);

        assertThat(stored.written.get(1)).hasSizeGreaterThan(1_000);
        assertThat(packed.written.get(1)).hasSizeLessThan(200);
    }

    @Test
    void settingsAreChecked() {
        assertThatThrownBy(() -> new CompressionSettings(List.of("zlib", "lzma"), -1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("compressors has 'lzma', allowed are snappy, zlib, zstd");
        assertThatThrownBy(() -> new CompressionSettings(List.of("zlib", "zlib"), -1))
                .hasMessage("compressors has one of them twice: zlib,zlib");
        assertThatThrownBy(() -> new CompressionSettings(List.of("zlib"), 10))
                .hasMessage("zlibCompressionLevel is 10, allowed is -1 to 9");
        assertThat(new CompressionSettings(List.of("zstd", "zlib"), 9).offered())
                .extracting(Compressor::name)
                .containsExactly("zstd", "zlib");
    }

    private ScriptedTransport server(String compression) {
        ScriptedTransport transport = new ScriptedTransport();
        dialed.add(transport);
        return transport.answer(hello(compression).toJson());
    }

    private static BsonDocument hello(String compression) {
        return BsonDocument.parse(HandshakeFixture.HELLO.replaceFirst("\\{", "{" + compression));
    }

    private Connection open(String... compressors) {
        return open(new CompressionSettings(List.of(compressors), -1));
    }

    private Connection open(CompressionSettings compression) {
        HandshakeSettings settings = new HandshakeSettings(null, null, compression, Duration.ofSeconds(10));
        return new ConnectionFactory(
                        (server, deadline) -> dialed.remove(),
                        new MechanismNegotiation(new ScramKeyCache()),
                        settings,
                        Clock.system())
                .open(ScriptedTransport.SERVER, Identity.anonymous(), HandshakeFixture.within());
    }

    private static boolean ping(Connection connection) {
        return ok(connection, "{ping: 1}");
    }

    private static boolean ok(Connection connection, String command) {
        return connection.call(
                new BsonCommand("admin", BsonDocument.parse(command)),
                HandshakeFixture.within(),
                (body, server) -> body.isOk());
    }

    private static void assertRefused(Connection connection, String text) {
        assertThatThrownBy(() -> ping(connection))
                .isInstanceOf(MongoProtocolException.class)
                .hasMessageContaining("db.example:27017")
                .hasMessageContaining(text)
                .extracting(e -> ((MongoException) e).bytesSent())
                .isEqualTo(true);
        assertThat(connection.isUsable()).isFalse();
    }

    private static int opCode(ScriptedTransport transport, int index) {
        return Frames.int32(transport.written.get(index), 12);
    }

    private static UnaryOperator<byte[]> reply(Compressor compressor) {
        BsonDocument ok = BsonDocument.parse("{ok: 1, text: 'all work and no play makes a dull boy'}");
        return request -> wrap(Frames.opMsg(Frames.int32(request, 4), 0, ok), compressor);
    }

    private static byte[] wrap(byte[] message, Compressor compressor) {
        WireBuffer buffer = new WireBuffer();
        buffer.writeBytes(message, 0, message.length);
        OpCompressed.wrap(buffer, compressor, 48_000_000);
        return buffer.toByteArray();
    }
}
