package io.github.mooring.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.mooring.api.ErrorContext;
import io.github.mooring.api.MongoDocumentException;
import io.github.mooring.api.MongoException;
import io.github.mooring.api.MongoInterruptedException;
import io.github.mooring.api.MongoOperationTimeoutException;
import io.github.mooring.api.MongoProtocolException;
import io.github.mooring.api.MongoSocketException;
import io.github.mooring.time.Clock;
import io.github.mooring.time.Deadline;
import io.github.mooring.time.Seed;
import io.github.mooring.wire.DocumentEncoder;
import io.github.mooring.wire.OpMsgWriter;
import io.github.mooring.wire.RawDocument;
import io.github.mooring.wire.WireBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Questions and answers over a transport that a script answers. */
@Timeout(300)
class WireConnectionTest {
    private static final String OK = "{ok: 1, text: 'pong'}";

    private final ScriptedTransport transport = new ScriptedTransport();
    private final WireConnection connection = new WireConnection(
            new MessageChannel(transport, 7, new Recycler(), Clock.system()),
            ConnectionDescription.beforeHello(ScriptedTransport.SERVER),
            7);

    @Test
    void requestIsOneWriteOfExactlyTheseBytes() {
        transport.answer(OK);

        call(connection, ping());

        assertThat(transport.written).hasSize(1);
        assertThat(HexFormat.of().formatHex(transport.written.get(0)))
                .isEqualTo("33000000" + "01000000" + "00000000" + "dd070000" // length, id, responseTo, OP_MSG
                        + "00000000" + "00" // flags, kind of section
                        + "1e000000" + "10" + "70696e6700" + "01000000" // ping: 1
                        + "02" + "24646200" + "06000000" + "61646d696e00" + "00"); // $db: "admin"
    }

    @Test
    void unansweredRequestSaysSoInItsFlagsAndReadsNothing() {
        connection.send(ping(), Deadline.never());

        assertThat(Frames.int32(transport.written.get(0), 16)).isEqualTo(2);
        assertThat(transport.reads).isZero();
        assertThat(connection.isUsable()).isTrue();
    }

    @Test
    void replyOfOrdinarySizeCostsOneRead() {
        transport.answer(OK).answer("{ok: 1, n: 2}");

        assertThat(call(connection, ping()).stringValue("text")).isEqualTo("pong");
        assertThat(transport.reads).isEqualTo(1);
        assertThat(call(connection, ping()).intValue("n", 0)).isEqualTo(2);
        assertThat(transport.reads).isEqualTo(2);
        assertThat(Frames.int32(transport.written.get(1), 4)).as("request id").isEqualTo(2);
    }

    @Test
    void replyThatComesByteByByteIsPutTogether() {
        transport.chunkBytes = 1;
        transport.answer(OK);

        assertThat(call(connection, ping()).stringValue("text")).isEqualTo("pong");
        assertThat(connection.isUsable()).isTrue();
    }

    @Test
    void replyLargerThanTheBufferIsReadWhole() {
        String large = "x".repeat(300_000);
        transport.answerBytes(request -> Frames.answer(request, new BsonDocument("text", new BsonString(large))));
        transport.answer(OK);

        assertThat(call(connection, ping()).stringValue("text")).isEqualTo(large);
        assertThat(call(connection, ping()).stringValue("text")).isEqualTo("pong");
    }

    @Test
    void replyCutOffAtAnyByteIsAnErrorThatClosesTheConnection() {
        int length = Frames.opMsg(1, 0, BsonDocument.parse(OK)).length;
        for (int i = 0; i < length; i++) {
            int end = i;
            ScriptedTransport cut = new ScriptedTransport()
                    .answerBytes(request -> Arrays.copyOf(Frames.answer(request, BsonDocument.parse(OK)), end));

            MongoException e = failure(cut);

            assertThat(e).as("cut at " + end).isInstanceOf(MongoSocketException.class);
            assertThat(e)
                    .hasMessageContaining(
                            "the server closed connection 7 to db.example:27017 instead of answering ping")
                    .hasMessageContaining(end == 0 ? "nothing was received" : end + " bytes were received");
            assertThat(e.bytesSent()).isTrue();
        }
    }

    @Test
    void replyToAnotherRequestIsRefused() {
        assertProtocolError(answer -> Frames.withInt32(answer, 8, 5), "message header responseTo: expected 1, got 5");
    }

    @Test
    void replyOfAnotherKindIsRefused() {
        assertProtocolError(
                answer -> Frames.withInt32(answer, 12, 1), "opCode: expected OP_MSG (2013), got OP_REPLY (1)");
        assertProtocolError(answer -> Frames.withInt32(answer, 12, 2012), "OP_COMPRESSED (2012)");
    }

