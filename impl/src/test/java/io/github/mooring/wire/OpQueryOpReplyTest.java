package io.github.mooring.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.bson.BsonDocument;
import org.junit.jupiter.api.Test;

class OpQueryOpReplyTest {

    private static final BsonDocument HELLO = BsonDocument.parse("{hello: 1}");

    @Test
    void writesTheHandshakeByteForByte() {
        WireBuffer buffer = new WireBuffer();

        assertThat(OpQuery.write(buffer, 1, "admin", HELLO, Frames.MAX)).isEqualTo(55);

        assertThat(Frames.hex(buffer.toByteArray()))
                .isEqualTo(("37000000 01000000 00000000 d4070000 04000000 61646d696e2e24636d6400 00000000 ffffffff"
                                + "10000000 10 68656c6c6f00 01000000 00")
                        .replace(" ", ""));
    }

    @Test
    void refusesAQueryThatIsTooLargeAndRemovesIt() {
        WireBuffer buffer = new WireBuffer();
        buffer.writeByte(42);

        assertThatExceptionOfType(WireException.class)
                .isThrownBy(() -> OpQuery.write(buffer, 1, "admin", HELLO, 54))
                .withMessage("OP_QUERY message to send: expected at most 54 bytes, got 55");
        assertThat(buffer.size()).isEqualTo(1);
    }

    @Test
    void readsTheOneDocumentOfAReply() {
        OpReply reply = Frames.readOpReply(Frames.opReply(8, 1, Frames.bson("{ok: 1.0}")));

        assertThat(reply.document().isOk()).isTrue();
        assertThat(reply.header().responseTo()).isEqualTo(7);
    }

    @Test
    void readsTheReplyToAQueryThatFailed() {
        OpReply reply = Frames.readOpReply(Frames.opReply(2, 1, Frames.bson("{$err: 'no', code: 13}")));

        assertThat(reply.document().stringValue("$err")).isEqualTo("no");
    }

    @Test
    void refusesAnythingButOneDocument() {
        byte[] ok = Frames.bson("{ok: 1.0}");
        byte[] two = Frames.hex("0500000000 0500000000");

        assertRefused(Frames.opReply(0, 0, ok), "OP_REPLY numberReturned: expected 1, got 0");
        assertRefused(Frames.opReply(0, -1, ok), "OP_REPLY numberReturned: expected 1, got -1");
        assertRefused(Frames.opReply(0, 2, two), "OP_REPLY numberReturned: expected 1, got 2");
        assertRefused(
                Frames.opReply(0, 1, two), "OP_REPLY document: BSON document length at offset 36: expected 10, got 5");
        assertRefused(Frames.opReply(0, 1, new byte[0]), "OP_REPLY message length: expected at least 41, got 36");
        assertRefused(
                Frames.opReply(1, 0, ok),
                "OP_REPLY responseFlags: expected no CursorNotFound, there was no cursor, got 1");
    }

    private static void assertRefused(byte[] frame, String text) {
        assertThatExceptionOfType(WireException.class)
                .isThrownBy(() -> Frames.readOpReply(frame))
                .withMessage(text);
    }
}
