package io.github.mooring.bench.failover;

import io.github.mooring.api.MongoCollection;
import io.github.mooring.api.MongoSession;
import io.github.mooring.api.MongoSessionFactory;
import io.github.mooring.api.UpdateOptions;
import io.github.mooring.client.Mooring;
import org.bson.Document;

/** Mooring: one session and one collection for all callers. */
public final class MooringWriter implements Writer {
    private static final UpdateOptions UPSERT = UpdateOptions.DEFAULTS.upsert(true);

    private final MongoSessionFactory factory;
    private final MongoSession session;
    private final MongoCollection<Document> counts;

    /** Connects when it is first used. */
    public MooringWriter(String uri, String collection) {
        this.factory = Mooring.dial(uri);
        this.session = factory.openSession();
        this.counts = session.getDatabase(Stored.DATABASE).getCollection(collection);
    }

    @Override
    public void countUp(String id) {
        var unused = counts.updateOne(new Document("_id", id), Stored.countUp(), UPSERT);
    }

    @Override
    public void close() {
        session.close();
        factory.close();
    }
}
