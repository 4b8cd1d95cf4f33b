package io.github.mooring.bench.canned;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.bson.Document;
import org.bson.RawBsonDocument;
import org.bson.codecs.DocumentCodec;

/** Messages as bytes, for what is made beforehand. Stateless. */
public final class Messages {
    /** Length, request id, response to, operation code. */
    public static final int HEADER_BYTES = 16;

    static final int OP_REPLY = 1;
    static final int OP_QUERY = 2004;
    static final int OP_MSG = 2013;

    /** Flags and the kind of the first section. */
    static final int OP_MSG_PREFIX_BYTES = 5;

    private Messages() {}

    /** An OP_MSG: flags, one section of kind 0. */
    public static byte[] opMsg(Document body) {
        byte[] bson = encoded(body);
        return header(OP_MSG_PREFIX_BYTES + bson.length, OP_MSG)
                .putInt(0)
                .put((byte) 0)
                .put(bson)
                .array();
    }

    /** The body of an OP_MSG whose whole bytes these are. */
    public static RawBsonDocument body(byte[] opMsg) {
        int start = HEADER_BYTES + OP_MSG_PREFIX_BYTES;
        return new RawBsonDocument(opMsg, start, opMsg.length - start);
    }

    /** An OP_REPLY: flags "await capable", cursor 0, starting from 0, one document. */
    static byte[] opReply(Document document) {
        byte[] bson = encoded(document);
        return header(4 + 8 + 4 + 4 + bson.length, OP_REPLY)
                .putInt(8)
                .putLong(0)
                .putInt(0)
                .putInt(1)
                .put(bson)
                .array();
    }

    private static ByteBuffer header(int bodyBytes, int opCode) {
        int length = HEADER_BYTES + bodyBytes;
        ByteBuffer message = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        return message.putInt(length).putInt(1).putInt(0).putInt(opCode);
    }

    private static byte[] encoded(Document document) {
        ByteBuffer bytes = new RawBsonDocument(document, new DocumentCodec())
                .getByteBuffer()
                .asNIO();
        byte[] copy = new byte[bytes.remaining()];
        bytes.get(copy);
        return copy;
    }
}
