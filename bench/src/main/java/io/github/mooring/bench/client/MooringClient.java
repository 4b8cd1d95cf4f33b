package io.github.mooring.bench.client;

import io.github.mooring.api.MongoCollection;
import io.github.mooring.api.MongoDatabase;
import io.github.mooring.api.MongoSession;
import io.github.mooring.api.MongoSessionFactory;
import io.github.mooring.bench.canned.CannedReplies;
import io.github.mooring.client.Mooring;
import org.bson.Document;
import org.bson.RawBsonDocument;
import org.jspecify.annotations.Nullable;

/** Mooring as an application uses it without a container: one session, one collection, all threads. */
public final class MooringClient implements Client {
    private final MongoSessionFactory factory;
    private final MongoSession session;
    private final MongoCollection<Document> people;
    private final MongoCollection<RawBsonDocument> undecoded;

    /** Connects when it is first used. */
    public MooringClient(ClientSettings settings) {
        this.factory = Mooring.dial(settings.uri(CannedReplies.DATABASE));
        this.session = factory.openSession();
        MongoDatabase database = session.getDatabase();
        this.people = database.getCollection(CannedReplies.COLLECTION);
        this.undecoded = database.getCollection(CannedReplies.COLLECTION, RawBsonDocument.class);
    }

    /** What it finds. */
    public @Nullable Document find() {
        return people.find(new Document("_id", CannedReplies.ID)).first();
    }

    /** Another session of the same factory, to be closed by the caller. */
    public MongoSession openSession() {
        return factory.openSession();
    }

    @Override
    public Work forThread(Operation operation) {
        return switch (operation) {
            case FIND -> () -> find() != null;
            case FIND_UNDECODED ->
                () -> undecoded.find(new Document("_id", CannedReplies.ID)).first() != null;
            case INSERT -> {
                Document document = CannedReplies.document();
                yield () -> people.insertOne(document).acknowledged();
            }
            case PING -> () -> !session.ping().isNegative();
        };
    }

    @Override
    public void close() {
        session.close();
        factory.close();
    }
}
