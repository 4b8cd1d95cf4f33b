package io.github.mooring.testkit.engine;

import de.bwaldvogel.mongo.MongoCollection;
import de.bwaldvogel.mongo.backend.DefaultQueryMatcher;
import de.bwaldvogel.mongo.bson.Document;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Databases and collections: lists, creates, drops, renames, counts. Confined to {@link MemoryEngine}'s lock. */
final class Catalog {
    private static final int NAMESPACE_NOT_FOUND = 26;

    private final Backend backend;
    private final Cursors cursors;
    private final DefaultQueryMatcher matcher = new DefaultQueryMatcher();

    Catalog(Backend backend, Cursors cursors) {
        this.backend = backend;
        this.cursors = cursors;
    }

    Document listDatabases(EngineCall call) {
        requireAdmin(call);
        boolean nameOnly = Arguments.flag(call.body(), "nameOnly", false);
        Document filter = Arguments.documentOrEmpty(call.body(), "filter");
        List<Document> found = new ArrayList<>();
        long total = 0;
        for (String name : backend.databases()) {
            Document described = new Document("name", name)
                    .append("sizeOnDisk", sizeOf(name))
                    .append("empty", false);
            if (!collections(name).isEmpty() && matcher.matches(described, filter)) {
                total += Arguments.required(described, "sizeOnDisk", Long.class);
                found.add(nameOnly ? new Document("name", name) : described);
            }
        }
        Document reply = new Document("databases", found);
        return nameOnly ? reply : reply.append("totalSize", total);
    }

    Document listCollections(EngineCall call) {
        boolean nameOnly = Arguments.flag(call.body(), "nameOnly", false);
        Document filter = Arguments.documentOrEmpty(call.body(), "filter");
        int batchSize = Arguments.cursorBatchSize(call.body());
        List<Document> found = new ArrayList<>();
        for (Document described : collections(call.database())) {
            describe(call.database(), described);
            if (matcher.matches(described, filter)) {
                String name = (String) described.get("name");
                found.add(nameOnly ? new Document("name", name).append("type", "collection") : described);
            }
        }
        return cursors.firstBatch(call.database() + ".$cmd.listCollections", found, batchSize, true);
    }

    Document create(EngineCall call) {
        String collection = call.collection();
        Namespaces.requireWritable(call.database(), collection);
        backend.run(call.database(), new Document("create", collection));
        return new Document();
    }

    Document drop(EngineCall call) {
        String collection = call.collection();
        Namespaces.requireWritable(call.database(), collection);
        if (backend.collection(call.database(), collection) == null) {
            throw new CommandFailure(NAMESPACE_NOT_FOUND, "ns not found");
        }
        Document reply = backend.run(call.database(), new Document("drop", collection));
        String namespace = call.database() + "." + collection;
        cursors.dropNamespace(namespace);
        return new Document("nIndexesWas", reply.get("nIndexesWas")).append("ns", namespace);
    }

    Document dropDatabase(EngineCall call) {
        boolean existed =
                backend.exists(call.database()) && !collections(call.database()).isEmpty();
        if (existed) {
            backend.run(call.database(), new Document("dropDatabase", 1));
            cursors.dropNamespace(call.database() + ".");
        }
        return existed ? new Document("dropped", call.database()) : new Document();
    }

    Document rename(EngineCall call) {
        requireAdmin(call);
        String from = fullName(call.argument());
        String to = fullName(Arguments.required(call.body(), "to", String.class));
        if (from.equals(to)) {
            throw new CommandFailure(20, "Can't rename a collection to itself");
        }
        String database = from.substring(0, from.indexOf('.'));
        if (backend.collection(database, from.substring(database.length() + 1)) == null) {
            throw new CommandFailure(NAMESPACE_NOT_FOUND, "Source collection " + from + " does not exist");
        }
        backend.run(
                "admin",
                new Document("renameCollection", from)
                        .append("to", to)
                        .append("dropTarget", Arguments.flag(call.body(), "dropTarget", false)));
        cursors.dropNamespace(from);
        return new Document();
    }

    Document stats(EngineCall call, String... numbers) {
        Document command = new Document(call.name().toLowerCase(Locale.ROOT), call.argument());
        Document reply = backend.run(call.database(), command);
        Document scaled = new Document();
        double scale = call.body().get("scale") instanceof Number number ? number.doubleValue() : 1;
        for (String field : reply.keySet()) {
            Object value = reply.get(field);
            boolean isSize = List.of(numbers).contains(field) && value instanceof Number;
            scaled.put(field, isSize ? ((Number) value).doubleValue() / scale : value);
        }
        scaled.remove("ok");
        return scaled.cloneDeeply();
    }

    Document validate(EngineCall call) {
        Document reply = backend.run(call.database(), new Document("validate", call.collection()));
        reply.remove("ok");
        return reply.cloneDeeply();
    }

    private List<Document> collections(String database) {
        return backend.exists(database)
                ? backend.runForDocuments(database, new Document("listCollections", 1))
                : List.of();
    }

    private void describe(String database, Document described) {
        MongoCollection<?> collection =
                backend.collection(database, Arguments.required(described, "name", String.class));
        if (collection != null) {
            described.put("info", new Document("readOnly", false).append("uuid", collection.getUuid()));
        }
    }

    private long sizeOf(String database) {
        Object size = backend.run(database, new Document("dbstats", 1)).get("dataSize");
        return size instanceof Number number ? number.longValue() : 0;
    }

    private static String fullName(Object namespace) {
        if (!(namespace instanceof String name) || name.indexOf('.') <= 0) {
            throw new CommandFailure(73, "Invalid namespace specified '" + namespace + "'");
        }
        String database = name.substring(0, name.indexOf('.'));
        Namespaces.requireDatabase(database);
        String collection = Namespaces.requireCollection(database, name.substring(database.length() + 1));
        Namespaces.requireWritable(database, collection);
        return name;
    }

    private static void requireAdmin(EngineCall call) {
        if (!call.database().equals("admin")) {
            throw new CommandFailure(13, call.name() + " may only be run against the admin database.");
        }
    }
}
