package io.github.mooring.wire;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.bson.BsonBinaryWriter;
import org.bson.BsonDocument;
import org.bson.codecs.BsonDocumentCodec;
import org.bson.codecs.EncoderContext;
import org.bson.io.BasicOutputBuffer;

/** Frames for tests, made and read in one line. */
final class Frames {

    static final int MAX = WireLimits.DEFAULT_MAX_MESSAGE_SIZE_BYTES;

    private Frames() {}

    /** The bytes as the BSON library writes them, into a buffer of its own. */
    static byte[] bson(BsonDocument document) {
        BasicOutputBuffer out = new BasicOutputBuffer();
        new BsonDocumentCodec()
                .encode(
                        new BsonBinaryWriter(out),
                        document,
                        EncoderContext.builder().build());
        return out.toByteArray();
    }

    static byte[] bson(String json) {
        return bson(BsonDocument.parse(json));
    }

    static RawDocument raw(String json) {
        byte[] bytes = bson(json);
        return RawDocument.of(bytes, 0, bytes.length);
    }

    /** An OP_MSG with a body and, unless there are none, one sequence named {@code documents}. */
    static byte[] opMsg(int flags, BsonDocument body, BsonDocument... sequence) {
        WireBuffer buffer = new WireBuffer();
        OpMsgWriter writer = new OpMsgWriter(buffer);
        writer.begin(7, flags);
        writer.beginBody();
        buffer.writeBytes(bson(body));
        if (sequence.length > 0) {
            writer.beginSequence("documents");
            Arrays.stream(sequence).forEach(d -> buffer.writeBytes(bson(d)));
        }
        writer.finish(MAX);
        return buffer.toByteArray();
    }

    /** An OP_MSG with whatever stands behind its flags, its length made right. */
    static byte[] opMsgOf(int flags, String sectionsHex) {
        byte[] sections = hex(sectionsHex);
        WireBuffer buffer = new WireBuffer();
        buffer.writeInt32(OpMsg.SECTIONS_OFFSET + sections.length);
        buffer.writeInt32(7);
        buffer.writeInt32(3);
        buffer.writeInt32(OpCode.MSG);
        buffer.writeInt32(flags);
        buffer.writeBytes(sections);
        return buffer.toByteArray();
    }

    static byte[] opReply(int flags, int numberReturned, byte[] document) {
        WireBuffer buffer = new WireBuffer();
        buffer.writeInt32(36 + document.length);
        buffer.writeInt32(9);
        buffer.writeInt32(7);
        buffer.writeInt32(OpCode.REPLY);
        buffer.writeInt32(flags);
        buffer.writeInt64(0);
        buffer.writeInt32(0);
        buffer.writeInt32(numberReturned);
        buffer.writeBytes(document);
        return buffer.toByteArray();
    }

    static OpMsg readOpMsg(byte[] frame) {
        return OpMsg.read(MessageHeader.read(frame, 0, MAX), frame, 0, frame.length);
    }

    static OpReply readOpReply(byte[] frame) {
        return OpReply.read(MessageHeader.read(frame, 0, MAX), frame, 0, frame.length);
    }

    /** Reads a frame of either kind and decodes every document in it, so that nothing stays unlooked at. */
    static void readWhole(byte[] frame) {
        if (MessageHeader.read(frame, 0, MAX).opCode() == OpCode.REPLY) {
            readOpReply(frame).document().toBsonDocument();
            return;
        }
        OpMsg message = readOpMsg(frame);
        message.body().toBsonDocument();
        message.sequences().stream()
                .map(DocumentSequence::documents)
                .flatMap(List::stream)
                .forEach(RawDocument::toBsonDocument);
    }

    static byte[] hex(String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }

    static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
