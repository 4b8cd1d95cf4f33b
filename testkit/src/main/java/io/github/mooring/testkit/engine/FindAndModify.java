package io.github.mooring.testkit.engine;

import de.bwaldvogel.mongo.bson.Document;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * findAndModify with the {@code lastErrorObject} that the engine leaves out, and without its failures when nothing matched.
 * Confined to {@link MemoryEngine}'s lock.
 */
final class FindAndModify {
    private static final int FAILED_TO_PARSE = 9;

    private final Backend backend;

    FindAndModify(Backend backend) {
        this.backend = backend;
    }

    Document run(EngineCall call) {
        String collection = call.collection();
        Namespaces.requireWritable(call.database(), collection);
        Document body = call.body();
        boolean remove = Arguments.flag(body, "remove", false);
        check(body, remove);
        Document query = Filters.checked(Arguments.documentOrEmpty(body, "query"));
        boolean found = !find(call.database(), collection, query, body.get("sort"), null)
                .isEmpty();
        Document reply;
        if (found) {
            Object value = modify(call, collection, Arguments.document(body, "fields"));
            Document outcome = new Document("n", 1);
            reply = reply(remove ? outcome : outcome.append("updatedExisting", true), value);
        } else if (!remove && Arguments.flag(body, "upsert", false)) {
            reply = upsert(call, collection);
        } else {
            Document outcome = new Document("n", 0);
            reply = reply(remove ? outcome : outcome.append("updatedExisting", false), null);
        }
        return reply.cloneDeeply();
    }

    private static void check(Document body, boolean remove) {
        boolean update = body.get("update") != null;
        if (update == remove) {
            throw new CommandFailure(
                    FAILED_TO_PARSE,
                    update
                            ? "Cannot specify both an update and remove=true"
                            : "Either an update or remove=true must be specified");
        }
        if (remove && Arguments.flag(body, "upsert", false)) {
            throw new CommandFailure(FAILED_TO_PARSE, "Cannot specify both upsert=true and remove=true");
        }
        if (remove && Arguments.flag(body, "new", false)) {
            throw new CommandFailure(
                    FAILED_TO_PARSE,
                    "Cannot specify both new=true and remove=true; 'remove' always returns the deleted");
        }
        Writes.refusePipeline(body.get("update"));
    }

    private @Nullable Object modify(EngineCall call, String collection, @Nullable Document fields) {
        Document command = new Document("findAndModify", collection);
        command.append("query", Arguments.documentOrEmpty(call.body(), "query"));
        for (String field : List.of("sort", "remove", "update", "new", "upsert", "arrayFilters")) {
            if (call.body().get(field) != null) {
                command.append(field, call.body().get(field));
            }
        }
        if (fields != null && !fields.isEmpty()) {
            command.append("fields", fields);
        }
        return backend.run(call.database(), command).get("value");
    }

    private Document upsert(EngineCall call, String collection) {
        Document wanted = new Document(call.body());
        wanted.append("new", true);
        Object value = modify(new EngineCall(call.name(), call.database(), wanted), collection, null);
        if (!(value instanceof Document created)) {
            throw new CommandFailure(8, "the engine did not return the document that an upsert has created");
        }
        Object id = created.get("_id");
        Document outcome = new Document("n", 1).append("updatedExisting", false).append("upserted", id);
        if (!Arguments.flag(call.body(), "new", false)) {
            return reply(outcome, null);
        }
        Document fields = Arguments.document(call.body(), "fields");
        return reply(
                outcome,
                find(call.database(), collection, new Document("_id", id), null, fields)
                        .get(0));
    }

    private List<Document> find(
            String database, String collection, Document filter, @Nullable Object sort, @Nullable Document fields) {
        Document command =
                new Document("find", collection).append("filter", filter).append("limit", 1);
        if (sort != null) {
            command.append("sort", sort);
        }
        if (fields != null && !fields.isEmpty()) {
            command.append("projection", fields);
        }
        return backend.runForDocuments(database, command);
    }

    private static Document reply(Document outcome, @Nullable Object value) {
        return new Document("lastErrorObject", outcome).append("value", value);
    }
}
