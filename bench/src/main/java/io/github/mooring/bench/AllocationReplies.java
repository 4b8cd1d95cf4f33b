package io.github.mooring.bench;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.bson.BsonTimestamp;
import org.bson.Document;
import org.bson.RawBsonDocument;
import org.bson.codecs.DocumentCodec;
import org.bson.types.Binary;
import org.bson.types.ObjectId;

/** What {@link AllocationServer} says, of the size that a member of a replica set gives it. */
final class AllocationReplies {
    static final ObjectId ID = new ObjectId("6500000000000000000000a1");

    private static final long BORN = Instant.parse("1815-12-10T00:00:00Z").toEpochMilli();
    private static final int OP_REPLY = 1;
    private static final int OP_MSG = 2013;

    private static final Document HELLO = new Document("helloOk", true)
            .append("isWritablePrimary", true)
            .append("ismaster", true)
            .append("maxBsonObjectSize", 16 * 1024 * 1024)
            .append("maxMessageSizeBytes", 48_000_000)
            .append("maxWriteBatchSize", 100_000)
            .append("logicalSessionTimeoutMinutes", 30)
            .append("minWireVersion", 0)
            .append("maxWireVersion", 25)
            .append("ok", 1.0);
    private static final byte[] PLAIN = bytes(new Document("ok", 1.0));
    private static final Map<String, byte[]> REPLIES = Map.of(
            "hello", bytes(HELLO),
            "isMaster", bytes(HELLO),
            "find", bytes(withTimes(new Document("cursor", cursor()).append("ok", 1.0))),
            "insert", bytes(withTimes(new Document("n", 1).append("ok", 1.0))));

    private AllocationReplies() {}

    /** The document that is found and inserted: 8 fields, 266 bytes. */
    @SuppressWarnings("JavaUtilDate") // what both libraries have documents hold
    static Document person(ObjectId id) {
        return new Document("_id", id)
                .append("name", "Ada Lovelace")
                .append("email", "ada.lovelace@example.com")
                .append("born", new Date(BORN))
                .append("visits", 1843)
                .append("score", 98.5)
                .append("address", new Document("street", "12 St James's Square").append("town", "London"))
                .append("notes", "wrote the first program for a machine that was never built, in 1843.");
    }

    /** The reply to a command. */
    static byte[] to(String command, int requestId) {
        byte[] body = REPLIES.getOrDefault(command, PLAIN);
        return message(OP_MSG, requestId, new byte[5], body);
    }

    /** The reply to a greeting in the old form: flags, cursor 0, starting from 0, one document. */
    static byte[] oldHello(int requestId) {
        byte[] fields = ByteBuffer.allocate(20)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(8)
                .putLong(0)
                .putInt(0)
                .putInt(1)
                .array();
        return message(OP_REPLY, requestId, fields, bytes(HELLO));
    }

    private static Document cursor() {
        return new Document("firstBatch", List.of(person(ID))).append("id", 0L).append("ns", "bench.people");
    }

    private static Document withTimes(Document reply) {
        BsonTimestamp time = new BsonTimestamp(1_763_000_000, 7);
        Document signature = new Document("hash", new Binary(new byte[20])).append("keyId", 0L);
        return reply.append("$clusterTime", new Document("clusterTime", time).append("signature", signature))
                .append("operationTime", time);
    }

    private static byte[] message(int opCode, int responseTo, byte[] fields, byte[] document) {
        int length = 16 + fields.length + document.length;
        return ByteBuffer.allocate(length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(length)
                .putInt(1)
                .putInt(responseTo)
                .putInt(opCode)
                .put(fields)
                .put(document)
                .array();
    }

    private static byte[] bytes(Document document) {
        RawBsonDocument raw = new RawBsonDocument(document, new DocumentCodec());
        byte[] copy = new byte[raw.getByteBuffer().remaining()];
        raw.getByteBuffer().get(copy);
        return copy;
    }
}
