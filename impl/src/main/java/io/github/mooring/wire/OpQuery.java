package io.github.mooring.wire;

import org.bson.BsonBinaryWriter;
import org.bson.BsonDocument;
import org.bson.codecs.BsonDocumentCodec;
import org.bson.codecs.EncoderContext;

/**
 * Writes the old query message, for nothing but the first {@code hello} to a server that may not know OP_MSG yet.
 *
 * <p>Source: MongoDB wire protocol, OP_QUERY; MongoDB Handshake specification.
 */
public final class OpQuery {

    /** A secondary may answer; without it a handshake with a secondary fails. */
    private static final int SECONDARY_OK = 1 << 2;

    private static final int ONE_AND_CLOSE = -1;

    private OpQuery() {}

    /**
     * Appends a command to the buffer.
     *
     * @param database where the command is sent, in practice {@code admin}
     * @return the bytes of the message
     * @throws WireException if it is larger than {@code maxMessageSizeBytes}; it is no longer in the buffer then
     */
    public static int write(
            WireBuffer buffer, int requestId, String database, BsonDocument command, int maxMessageSizeBytes) {
        int start = buffer.getPosition();
        buffer.writeInt32(0); // length, known at the end
        buffer.writeInt32(requestId);
        buffer.writeInt32(0);
        buffer.writeInt32(OpCode.QUERY);
        buffer.writeInt32(SECONDARY_OK);
        buffer.writeCString(database + ".$cmd");
        buffer.writeInt32(0);
        buffer.writeInt32(ONE_AND_CLOSE);
        new BsonDocumentCodec()
                .encode(
                        new BsonBinaryWriter(buffer),
                        command,
                        EncoderContext.builder().build());
        int size = buffer.getPosition() - start;
        if (size > maxMessageSizeBytes) {
            buffer.truncateToPosition(start);
            throw new WireException("OP_QUERY message to send", "at most " + maxMessageSizeBytes + " bytes", size);
        }
        buffer.writeInt32(start, size);
        return size;
    }
}
