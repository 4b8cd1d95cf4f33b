package io.github.mooring.bench.client;

import static com.mongodb.client.model.Filters.eq;

import com.mongodb.client.ClientSession;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import io.github.mooring.bench.canned.CannedReplies;
import org.bson.Document;
import org.bson.RawBsonDocument;
import org.jspecify.annotations.Nullable;

/** The vendor's synchronous driver as its documentation shows it: one client, one collection, all threads. */
public final class VendorClient implements Client {
    private final MongoClient client;
    private final MongoDatabase database;
    private final MongoCollection<Document> people;
    private final MongoCollection<RawBsonDocument> undecoded;

    /** Connects its monitor at once, and the rest when it is first used. */
    public VendorClient(ClientSettings settings) {
        this.client = MongoClients.create(settings.uri(""));
        this.database = client.getDatabase(CannedReplies.DATABASE);
        this.people = database.getCollection(CannedReplies.COLLECTION);
        this.undecoded = database.getCollection(CannedReplies.COLLECTION, RawBsonDocument.class);
    }

    /** What it finds. */
    public @Nullable Document find() {
        return people.find(eq("_id", CannedReplies.ID)).first();
    }

    /** A session that its caller closes. */
    public ClientSession openSession() {
        return client.startSession();
    }

    /** One find in such a session. */
    public @Nullable Document find(ClientSession session) {
        return people.find(session, eq("_id", CannedReplies.ID)).first();
    }

    @Override
    public Work forThread(Operation operation) {
        return switch (operation) {
            case FIND -> () -> find() != null;
            case FIND_UNDECODED ->
                () -> undecoded.find(eq("_id", CannedReplies.ID)).first() != null;
            case INSERT -> {
                Document document = CannedReplies.document();
                yield () -> people.insertOne(document).wasAcknowledged();
            }
            case PING -> () -> database.runCommand(new Document("ping", 1)).containsKey("ok");
        };
    }

    @Override
    public void close() {
        client.close();
    }
}
