package io.github.mooring.bench;

import io.github.mooring.api.MongoCollection;
import io.github.mooring.api.MongoSession;
import io.github.mooring.api.MongoSessionFactory;
import io.github.mooring.client.Mooring;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/** Mooring as an application uses it without a container: one session, one collection, all threads. */
final class MooringClient implements FindClient {
    private final MongoSessionFactory factory;
    private final MongoSession session;
    private final MongoCollection<Document> people;

    MooringClient(int port, int maxPoolSize) {
        this.factory = Mooring.dial(
                "mongodb://127.0.0.1:" + port + "/" + CannedReplies.DATABASE + "?maxPoolSize=" + maxPoolSize);
        this.session = factory.openSession();
        this.people = session.getDatabase().getCollection(CannedReplies.COLLECTION);
    }

    @Override
    public String name() {
        return "mooring";
    }

    @Nullable
    Document find() {
        return people.find(new Document("_id", CannedReplies.ID)).first();
    }

    @Override
    public Find forThread() {
        return () -> find() != null;
    }

    @Override
    public void close() {
        session.close();
        factory.close();
    }
}
