package io.github.mooring.testkit.scripted;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.mooring.testkit.Gate;
import io.github.mooring.testkit.bson.Json;
import io.github.mooring.testkit.wire.Frame;
import io.github.mooring.testkit.wire.Replies;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(300)
class ScriptedServerTest {
    private static final String OK = "{ok: 1}";

    @Test
    void playsAScriptAndRecordsWhatCame() throws Exception {
        try (ScriptedServer server =
                        ScriptedServer.start(Script.expecting("ping").reply(OK).expectEnd());
                Socket socket = connect(server)) {
            send(socket, 7, "{ping: 1, $db: 'admin'}");
            ByteBuffer reply = whole(socket);

            assertThat(reply.getInt(8)).isEqualTo(7);
            assertThat(reply.getInt(12)).isEqualTo(Frame.OP_MSG);
            socket.shutdownOutput();
            server.assertDone();
            assertThat(server.received())
                    .singleElement()
                    .satisfies(request -> assertThat(request.body().get("$db")).isEqualTo("admin"));
        }
    }

    @Test
    void answersEachHelloOfAMonitor() throws Exception {
        try (ScriptedServer server = ScriptedServer.start(Script.monitored())) {
            try (Socket socket = connect(server)) {
                for (int i = 1; i <= 3; i++) {
                    send(socket, i, "{hello: 1}");
                    assertThat(whole(socket).getInt(8)).as("responseTo").isEqualTo(i);
                }
            }
            server.assertDone();
            assertThat(server.received()).hasSize(3);
        }
    }

    @Test
    void aMonitorAsksForNothingElse() throws Exception {
        try (ScriptedServer server = ScriptedServer.start(Script.monitored());
                Socket socket = connect(server)) {
            send(socket, 1, "{ping: 1}");

            assertThatThrownBy(server::assertDone)
                    .isInstanceOf(AssertionError.class)
                    .hasRootCauseMessage("expected a hello, got ping");
        }
    }

    @Test
    void theWrongCommandFailsTheTest() throws Exception {
        try (ScriptedServer server =
                        ScriptedServer.start(Script.expecting("ping").reply(OK));
                Socket socket = connect(server)) {
            send(socket, 1, "{pong: 1, $db: 'admin'}");

            assertThatThrownBy(server::assertDone)
                    .isInstanceOf(AssertionError.class)
                    .hasRootCauseMessage("expected the command ping, got pong");
        }
    }

    @Test
    void anUnexpectedConnectionFailsTheTest() throws Exception {
        try (ScriptedServer server = ScriptedServer.start();
                Socket socket = connect(server)) {
            assertThat(socket.getInputStream().read()).isEqualTo(-1);

            assertThatThrownBy(server::assertDone).hasRootCauseMessage("connection 1 came, there are scripts for 0");
        }
    }

    @Test
    void closesAtOnce() throws Exception {
        try (ScriptedServer server = ScriptedServer.start(Script.closeAtOnce());
                Socket socket = connect(server)) {
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
            server.assertDone();
        }
    }

    @Test
    void truncatesAReply() throws Exception {
        Script script = Script.expecting("ping").replyDamaged(OK, Damage.truncatedTo(9));

        assertThat(answerTo(script)).hasSize(9);
    }

    @Test
    void liesAboutLengthResponseAndOpcode() throws Exception {
        Script script =
                Script.expecting("ping").replyDamaged(OK, Damage.length(-3), Damage.responseTo(99), Damage.opcode(5));

        ByteBuffer bytes = littleEndian(answerTo(script));

        assertThat(bytes.getInt(0)).isEqualTo(-3);
        assertThat(bytes.getInt(8)).isEqualTo(99);
        assertThat(bytes.getInt(12)).isEqualTo(5);
    }

    @Test
    void appendsAWrongChecksum() throws Exception {
        byte[] answer = answerTo(Script.expecting("ping").replyDamaged(OK, Damage.wrongChecksum()));
        ByteBuffer bytes = littleEndian(answer);

        assertThat(bytes.getInt(0)).isEqualTo(answer.length);
        assertThat(bytes.getInt(16)).isEqualTo(Frame.CHECKSUM_PRESENT);
        assertThat(bytes.getInt(answer.length - 4)).isEqualTo(0xBADC0DE);
    }

    @Test
    void sendsGarbageInPlaceOfTheDocument() throws Exception {
        byte[] answer = answerTo(Script.expecting("ping").replyDamaged(OK, Damage.garbageDocument()));

        assertThat(littleEndian(answer).getInt(0)).isEqualTo(answer.length);
        assertThat(answer[21]).isEqualTo((byte) 0xAA);
        assertThat(answer[answer.length - 1]).isEqualTo((byte) 0xAA);
    }

    @Test
    void sendsAReplyInPieces() throws Exception {
        assertThat(answerTo(Script.expecting("ping").replyByteByByte(OK)))
                .hasSameSizeAs(answerTo(Script.expecting("ping").reply(OK)));
    }

    @Test
    void holdsTheRestOfAReplyUntilTheGateOpens() throws Exception {
        Gate gate = new Gate();
        Script script = Script.expecting("ping").replyInTwoParts(OK, 5, gate);
        try (ScriptedServer server = ScriptedServer.start(script);
                Socket socket = connect(server)) {
            send(socket, 1, "{ping: 1}");
            assertThat(socket.getInputStream().readNBytes(5)).hasSize(5);
            gate.awaitArrivals(1);
            assertThat(socket.getInputStream().available()).isZero();

            gate.open();

            assertThat(socket.getInputStream().readAllBytes()).isNotEmpty();
            server.assertDone();
        }
    }

    @Test
    void answersOutOfOrder() throws Exception {
        Script script =
                Script.expecting("ping").expect("ping").replyToEarlier(0, OK).replyToEarlier(1, OK);
        try (ScriptedServer server = ScriptedServer.start(script);
                Socket socket = connect(server)) {
            send(socket, 1, "{ping: 1}");
            send(socket, 2, "{ping: 1}");

            assertThat(whole(socket).getInt(8)).isEqualTo(2);
            assertThat(whole(socket).getInt(8)).isEqualTo(1);
        }
    }

    @Test
    void closingEndsAScriptThatWouldWaitForever() throws Exception {
        Gate never = new Gate();
        ScriptedServer server = ScriptedServer.start(Script.silentUntil(never));
        try (Socket socket = connect(server)) {
            never.awaitArrivals(1);

            server.close();

            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        }
    }

    private static byte[] answerTo(Script script) throws Exception {
        try (ScriptedServer server = ScriptedServer.start(script);
                Socket socket = connect(server)) {
            send(socket, 1, "{ping: 1}");
            byte[] answer = socket.getInputStream().readAllBytes();
            server.assertDone();
            return answer;
        }
    }

    private static Socket connect(ScriptedServer server) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
        socket.setSoTimeout(40_000);
        return socket;
    }

    private static void send(Socket socket, int requestId, String json) throws IOException {
        byte[] message = Replies.opMsg(requestId, 0, 0, Json.document(json)).bytes();
        socket.getOutputStream().write(message);
    }

    private static ByteBuffer whole(Socket socket) throws IOException {
        Frame frame = Frame.read(socket.getInputStream());
        if (frame == null) {
            throw new AssertionError("the stream has ended");
        }
        return littleEndian(frame.bytes());
    }

    private static ByteBuffer littleEndian(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
