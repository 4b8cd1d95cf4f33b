package io.github.mooring.testkit.wire;

import de.bwaldvogel.mongo.bson.Document;
import io.github.mooring.testkit.bson.BsonOutput;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/** Builds whole messages. */
public final class Replies {
    private static final int AWAIT_CAPABLE = 8;
    private static final int OP_REPLY_FIELDS = 20;
    private static final int CHECKSUM_BYTES = 4;

    private Replies() {}

    /** The reply to {@code request} in the format that it asks for; an OP_MSG carries a checksum if the request did. */
    public static Frame to(Frame request, int requestId, Document reply) {
        return to(request, request.requestId(), requestId, false, reply);
    }

    /**
     * The same as one of several replies.
     *
     * @param responseTo the number of the message that this one follows: the request, or the reply before
     * @param more whether another reply follows; OP_MSG only
     */
    public static Frame to(Frame request, int responseTo, int requestId, boolean more, Document reply) {
        if (request.opcode() == Frame.OP_QUERY) {
            return opReply(requestId, responseTo, reply);
        }
        int flags = (request.flags() & Frame.CHECKSUM_PRESENT) | (more ? Frame.MORE_TO_COME : 0);
        return opMsg(requestId, responseTo, flags, reply);
    }

    /** An OP_MSG with one body section, and a right checksum if {@code flags} say so. */
    public static Frame opMsg(int requestId, int responseTo, int flags, Document body) {
        byte[] document = BsonOutput.bytes(body);
        boolean checksum = (flags & Frame.CHECKSUM_PRESENT) != 0;
        int length = Frame.HEADER_BYTES + 5 + document.length + (checksum ? CHECKSUM_BYTES : 0);
        byte[] bytes = new byte[length];
        ByteBuffer frame = header(bytes, requestId, responseTo, Frame.OP_MSG);
        frame.putInt(flags).put((byte) 0).put(document);
        if (checksum) {
            CRC32C crc = new CRC32C();
            crc.update(bytes, 0, frame.position());
            frame.putInt((int) crc.getValue());
        }
        return new Frame(bytes);
    }

    /** An OP_REPLY with one document. */
    public static Frame opReply(int requestId, int responseTo, Document body) {
        byte[] document = BsonOutput.bytes(body);
        int length = Frame.HEADER_BYTES + OP_REPLY_FIELDS + document.length;
        byte[] bytes = new byte[length];
        ByteBuffer frame = header(bytes, requestId, responseTo, Frame.OP_REPLY);
        frame.putInt(AWAIT_CAPABLE).putLong(0).putInt(0).putInt(1).put(document);
        return new Frame(bytes);
    }

    private static ByteBuffer header(byte[] bytes, int requestId, int responseTo, int opcode) {
        return ByteBuffer.wrap(bytes)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(bytes.length)
                .putInt(requestId)
                .putInt(responseTo)
                .putInt(opcode);
    }
}