    @Test
    void replyWhoseLengthLiesIsRefusedBeforeMemoryIsTakenForIt() {
        assertProtocolError(answer -> Frames.withInt32(answer, 0, Integer.MAX_VALUE), "messageLength");
        assertProtocolError(
                answer -> Frames.withInt32(answer, 0, 48_000_000 + 16 * 1024 + 1), "16..48016384, got 48016385");
        assertProtocolError(answer -> Frames.withInt32(answer, 0, -1), "messageLength");
        assertProtocolError(answer -> Frames.withInt32(answer, 0, 15), "messageLength");
        assertProtocolError(answer -> Frames.withInt32(answer, 0, answer.length - 1), "malformed");
    }

    @Test
    void replyThatAnnouncesAnotherOneIsRefused() {
        assertProtocolError(answer -> Frames.withInt32(answer, 16, 2), "no moreToCome, it was not asked for");
    }

    @Test
    void replyWithUnknownRequiredFlagsIsRefused() {
        assertProtocolError(answer -> Frames.withInt32(answer, 16, 4), "flagBits");
    }

    @Test
    void replyThatIsNotBsonIsRefused() {
        assertProtocolError(answer -> Frames.withInt32(answer, 21, 9999), "malformed");
        assertProtocolError(
                answer -> {
                    answer[25] = 0x7e; // no BSON type
                    return answer;
                },
                "malformed");
    }

    @Test
    void textOfAnotherProtocolIsShown() {
        assertProtocolError(
                answer -> "HTTP/1.1 400 Bad Request\r\n".getBytes(StandardCharsets.US_ASCII),
                "beginning with 48 54 54 50");
    }

    /** Whatever comes, it ends in one of the two exceptions, or the bytes were a reply after all. */
    @Test
    void randomDamageNeverEscapesAsAnythingElse() {
        Seed seed = new Seed("WireConnectionTest");
        Random random = seed.random();
        for (int i = 0; i < 3_000; i++) {
            ScriptedTransport damaged = new ScriptedTransport().answerBytes(request -> {
                byte[] answer =
                        Frames.answer(request, BsonDocument.parse("{ok: 1, a: [1, {b: 'c'}], d: 1.5, e: null}"));
                for (int n = random.nextInt(1, 4); n > 0; n--) {
                    answer[random.nextInt(answer.length)] = (byte) random.nextInt(256);
                }
                return answer;
            });
            WireConnection victim = connection(damaged);
            try {
                call(victim, ping()).toBsonDocument();
            } catch (MongoProtocolException | MongoSocketException e) {
                assertThat(victim.isUsable()).as("%s", seed).isFalse();
            } catch (RuntimeException e) {
                throw new AssertionError(seed + ", round " + i, e);
            }
        }
    }

    @Test
    void moreThanWasAskedForIsAnsweredAndThenTheConnectionIsClosed() {
        transport.answerBytes(request -> {
            byte[] answer = Frames.answer(request, BsonDocument.parse(OK));
            return Arrays.copyOf(answer, answer.length + 3);
        });

        assertThat(call(connection, ping()).stringValue("text")).isEqualTo("pong");
        assertThat(connection.isUsable()).isFalse();
    }

    @Test
    void timeOutWhileWaitingSaysThatItWasSentAndLeavesTheConnectionUsable() {
        transport.silentAtEnd();

        var e = catchThrowableOfType(MongoOperationTimeoutException.class, () -> call(connection, ping()));

        assertThat(e).hasMessage("ping on connection 7 to db.example:27017: nothing came");
        assertThat(e.bytesSent()).isTrue();
        assertThat(connection.isUsable()).isTrue();
        assertThat(connection.inFlight()).isEqualTo(1);
    }

    @Test
    void callThatComesTooLateSendsNothingAndLeavesTheConnectionUsable() {
        transport.answer(OK);
        Deadline passed = Deadline.after(Clock.system(), Duration.ZERO);

        var e = catchThrowableOfType(
                MongoOperationTimeoutException.class, () -> connection.call(ping(), passed, (body, server) -> body));

        assertThat(e).hasMessageContaining("ping on connection 7 to db.example:27017: it was not sent in time");
        assertThat(e.bytesSent()).isFalse();
        assertThat(transport.written).isEmpty();
        assertThat(connection.isUsable()).isTrue();
        assertThat(call(connection, ping()).isOk()).isTrue();
    }

    @Test
    void writeThatFailsClosesTheConnectionAndSaysWhetherAByteWasSent() {
        for (boolean sent : new boolean[] {true, false}) {
            ScriptedTransport broken = new ScriptedTransport();
            ErrorContext context =
                    sent ? ErrorContext.sent(ScriptedTransport.SERVER) : ErrorContext.unsent(ScriptedTransport.SERVER);
            broken.writeFailure = new MongoSocketException("broken pipe", context, null);

            MongoException e = failure(broken);

            assertThat(e).isInstanceOf(MongoSocketException.class);
            assertThat(e).hasMessage("ping on connection 7 to db.example:27017: broken pipe");
            assertThat(e.bytesSent()).isEqualTo(sent);
        }
    }

