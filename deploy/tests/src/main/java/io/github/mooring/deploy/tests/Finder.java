package io.github.mooring.deploy.tests;

import io.github.mooring.api.MongoSession;
import io.github.mooring.api.MongoSessionFactory;
import jakarta.annotation.Resource;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import org.bson.Document;

/** An EJB that finds one small document, in a session of its own each time. */
@Stateless
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class Finder {
    static final String COLLECTION = "overhead";
    private static final Document FILTER = new Document("_id", 7);

    @Resource(name = Factories.DEFAULT)
    private MongoSessionFactory sessions;

    /** Stores what is found. */
    public void prepare() {
        try (MongoSession session = sessions.openSession()) {
            session.getDatabase().getCollection(COLLECTION).drop();
            session.getDatabase()
                    .getCollection(COLLECTION)
                    .insertOne(new Document("_id", 7).append("text", "a small document"));
        }
    }

    /** One find through the container's factory. */
    public void find() {
        find(sessions);
    }

    /** So many finds through the container's factory, within one call of this bean. */
    public void findAgainAndAgain(int times) {
        findAgainAndAgain(sessions, times);
    }

    static void findAgainAndAgain(MongoSessionFactory factory, int times) {
        for (int i = 0; i < times; i++) {
            find(factory);
        }
    }

    static void find(MongoSessionFactory factory) {
        try (MongoSession session = factory.openSession()) {
            find(session);
        }
    }

    static void find(MongoSession session) {
        if (session.getDatabase().getCollection(COLLECTION).find(FILTER).first() == null) {
            throw new IllegalStateException("the document is gone from " + COLLECTION);
        }
    }
}
