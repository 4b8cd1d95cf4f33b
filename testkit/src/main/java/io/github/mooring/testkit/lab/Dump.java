package io.github.mooring.testkit.lab;

import de.bwaldvogel.mongo.bson.Document;
import io.github.mooring.testkit.engine.Engine;
import io.github.mooring.testkit.engine.EngineCall;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads all there is out of an engine, by nothing but its commands, so that any engine will do. */
final class Dump {
    private static final int BATCH = 10_000;

    private Dump() {}

    /** The databases that hold something. */
    static List<String> databases(Engine engine) {
        Document reply = engine.execute(
                new EngineCall("listDatabases", "admin", new Document("listDatabases", 1).append("nameOnly", true)));
        List<String> names = new ArrayList<>();
        if (reply.get("databases") instanceof Iterable<?> databases) {
            databases.forEach(database -> names.add(String.valueOf(((Document) database).get("name"))));
        }
        return names;
    }

    /** Copies a collection with its indexes; returns its documents by their {@code _id}. */
    static Map<Object, Document> copy(Engine from, Engine to, String database, String collection) {
        Map<Object, Document> documents = documents(from, database, collection);
        to.execute(new EngineCall("create", database, new Document("create", collection)));
        List<Document> indexes = indexes(from, database, collection);
        if (!indexes.isEmpty()) {
            Document create = new Document("createIndexes", collection).append("indexes", indexes);
            to.execute(new EngineCall("createIndexes", database, create));
        }
        List<Document> all = List.copyOf(documents.values());
        for (int at = 0; at < all.size(); at += BATCH) {
            insert(to, database, collection, all.subList(at, Math.min(all.size(), at + BATCH)));
        }
        return documents;
    }

    private static void insert(Engine to, String database, String collection, List<Document> documents) {
        List<Document> copies = documents.stream().map(Document::cloneDeeply).toList();
        Document insert = new Document("insert", collection).append("documents", copies);
        to.execute(new EngineCall("insert", database, insert));
    }

    /** The first document that matches; null if none does. */
    static @Nullable Document first(Engine engine, String database, String collection, Document filter) {
        Document find = new Document("find", collection)
                .append("filter", filter)
                .append("limit", 1)
                .append("singleBatch", true);
        List<Document> found = batch(cursor(engine.execute(new EngineCall("find", database, find))), "firstBatch");
        return found.isEmpty() ? null : found.get(0);
    }

    /** The collections of a database. */
    static List<String> collections(Engine engine, String database) {
        Document command = new Document("listCollections", 1).append("cursor", new Document("batchSize", BATCH));
        return all(engine, database, command).stream()
                .map(described -> String.valueOf(described.get("name")))
                .filter(name -> !name.startsWith("system."))
                .toList();
    }

    /** The indexes of a collection besides the one on {@code _id}. */
    static List<Document> indexes(Engine engine, String database, String collection) {
        return all(engine, database, new Document("listIndexes", collection)).stream()
                .filter(index -> !"_id_".equals(index.get("name")))
                .toList();
    }

    /** The documents of a collection by their {@code _id}, in their order. */
    static Map<Object, Document> documents(Engine engine, String database, String collection) {
        Map<Object, Document> byId = new LinkedHashMap<>();
        Document command = new Document("find", collection).append("batchSize", BATCH);
        for (Document document : all(engine, database, command)) {
            byId.put(id(document), document);
        }
        return byId;
    }

    static Object id(Document document) {
        Object id = document.get("_id");
        if (id == null) {
            throw new IllegalStateException("a stored document has no _id: " + document);
        }
        return id;
    }

    private static List<Document> all(Engine engine, String database, Document command) {
        List<Document> documents = new ArrayList<>();
        String name = command.keySet().iterator().next();
        Document cursor = cursor(engine.execute(new EngineCall(name, database, command)));
        documents.addAll(batch(cursor, "firstBatch"));
        while (cursor.get("id") instanceof Long id && id != 0) {
            String namespace = String.valueOf(cursor.get("ns"));
            Document more = new Document("getMore", id)
                    .append("collection", namespace.substring(namespace.indexOf('.') + 1))
                    .append("batchSize", BATCH);
            cursor = cursor(engine.execute(new EngineCall("getMore", database, more)));
            documents.addAll(batch(cursor, "nextBatch"));
        }
        return documents;
    }

    private static Document cursor(Document reply) {
        if (reply.get("cursor") instanceof Document cursor) {
            return cursor;
        }
        throw new IllegalStateException("the engine has answered without a cursor: " + reply);
    }

    private static List<Document> batch(Document cursor, String name) {
        List<Document> documents = new ArrayList<>();
        if (cursor.get(name) instanceof Iterable<?> batch) {
            batch.forEach(document -> documents.add((Document) document));
        }
        return documents;
    }
}