    @Test
    void interruptBeforeTheFirstByteLeavesTheConnectionUsable() {
        transport.answer(OK);
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> call(connection, ping()))
                .isInstanceOf(MongoInterruptedException.class)
                .hasMessageContaining("ping on connection 7");
        assertThat(Thread.interrupted()).isTrue();
        assertThat(call(connection, ping()).isOk()).isTrue();
    }

    @Test
    void requestThatCannotBeEncodedSendsNothingAndLeavesTheConnectionUsable() {
        transport.answer(OK);
        BsonDocument nul = new BsonDocument("insert", new BsonInt32(1)).append("a\0b", new BsonInt32(1));

        var e = catchThrowableOfType(
                MongoDocumentException.class, () -> call(connection, new BsonCommand("test", nul)));

        assertThat(e)
                .hasMessageContaining("cannot send insert to db.example:27017")
                .hasMessageContaining("NUL");
        assertThat(e.bytesSent()).isFalse();
        assertThat(transport.written).isEmpty();
        assertThat(call(connection, ping()).isOk()).isTrue();
    }

    @Test
    void requestOverTheMessageLimitSendsNothing() {
        transport.answer(OK);
        byte[] half = Frames.encode(new BsonDocument("a", new BsonString("x".repeat(15_000_000))));
        Request tooLarge = request((message, documents, buffer) -> {
            message.beginBody();
            documents.encode(new org.bson.codecs.BsonDocumentCodec(), BsonDocument.parse("{insert: 'c'}"), 1000);
            message.beginSequence("documents");
            for (int i = 0; i < 4; i++) {
                buffer.writeBytes(half, 0, half.length);
            }
        });

        assertThatThrownBy(() -> call(connection, tooLarge))
                .isInstanceOf(MongoDocumentException.class)
                .hasMessageContaining("at most 48000000 bytes");
        assertThat(transport.written).isEmpty();
        assertThat(call(connection, ping()).isOk()).isTrue();
    }

    @Test
    void codecThatThrowsLeavesTheConnectionUsable() {
        transport.answer(OK);
        Request broken = request((message, documents, buffer) -> {
            message.beginBody();
            throw new ArithmeticException("a codec of the application");
        });

        assertThatThrownBy(() -> call(connection, broken)).isInstanceOf(ArithmeticException.class);
        assertThat(transport.written).isEmpty();
        assertThat(call(connection, ping()).isOk()).isTrue();
    }

    @Test
    void useAfterCloseIsToldAndNothingIsSent() {
        connection.close();
        connection.close();

        var e = catchThrowableOfType(MongoSocketException.class, () -> call(connection, ping()));

        assertThat(e).hasMessageContaining("connection 7").hasMessageContaining("closed");
        assertThat(e.bytesSent()).isFalse();
        assertThat(connection).hasToString("connection 7 to db.example:27017 (closed)");
    }

    private void assertProtocolError(Damage damage, String text) {
        MongoException e = failure(new ScriptedTransport()
                .answerBytes(request -> damage.apply(Frames.answer(request, BsonDocument.parse(OK)))));

        assertThat(e)
                .isInstanceOf(MongoProtocolException.class)
                .hasMessageContaining("the reply to ping on connection 7 to db.example:27017 is malformed")
                .hasMessageContaining(text);
        assertThat(e.bytesSent()).isTrue();
    }

    private static MongoException failure(ScriptedTransport script) {
        WireConnection victim = connection(script);
        var e = catchThrowableOfType(MongoException.class, () -> call(victim, ping()));
        assertThat(victim.isUsable()).isFalse();
        return e;
    }

    private static WireConnection connection(ScriptedTransport script) {
        return new WireConnection(
                new MessageChannel(script, 7, new Recycler(), Clock.system()),
                ConnectionDescription.beforeHello(ScriptedTransport.SERVER),
                7);
    }

    private static RawDocument call(Connection connection, Request request) {
        return connection.call(request, Deadline.never(), (body, server) -> {
            byte[] bytes = body.toByteArray();
            return RawDocument.of(bytes, 0, bytes.length);
        });
    }

    private static Request ping() {
        return new BsonCommand("admin", BsonDocument.parse("{ping: 1}"));
    }

    private static Request request(Encoding encoding) {
        return new Request() {
            @Override
            public String commandName() {
                return "insert";
            }

            @Override
            public void encode(
                    OpMsgWriter message, DocumentEncoder documents, WireBuffer buffer, ConnectionDescription limits) {
                encoding.encode(message, documents, buffer);
            }
        };
    }

    private interface Encoding {
        void encode(OpMsgWriter message, DocumentEncoder documents, WireBuffer buffer);
    }

    private interface Damage {
        byte[] apply(byte[] answer);
    }
}
