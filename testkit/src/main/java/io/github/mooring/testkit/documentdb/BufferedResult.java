package io.github.mooring.testkit.documentdb;

import de.bwaldvogel.mongo.bson.Document;
import io.github.mooring.testkit.bson.BsonOutput;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** What a cursor has still to give, read in advance. Belongs to whoever has taken the cursor. */
final class BufferedResult {
    private static final int MAX_BATCH_BYTES = 16 * 1024 * 1024;

    private final Deque<Document> documents = new ArrayDeque<>();

    /** Takes over the documents of a reply to getMore. */
    void add(Document reply) {
        if (reply.get("cursor") instanceof Document cursor && cursor.get("nextBatch") instanceof List<?> batch) {
            batch.forEach(document -> documents.add((Document) document));
        }
    }

    boolean isEmpty() {
        return documents.isEmpty();
    }

    /** A reply to {@code getMore}, of one document at least and no more than fits. */
    Document next(long id, String namespace, Document getMore) {
        int count = getMore.get("batchSize") instanceof Number size && size.intValue() > 0
                ? size.intValue()
                : Integer.MAX_VALUE;
        List<Document> batch = new ArrayList<>();
        int bytes = 0;
        while (!documents.isEmpty() && batch.size() < count) {
            bytes += BsonOutput.size(documents.getFirst());
            if (!batch.isEmpty() && bytes > MAX_BATCH_BYTES) {
                break;
            }
            batch.add(documents.removeFirst());
        }
        Document cursor = new Document("nextBatch", batch).append("id", isEmpty() ? 0L : id);
        return new Document("cursor", cursor.append("ns", namespace));
    }
}
