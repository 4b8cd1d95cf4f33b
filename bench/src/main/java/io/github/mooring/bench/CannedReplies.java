package io.github.mooring.bench;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.bson.BsonTimestamp;
import org.bson.Document;
import org.bson.RawBsonDocument;
import org.bson.codecs.DocumentCodec;
import org.bson.types.Binary;
import org.bson.types.ObjectId;

/**
 * Everything that the canned server ever says, encoded once; immutable, the arrays are only read.
 *
 * <p>It introduces itself as a standalone MongoDB 8.0. Its reply to a find has the size that a member of a replica set
 * gives it, about 490 bytes, since such a member adds {@code $clusterTime} and {@code operationTime} to every reply.
 */
final class CannedReplies {
    static final String DATABASE = "bench";
    static final String COLLECTION = "people";
    static final ObjectId ID = new ObjectId("6500000000000000000000a1");

    static final int HEADER_BYTES = 16;
    static final int OP_REPLY = 1;
    static final int OP_QUERY = 2004;
    static final int OP_MSG = 2013;

    private static final int COMMAND_NOT_FOUND = 59;

    final byte[] find;
    final byte[] hello = message(hello());
    final byte[] oldHello = oldReply(hello());
    final byte[] ok = message(new Document("ok", 1.0));
    final byte[] unknown = message(new Document("ok", 0.0)
            .append("errmsg", "the canned server does not know this command")
            .append("code", COMMAND_NOT_FOUND)
            .append("codeName", "CommandNotFound"));

    /** The replies; those to a find have cluster times on request only. */
    CannedReplies(boolean clusterTimes) {
        this.find = message(found(clusterTimes));
    }

    /** The one document that is ever found: 8 fields, 266 bytes. */
    static Document document() {
        return new Document("_id", ID)
                .append("name", "Ada Lovelace")
                .append("email", "ada.lovelace@example.com")
                .append("born", Date.from(Instant.parse("1815-12-10T00:00:00Z")))
                .append("visits", 1843)
                .append("score", 98.5)
                .append("address", address())
                .append("notes", "wrote the first program for a machine that was never built, in 1843.");
    }

    private static Document address() {
        return new Document("street", "12 St James's Square").append("town", "London");
    }

    private static Document found(boolean clusterTimes) {
        Document cursor = new Document("firstBatch", List.of(document()))
                .append("id", 0L)
                .append("ns", DATABASE + "." + COLLECTION);
        Document reply = new Document("cursor", cursor).append("ok", 1.0);
        if (clusterTimes) {
            BsonTimestamp time = new BsonTimestamp(1_763_000_000, 7);
            Document signature = new Document("hash", new Binary(new byte[20])).append("keyId", 0L);
            reply.append("$clusterTime", new Document("clusterTime", time).append("signature", signature))
                    .append("operationTime", time);
        }
        return reply;
    }

    private static Document hello() {
        return new Document("helloOk", true)
                .append("ismaster", true)
                .append("isWritablePrimary", true)
                .append("maxBsonObjectSize", 16 * 1024 * 1024)
                .append("maxMessageSizeBytes", 48_000_000)
                .append("maxWriteBatchSize", 100_000)
                .append("localTime", Date.from(Instant.parse("2026-11-21T00:00:00Z")))
                .append("logicalSessionTimeoutMinutes", 30)
                .append("connectionId", 1)
                .append("minWireVersion", 0)
                .append("maxWireVersion", 25)
                .append("readOnly", false)
                .append("ok", 1.0);
    }

    /** An OP_MSG: flags, one section of kind 0. */
    static byte[] message(Document body) {
        byte[] bson = encoded(body);
        return header(4 + 1 + bson.length, OP_MSG)
                .putInt(0)
                .put((byte) 0)
                .put(bson)
                .array();
    }

    /** An OP_REPLY: flags "await capable", cursor 0, starting from 0, one document. */
    private static byte[] oldReply(Document document) {
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
