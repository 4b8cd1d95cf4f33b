package io.github.mooring.testkit.engine;

import de.bwaldvogel.mongo.bson.Document;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Pages results. The engine's own cursors are not used: it pages finds only, checks no namespace and knows no size limit.
 *
 * <p>Confined to {@link MemoryEngine}'s lock.
 */
final class Cursors {
    /** Documents in a first batch when the client does not say. */
    static final int DEFAULT_FIRST_BATCH = 101;
    /** A reply holds at most this many bytes of documents, but always at least one document. */
    static final int MAX_BATCH_BYTES = 16 * 1024 * 1024;

    private static final int MAX_OPEN = 10_000;
    /** Past 32 bits, so that a client that cuts ids to an int is found out. */
    private static final long FIRST_ID = 7_000_000_000_000L;

    private final Map<Long, OpenCursor> open = new LinkedHashMap<>();
    private long lastId = FIRST_ID;

    /**
     * Answers with the first batch and keeps the rest.
     *
     * @param batchSize negative if the client gave none
     * @param endKnown whether the engine knows that nothing follows as soon as the last document is out, as after a sort
     *     or a limit; a plain scan finds out only by looking again, and then a full last batch leaves the cursor open
     */
    Document firstBatch(String namespace, List<Document> documents, int batchSize, boolean endKnown) {
        OpenCursor cursor = new OpenCursor(namespace, documents, endKnown);
        List<Document> batch = cursor.next(batchSize < 0 ? DEFAULT_FIRST_BATCH : batchSize);
        return reply("firstBatch", cursor.isAtEnd() ? 0 : register(cursor), namespace, batch);
    }

    /** Answers with everything in one batch, or as much as fits, and keeps nothing. */
    Document singleBatch(String namespace, List<Document> documents, int batchSize) {
        OpenCursor cursor = new OpenCursor(namespace, documents, true);
        return reply("firstBatch", 0, namespace, cursor.next(batchSize < 0 ? DEFAULT_FIRST_BATCH : batchSize));
    }

    Document getMore(EngineCall call) {
        Object id = call.argument();
        if (!(id instanceof Long number)) {
            throw new CommandFailure(
                    14,
                    "BSON field 'getMore.getMore' is the wrong type '" + FieldKind.nameOf(id)
                            + "', expected type 'long'");
        }
        OpenCursor cursor = find(number);
        String namespace = call.database() + "." + call.body().get("collection");
        if (!cursor.namespace.equals(namespace)) {
            throw new CommandFailure(
                    13,
                    "Requested getMore on namespace '" + namespace + "', but cursor belongs to a different namespace "
                            + cursor.namespace);
        }
        int batchSize = Arguments.count(call.body(), "batchSize", 0);
        List<Document> batch = cursor.next(batchSize == 0 ? Integer.MAX_VALUE : batchSize);
        if (cursor.isAtEnd()) {
            open.remove(number);
        }
        return reply("nextBatch", cursor.isAtEnd() ? 0 : number, namespace, batch);
    }

    Document kill(EngineCall call) {
        List<Object> killed = new ArrayList<>();
        List<Object> notFound = new ArrayList<>();
        String namespace = call.database() + "." + call.argument();
        for (Object id : Arguments.list(call.body(), "cursors")) {
            OpenCursor cursor = id instanceof Long ? open.get(id) : null;
            boolean mine = cursor != null && cursor.namespace.equals(namespace);
            if (mine) {
                open.remove(id);
            }
            (mine ? killed : notFound).add(id);
        }
        return new Document("cursorsKilled", killed)
                .append("cursorsNotFound", notFound)
                .append("cursorsAlive", List.of())
                .append("cursorsUnknown", List.of());
    }

    /** Kills what stands on a dropped collection, or on a whole database if {@code prefix} ends in a dot. */
    void dropNamespace(String prefix) {
        Iterator<OpenCursor> all = open.values().iterator();
        while (all.hasNext()) {
            String namespace = all.next().namespace;
            if (prefix.endsWith(".") ? namespace.startsWith(prefix) : namespace.equals(prefix)) {
                all.remove();
            }
        }
    }

    int size() {
        return open.size();
    }

    private OpenCursor find(long id) {
        OpenCursor cursor = open.get(id);
        if (cursor == null) {
            throw new CommandFailure(43, "cursor id " + id + " not found");
        }
        return cursor;
    }

    private long register(OpenCursor cursor) {
        if (open.size() >= MAX_OPEN) {
            throw new CommandFailure(8, "more than " + MAX_OPEN + " cursors are open: a client leaks them");
        }
        lastId++;
        open.put(lastId, cursor);
        return lastId;
    }

    private static Document reply(String batchName, long id, String namespace, List<Document> batch) {
        Document cursor = new Document(batchName, batch).append("id", id).append("ns", namespace);
        return new Document("cursor", cursor);
    }
}
