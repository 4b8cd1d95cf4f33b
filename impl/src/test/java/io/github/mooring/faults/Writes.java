package io.github.mooring.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mooring.api.MongoCollection;
import io.github.mooring.api.MongoSession;
import io.github.mooring.api.UpdateOptions;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.bson.Document;

/** Writes that can be found again: each counts up a document of its own, so one that is carried out twice shows. Thread-safe. */
final class Writes implements Load.Work {
    private static final UpdateOptions UPSERT = UpdateOptions.DEFAULTS.upsert(true);

    private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();

    @Override
    public void run(MongoSession session, int caller, int number) {
        String id = caller + "-" + number;
        var unused = writes(session)
                .updateOne(new Document("_id", id), new Document("$inc", new Document("count", 1)), UPSERT);
        acknowledged.add(id);
    }

    private static MongoCollection<Document> writes(MongoSession session) {
        return session.getDatabase("faults").getCollection("writes");
    }

    /** Reads everything back: what was acknowledged is there, and nothing was done twice. */
    void assertKept(MongoSession session) {
        Map<String, Integer> counts = new HashMap<>();
        writes(session).find().forEach(document -> counts.put(document.getString("_id"), document.getInteger("count")));
        assertThat(acknowledged).as("acknowledged writes").isNotEmpty().isSubsetOf(counts.keySet());
        assertThat(counts.values()).as("how often each write was carried out").containsOnly(1);
    }

    void assertKept(Rig rig) {
        try (MongoSession session = rig.openSession()) {
            assertKept(session);
        }
    }
}
