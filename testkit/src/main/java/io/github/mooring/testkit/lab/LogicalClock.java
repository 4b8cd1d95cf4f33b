package io.github.mooring.testkit.lab;

import de.bwaldvogel.mongo.bson.BinData;
import de.bwaldvogel.mongo.bson.BsonTimestamp;
import de.bwaldvogel.mongo.bson.Document;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

/** The cluster time: seconds and a number within the second, ahead with each write. Thread-safe. */
final class LogicalClock {
    private static final int HASH_BYTES = 20;

    private final AtomicLong last = new AtomicLong(wall());

    /** A write has happened. */
    void tick() {
        last.updateAndGet(before -> Math.max(before + 1, wall()));
    }

    BsonTimestamp now() {
        return new BsonTimestamp(last.get());
    }

    /** Puts the times into a reply that servers put into all of theirs. */
    void sign(Document reply) {
        BsonTimestamp now = now();
        Document signature = new Document("hash", new BinData(new byte[HASH_BYTES])).append("keyId", 0L);
        reply.append("$clusterTime", new Document("clusterTime", now).append("signature", signature))
                .append("operationTime", now);
    }

    private static long wall() {
        return Instant.now().getEpochSecond() << 32 | 1;
    }
}
