package io.github.mooring.testkit.engine;

import de.bwaldvogel.mongo.bson.Document;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Reads: find, aggregate, count, distinct. Confined to {@link MemoryEngine}'s lock. */
final class Queries {
    private final Backend backend;
    private final Cursors cursors;

    Queries(Backend backend, Cursors cursors) {
        this.backend = backend;
        this.cursors = cursors;
    }

    Document find(EngineCall call) {
        String collection = call.collection();
        Document body = call.body();
        int limit = Arguments.count(body, "limit", 0);
        int batchSize = Arguments.count(body, "batchSize", -1);
        Document query = new Document("find", collection)
                .append("filter", Filters.checked(Arguments.documentOrEmpty(body, "filter")))
                .append("skip", Arguments.count(body, "skip", 0))
                .append("limit", limit);
        copyIfPresent(body, query, "sort");
        copyIfPresent(body, query, "projection");
        List<Document> documents = backend.runForDocuments(call.database(), query);
        String namespace = call.database() + "." + collection;
        if (Arguments.flag(body, "singleBatch", false)) {
            return cursors.singleBatch(namespace, documents, batchSize);
        }
        boolean endKnown = query.containsKey("sort") || (limit > 0 && documents.size() == limit) || documents.isEmpty();
        return cursors.firstBatch(namespace, documents, batchSize, endKnown);
    }

    Document aggregate(EngineCall call) {
        Document body = call.body();
        if (!(call.argument() instanceof String)) {
            throw new CommandFailure(73, "the embedded server aggregates collections only, not whole databases");
        }
        if (body.get("cursor") == null) {
            throw new CommandFailure(
                    9, "The 'cursor' option is required, except for aggregate with the explain argument");
        }
        int batchSize = Arguments.cursorBatchSize(body);
        String collection = call.collection();
        Document query = new Document("aggregate", collection)
                .append("pipeline", Pipelines.forEngine(Arguments.list(body, "pipeline")))
                .append("cursor", new Document());
        List<Document> documents = backend.runForDocuments(call.database(), query);
        return cursors.firstBatch(call.database() + "." + collection, documents, batchSize, documents.isEmpty());
    }

    Document count(EngineCall call) {
        Document body = call.body();
        Document query = new Document("count", call.collection());
        query.append("query", Filters.checked(Arguments.documentOrEmpty(body, "query")));
        query.append("skip", Arguments.count(body, "skip", 0));
        if (body.get("limit") instanceof Number limit) {
            query.append("limit", Math.abs(limit.intValue()));
        }
        return new Document("n", backend.run(call.database(), query).get("n"));
    }

    Document distinct(EngineCall call) {
        Document query = new Document("distinct", call.collection())
                .append("key", call.body().get("key"))
                .append("query", Filters.checked(Arguments.documentOrEmpty(call.body(), "query")));
        Collection<?> values =
                (Collection<?>) backend.run(call.database(), query).get("values");
        return new Document("values", new ArrayList<>(values)).cloneDeeply();
    }

    private static void copyIfPresent(Document from, Document to, String field) {
        Object value = from.get(field);
        if (value != null && !(value instanceof Document document && document.isEmpty())) {
            to.append(field, value);
        }
    }
}
