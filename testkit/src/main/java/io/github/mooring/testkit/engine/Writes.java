package io.github.mooring.testkit.engine;

import de.bwaldvogel.mongo.bson.Document;
import io.github.mooring.testkit.bson.BsonOutput;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Inserts, updates and deletes, one statement at a time, because the engine's batches count what was sent rather than
 * what was stored, run on after an error, and take "ordered" for false. Confined to {@link MemoryEngine}'s lock.
 */
final class Writes {
    private static final int MAX_BATCH = 100_000;
    private static final int MAX_DOCUMENT_BYTES = 16 * 1024 * 1024;

    private final Backend backend;

    Writes(Backend backend) {
        this.backend = backend;
    }

    Document insert(EngineCall call) {
        String collection = writable(call);
        Batch batch = new Batch();
        batch.run(call.body(), "documents", statement -> {
            Document document = insertable(statement);
            Document reply = backend.run(
                    call.database(),
                    new Document("insert", collection)
                            .append("documents", new ArrayList<>(List.of(document)))
                            .append("ordered", true));
            throwWriteError(reply);
            batch.n++;
        });
        return batch.reply();
    }

    Document update(EngineCall call) {
        String collection = writable(call);
        Batch batch = new Batch();
        List<Object> upserted = new ArrayList<>();
        batch.run(call.body(), "updates", statement -> {
            Document update = CommandShapes.UPDATE_STATEMENT.checkStatement(statement);
            refusePipeline(update.get("u"));
            Filters.checked(Arguments.required(update, "q", Document.class));
            Document reply = backend.run(
                    call.database(),
                    new Document("update", collection)
                            .append("updates", List.of(update))
                            .append("ordered", true));
            throwWriteError(reply);
            batch.n += number(reply, "n");
            batch.modified += number(reply, "nModified");
            for (Object id : Arguments.list(reply, "upserted")) {
                Object value = ((Document) id).get("_id");
                upserted.add(new Document("index", batch.index).append("_id", value));
            }
        });
        Document reply = batch.reply().append("nModified", batch.modified);
        return (upserted.isEmpty() ? reply : reply.append("upserted", upserted)).cloneDeeply();
    }

    Document delete(EngineCall call) {
        String collection = writable(call);
        Batch batch = new Batch();
        batch.run(call.body(), "deletes", statement -> {
            Document delete = CommandShapes.DELETE_STATEMENT.checkStatement(statement);
            Filters.checked(Arguments.required(delete, "q", Document.class));
            double limit = Arguments.required(delete, "limit", Number.class).doubleValue();
            if (limit != 0 && limit != 1) {
                throw new CommandFailure(9, "The limit field in delete objects must be 0 or 1. Got " + limit);
            }
            Document reply =
                    backend.run(call.database(), new Document("delete", collection).append("deletes", List.of(delete)));
            batch.n += number(reply, "n");
        });
        return batch.reply();
    }

    static void refusePipeline(@Nullable Object update) {
        if (update instanceof List) {
            throw new CommandFailure(238, "the embedded server cannot run updates given as aggregation pipelines");
        }
    }

    private static String writable(EngineCall call) {
        String collection = call.collection();
        Namespaces.requireWritable(call.database(), collection);
        return collection;
    }

    private static Document insertable(@Nullable Object statement) {
        if (!(statement instanceof Document document)) {
            throw new CommandFailure(
                    14,
                    "BSON field 'insert.documents' is the wrong type '" + FieldKind.nameOf(statement)
                            + "', expected type 'object'");
        }
        int size = BsonOutput.size(document);
        if (size > MAX_DOCUMENT_BYTES) {
            throw new CommandFailure(
                    10334, "object to insert too large. size in bytes: " + size + ", max size: " + MAX_DOCUMENT_BYTES);
        }
        Object id = document.get("_id");
        return id == null ? document : withIdFirst(document, id);
    }

    private static Document withIdFirst(Document document, Object id) {
        Document ordered = new Document("_id", id);
        ordered.putAll(document);
        return ordered;
    }

    private static void throwWriteError(Document reply) {
        for (Object error : Arguments.list(reply, "writeErrors")) {
            Document document = (Document) error;
            String text = String.valueOf(document.get("errmsg"));
            throw document.get("code") instanceof Integer code
                    ? Failures.withCode(code, text)
                    : Failures.withoutCode(text);
        }
    }

    private static int number(Document reply, String field) {
        return Arguments.required(reply, field, Number.class).intValue();
    }

    private interface Statement {
        void run(@Nullable Object statement);
    }

    /** Runs statements, stops at the first error unless unordered, and counts. */
    private static final class Batch {
        int n;
        int modified;
        int index;
        private final List<Document> errors = new ArrayList<>();

        void run(Document body, String field, Statement statement) {
            List<Object> statements = Arguments.list(body, field);
            if (statements.isEmpty() || statements.size() > MAX_BATCH) {
                throw new CommandFailure(
                        16,
                        "Write batch sizes must be between 1 and " + MAX_BATCH + ". Got " + statements.size()
                                + " operations.");
            }
            boolean ordered = Arguments.flag(body, "ordered", true);
            for (index = 0; index < statements.size(); index++) {
                try {
                    statement.run(statements.get(index));
                } catch (CommandFailure failure) {
                    errors.add(Failures.writeError(index, failure));
                    if (ordered) {
                        return;
                    }
                }
            }
        }

        Document reply() {
            Document reply = new Document("n", n);
            return errors.isEmpty() ? reply : reply.append("writeErrors", errors);
        }
    }
}
