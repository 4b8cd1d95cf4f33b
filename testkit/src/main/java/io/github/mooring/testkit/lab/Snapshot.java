package io.github.mooring.testkit.lab;

import de.bwaldvogel.mongo.bson.Document;
import io.github.mooring.testkit.bson.BsonOutput;
import io.github.mooring.testkit.engine.Engine;
import io.github.mooring.testkit.engine.EngineCall;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A transaction's own copy of the databases that it has touched: it reads and writes the copy, and the difference to what was
 * copied is what it has done. Confined to its {@link Transaction}.
 */
final class Snapshot {
    private final Engine data;
    private final Engine copy;
    /** What was copied, by namespace. */
    private final Map<Namespace, Map<Object, Document>> bases = new LinkedHashMap<>();

    private final Set<String> databases = new LinkedHashSet<>();

    /** A collection in its database. */
    record Namespace(String database, String collection) {
        @Override
        public String toString() {
            return database + "." + collection;
        }
    }

    /**
     * What became of one document.
     *
     * @param namespace where it is
     * @param id its {@code _id}
     * @param before null if it was not there
     * @param after null if it is deleted
     */
    record Change(
            Namespace namespace,
            Object id,
            @Nullable Document before,
            @Nullable Document after) {}

    Snapshot(Engine data, Engine copy) {
        this.data = data;
        this.copy = copy;
    }

    /** Runs a command on the copy, which is made for each database when it is first needed. */
    Document execute(EngineCall call) {
        if (databases.add(call.database())) {
            for (String collection : Dump.collections(data, call.database())) {
                bases.put(
                        new Namespace(call.database(), collection), Dump.copy(data, copy, call.database(), collection));
            }
        }
        return copy.execute(call);
    }

    /** What the transaction has done so far. */
    List<Change> changes() {
        List<Change> changes = new ArrayList<>();
        for (String database : databases) {
            for (String collection : Dump.collections(copy, database)) {
                addChanges(new Namespace(database, collection), changes);
            }
        }
        return changes;
    }

    private void addChanges(Namespace namespace, List<Change> changes) {
        Map<Object, Document> before = bases.getOrDefault(namespace, Map.of());
        Map<Object, Document> after = Dump.documents(copy, namespace.database(), namespace.collection());
        Set<Object> ids = new LinkedHashSet<>(before.keySet());
        ids.addAll(after.keySet());
        for (Object id : ids) {
            if (!same(before.get(id), after.get(id))) {
                changes.add(new Change(namespace, id, before.get(id), after.get(id)));
            }
        }
    }

    /** Whether the document is still what it was when it was copied. */
    boolean isUntouched(Change change) {
        return same(current(change), change.before());
    }

    /** Byte for byte: neither the order of fields nor the type of a number is passed over. */
    private static boolean same(@Nullable Document one, @Nullable Document other) {
        if (one == null || other == null) {
            return one == null && other == null;
        }
        return Arrays.equals(BsonOutput.bytes(one), BsonOutput.bytes(other));
    }

    private @Nullable Document current(Change change) {
        return Dump.first(
                data,
                change.namespace().database(),
                change.namespace().collection(),
                new Document("_id", new Document("$eq", change.id())));
    }

    /** Does to the data what was done to the copy; all of it or, with false, nothing. */
    boolean apply(List<Change> changes) {
        Map<Change, Boolean> done = new HashMap<>();
        for (Change change : changes) {
            if (!write(change, change.after())) {
                done.keySet().forEach(undone -> write(undone, undone.before()));
                return false;
            }
            done.put(change, true);
        }
        return true;
    }

    private boolean write(Change change, @Nullable Document document) {
        Namespace namespace = change.namespace();
        Document query = new Document("_id", new Document("$eq", change.id()));
        Document command = document == null
                ? new Document("delete", namespace.collection())
                        .append("deletes", List.of(new Document("q", query).append("limit", 1)))
                : new Document("update", namespace.collection())
                        .append(
                                "updates",
                                List.of(new Document("q", query)
                                        .append("u", document.cloneDeeply())
                                        .append("upsert", true)));
        return !run(data, namespace, command).containsKey("writeErrors");
    }

    private static Document run(Engine engine, Namespace namespace, Document command) {
        String name = command.keySet().iterator().next();
        return engine.execute(new EngineCall(name, namespace.database(), command));
    }

    void close() {
        copy.close();
    }
}
