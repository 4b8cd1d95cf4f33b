package io.github.mooring.bench.failover;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bson.Document;

/**
 * What has become of the writes, read back from the primary; immutable.
 *
 * @param lost  acknowledged writes that are not there
 * @param twice writes that were carried out more than once, acknowledged or not
 */
record Stored(int lost, int twice) {
    static final String DATABASE = "failover";
    private static final String COUNT = "n";

    /** The update that each write consists of; nothing in it would fail or be left out if it were carried out again. */
    static Document countUp() {
        return new Document("$inc", new Document(COUNT, 1));
    }

    /** Reads a collection back, whichever client has filled it. */
    static Stored readBack(String uri, String collection, List<Caller> callers) {
        Map<String, Integer> counts = new HashMap<>();
        try (MongoClient client = MongoClients.create(uri)) {
            client.getDatabase(DATABASE)
                    .getCollection(collection)
                    .find()
                    .forEach(document -> counts.put(document.getString("_id"), document.getInteger(COUNT)));
        }
        int lost = callers.stream().mapToInt(caller -> caller.missing(counts)).sum();
        int twice = (int) counts.values().stream().filter(count -> count > 1).count();
        return new Stored(lost, twice);
    }
}
