package io.github.mooring.bench.failover;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.UpdateOptions;
import org.bson.Document;

/** The vendor's synchronous driver: one client and one collection for all callers. */
public final class VendorWriter implements Writer {
    private static final UpdateOptions UPSERT = new UpdateOptions().upsert(true);

    private final MongoClient client;
    private final MongoCollection<Document> counts;

    /** Connects its monitors at once. */
    public VendorWriter(String uri, String collection) {
        this.client = MongoClients.create(uri);
        this.counts = client.getDatabase(Stored.DATABASE).getCollection(collection);
    }

    @Override
    public void countUp(String id) {
        counts.updateOne(new Document("_id", id), Stored.countUp(), UPSERT);
    }

    @Override
    public void close() {
        client.close();
    }
}
