package io.github.mooring.bench.canned;

import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.bson.BsonTimestamp;
import org.bson.Document;
import org.bson.types.Binary;
import org.bson.types.ObjectId;

/**
 * Everything that the canned server ever says, encoded once; immutable, the arrays are only read.
 *
 * <p>It introduces itself as the primary of a replica set of one, MongoDB 8.0, and adds {@code $clusterTime} and
 * {@code operationTime} to its replies as such a member does; or as a standalone, which adds neither.
 */
public final class CannedReplies {
    /** The database of the one document. */
    public static final String DATABASE = "bench";

    /** The collection of the one document. */
    public static final String COLLECTION = "people";

    /** The one document's id. */
    public static final ObjectId ID = new ObjectId("6500000000000000000000a1");

    private static final int COMMAND_NOT_FOUND = 59;
    private static final BsonTimestamp NOW = new BsonTimestamp(1_763_000_000, 7);

    final byte[] find;
    final byte[] insert;
    final byte[] ok;
    final byte[] hello;
    final byte[] oldHello;
    final byte[] unknown;
    private final int port;
    private final boolean standalone;

    /** The replies of a server on this port: a standalone, or a primary. */
    CannedReplies(int port, boolean standalone) {
        this.port = port;
        this.standalone = standalone;
        this.find = Messages.opMsg(withTimes(found()));
        this.insert = Messages.opMsg(withTimes(new Document("n", 1).append("ok", 1.0)));
        this.ok = Messages.opMsg(withTimes(new Document("ok", 1.0)));
        this.hello = Messages.opMsg(withTimes(hello()));
        this.oldHello = Messages.opReply(withTimes(hello()));
        this.unknown = Messages.opMsg(withTimes(new Document("ok", 0.0)
                .append("errmsg", "the canned server does not know this command")
                .append("code", COMMAND_NOT_FOUND)
                .append("codeName", "CommandNotFound")));
    }

    /** The one document that is ever found: 8 fields, 266 bytes. */
    public static Document document() {
        return new Document("_id", ID)
                .append("name", "Ada Lovelace")
                .append("email", "ada.lovelace@example.com")
                .append("born", Date.from(Instant.parse("1815-12-10T00:00:00Z")))
                .append("visits", 1843)
                .append("score", 98.5)
                .append("address", address())
                .append("notes", "wrote the first program for a machine that was never built, in 1843.");
    }

    /** A cluster time as a client would send it back. */
    public static Document clusterTime() {
        Document signature = new Document("hash", new Binary(new byte[20])).append("keyId", 0L);
        return new Document("clusterTime", NOW).append("signature", signature);
    }

    private static Document address() {
        return new Document("street", "12 St James's Square").append("town", "London");
    }

    private static Document found() {
        Document cursor = new Document("firstBatch", List.of(document()))
                .append("id", 0L)
                .append("ns", DATABASE + "." + COLLECTION);
        return new Document("cursor", cursor).append("ok", 1.0);
    }

    private Document withTimes(Document reply) {
        return standalone ? reply : reply.append("$clusterTime", clusterTime()).append("operationTime", NOW);
    }

    private Document hello() {
        Document hello = new Document("helloOk", true)
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
        if (!standalone) {
            String self = "127.0.0.1:" + port;
            hello.append("setName", "canned").append("setVersion", 1);
            hello.append("hosts", List.of(self)).append("me", self).append("primary", self);
        }
        return hello;
    }
}
