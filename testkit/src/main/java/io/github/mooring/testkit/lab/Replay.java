package io.github.mooring.testkit.lab;

import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.bson.ObjectId;
import io.github.mooring.testkit.engine.Engine;
import io.github.mooring.testkit.engine.EngineCall;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes writes such that carrying them out again, later and on a copy, has the same result. */
final class Replay {
    private Replay() {}

    /** Gives an {@code _id} to documents that come without, as the engine would. */
    static void fixIds(EngineCall call) {
        if (!call.name().equals("insert") || !(call.body().get("documents") instanceof Iterable<?> documents)) {
            return;
        }
        List<Object> fixed = new ArrayList<>();
        for (Object document : documents) {
            boolean bare = document instanceof Document fields && !fields.containsKey("_id");
            fixed.add(bare ? withId((Document) document) : document);
        }
        call.body().put("documents", fixed);
    }

    private static Document withId(Document document) {
        Document fixed = new Document("_id", new ObjectId());
        fixed.putAll(document);
        return fixed;
    }

    /**
     * The command that is to be repeated for one that was carried out: the same, but documents that an upsert has made are written as they
     * have become, for the engine has chosen their {@code _id}.
     */
    static EngineCall entry(EngineCall call, Document reply, Engine data) {
        if (call.name().equals("update") && reply.get("upserted") instanceof List<?> upserted) {
            return updates(call, upserted, data);
        }
        if (call.name().equals("findAndModify")
                && reply.get("lastErrorObject") instanceof Document outcome
                && outcome.containsKey("upserted")) {
            return update(call, List.of(asItIs(call, outcome.get("upserted"), data)));
        }
        return call;
    }

    private static EngineCall updates(EngineCall call, List<?> upserted, Engine data) {
        List<Object> statements = new ArrayList<>();
        if (call.body().get("updates") instanceof List<?> given) {
            statements.addAll(given);
        }
        for (Object one : upserted) {
            if (one instanceof Document made && made.get("index") instanceof Number index) {
                statements.set(index.intValue(), asItIs(call, made.get("_id"), data));
            }
        }
        return update(call, statements);
    }

    private static EngineCall update(EngineCall call, List<?> statements) {
        Document update = new Document("update", call.argument()).append("updates", statements);
        if (call.body().get("ordered") instanceof Boolean ordered) {
            update.append("ordered", ordered);
        }
        return new EngineCall("update", call.database(), update);
    }

    private static Document asItIs(EngineCall call, @Nullable Object id, Engine data) {
        Document query = new Document("_id", new Document("$eq", id));
        Document found = Dump.first(data, call.database(), String.valueOf(call.argument()), query);
        return new Document("q", query)
                .append("u", found == null ? new Document("_id", id) : found)
                .append("upsert", true);
    }
}
