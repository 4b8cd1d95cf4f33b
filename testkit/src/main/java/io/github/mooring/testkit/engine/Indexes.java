package io.github.mooring.testkit.engine;

import de.bwaldvogel.mongo.bson.Document;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Index commands. The engine enforces unique indexes, keeps the others as names only. Confined to {@link MemoryEngine}'s lock. */
final class Indexes {
    private static final CommandShape INDEX = CommandShape.statement(
            "createIndexes.indexes",
            "key:object name:string ns:string v:number unique:bool sparse:bool background:bool hidden:bool "
                    + "expireAfterSeconds:number weights:object default_language:string language_override:string "
                    + "textIndexVersion:number 2dsphereIndexVersion:number",
            "key name",
            "partialFilterExpression collation wildcardProjection");

    private final Backend backend;
    private final Cursors cursors;

    Indexes(Backend backend, Cursors cursors) {
        this.backend = backend;
        this.cursors = cursors;
    }

    Document create(EngineCall call) {
        String collection = call.collection();
        Namespaces.requireWritable(call.database(), collection);
        List<Object> wanted = Arguments.list(call.body(), "indexes");
        if (wanted.isEmpty()) {
            throw new CommandFailure(2, "Must specify at least one index to create");
        }
        wanted.forEach(index -> {
            if (Arguments.documentOrEmpty(INDEX.checkStatement(index), "key").isEmpty()) {
                throw new CommandFailure(67, "Index keys cannot be empty.");
            }
        });
        boolean isNew = backend.collection(call.database(), collection) == null;
        int before = isNew ? 0 : list(call.database(), collection).size();
        backend.run(call.database(), new Document("createIndexes", collection).append("indexes", wanted));
        int after = list(call.database(), collection).size();
        Document reply = new Document("numIndexesBefore", isNew ? 1 : before)
                .append("numIndexesAfter", after)
                .append("createdCollectionAutomatically", isNew);
        return after == before ? reply.append("note", "all indexes already exist") : reply;
    }

    Document drop(EngineCall call) {
        String collection = call.collection();
        requireExists(call.database(), collection, "ns not found " + call.database() + "." + collection);
        int before = list(call.database(), collection).size();
        Object index = call.body().get("index");
        for (Object one : index instanceof List<?> several ? several : List.of(index)) {
            dropOne(call.database(), collection, one);
        }
        return new Document("nIndexesWas", before);
    }

    Document list(EngineCall call) {
        String collection = call.collection();
        String namespace = call.database() + "." + collection;
        requireExists(call.database(), collection, "ns does not exist: " + namespace);
        int batchSize = Arguments.cursorBatchSize(call.body());
        return cursors.firstBatch(namespace, list(call.database(), collection), batchSize, true);
    }

    private void dropOne(String database, String collection, @Nullable Object index) {
        boolean primary = "_id_".equals(index) || new Document("_id", 1).equals(index);
        if (primary) {
            throw new CommandFailure(72, "cannot drop _id index");
        }
        if (!(index instanceof String) && !(index instanceof Document)) {
            throw new CommandFailure(14, "an index is named by a string or a key pattern, not " + index);
        }
        backend.run(database, new Document("dropIndexes", collection).append("index", index));
    }

    private List<Document> list(String database, String collection) {
        return backend.runForDocuments(database, new Document("listIndexes", collection));
    }

    private void requireExists(String database, String collection, String ifNot) {
        if (backend.collection(database, collection) == null) {
            throw new CommandFailure(26, ifNot);
        }
    }
}
