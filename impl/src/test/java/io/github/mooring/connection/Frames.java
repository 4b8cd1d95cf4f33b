package io.github.mooring.connection;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.bson.BsonBinaryWriter;
import org.bson.BsonDocument;
import org.bson.RawBsonDocument;
import org.bson.codecs.BsonDocumentCodec;
import org.bson.codecs.EncoderContext;
import org.bson.io.BasicOutputBuffer;

/** Messages made and read byte by byte, without the code under test. */
final class Frames {
    static final int OP_REPLY = 1;
    static final int OP_QUERY = 2004;
    static final int OP_MSG = 2013;

    private Frames() {}

    /** The answer to a request, in the form that goes with the request's. */
    static byte[] answer(byte[] request, BsonDocument document) {
        return int32(request, 12) == OP_QUERY
                ? opReply(int32(request, 4), document)
                : opMsg(int32(request, 4), 0, document);
    }

    static byte[] opMsg(int responseTo, int flags, BsonDocument document) {
        byte[] body = encode(document);
        return header(16 + 4 + 1 + body.length, responseTo, OP_MSG)
                .putInt(flags)
                .put((byte) 0)
                .put(body)
                .array();
    }

    static byte[] opReply(int responseTo, BsonDocument document) {
        byte[] body = encode(document);
        return header(16 + 20 + body.length, responseTo, OP_REPLY)
                .putInt(8)
                .putLong(0)
                .putInt(0)
                .putInt(1)
                .put(body)
                .array();
    }

    /** The document of a request: the body of an OP_MSG, the query of an OP_QUERY. */
    static BsonDocument document(byte[] request) {
        int start = 21;
        if (int32(request, 12) == OP_QUERY) {
            start = 20;
            while (request[start] != 0) {
                start++;
            }
            start += 1 + 8;
        }
        byte[] bytes = Arrays.copyOfRange(request, start, start + int32(request, start));
        return new RawBsonDocument(bytes).decode(new BsonDocumentCodec());
    }

    static int int32(byte[] bytes, int at) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt(at);
    }

    static byte[] withInt32(byte[] bytes, int at, int value) {
        byte[] changed = bytes.clone();
        ByteBuffer.wrap(changed).order(ByteOrder.LITTLE_ENDIAN).putInt(at, value);
        return changed;
    }

    static byte[] encode(BsonDocument document) {
        BasicOutputBuffer buffer = new BasicOutputBuffer();
        try (BsonBinaryWriter writer = new BsonBinaryWriter(buffer)) {
            new BsonDocumentCodec()
                    .encode(writer, document, EncoderContext.builder().build());
        }
        return buffer.toByteArray();
    }

    private static ByteBuffer header(int length, int responseTo, int opCode) {
        return ByteBuffer.allocate(length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(length)
                .putInt(77)
                .putInt(responseTo)
                .putInt(opCode);
    }
}
