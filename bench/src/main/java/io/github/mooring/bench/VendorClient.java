package io.github.mooring.bench;

import static com.mongodb.client.model.Filters.eq;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/** The vendor's synchronous driver as its documentation shows it: one client, one collection, all threads. */
final class VendorClient implements FindClient {
    private final MongoClient client;
    private final MongoCollection<Document> people;

    VendorClient(int port, int maxPoolSize) {
        this.client = MongoClients.create("mongodb://127.0.0.1:" + port + "/?maxPoolSize=" + maxPoolSize);
        this.people = client.getDatabase(CannedReplies.DATABASE).getCollection(CannedReplies.COLLECTION);
    }

    @Override
    public String name() {
        return "vendor";
    }

    @Nullable
    Document find() {
        return people.find(eq("_id", CannedReplies.ID)).first();
    }

    @Override
    public Find forThread() {
        return () -> find() != null;
    }

    @Override
    public void close() {
        client.close();
    }
}
