package io.github.mooring.deploy.tests;

import io.github.mooring.api.MongoCollection;
import io.github.mooring.api.MongoSession;
import io.github.mooring.api.MongoSessionFactory;
import jakarta.annotation.Resource;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import java.util.List;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/** An EJB as an application would write it: the container injects the factory, each method opens a session. */
@Stateless
public class Memos {
    @Resource(name = Factories.DEFAULT)
    private MongoSessionFactory sessions;

    /** What was injected. */
    public MongoSessionFactory factory() {
        return sessions;
    }

    /** Stores documents. */
    public void insert(String collection, List<Document> documents) {
        try (MongoSession session = sessions.openSession()) {
            session.getDatabase().getCollection(collection).insertMany(documents);
        }
    }

    /** Finds documents, in the order of their identifiers. */
    public List<Document> find(String collection, Document filter) {
        try (MongoSession session = sessions.openSession()) {
            return session.getDatabase()
                    .getCollection(collection)
                    .find(filter)
                    .sort(new Document("_id", 1))
                    .toList();
        }
    }

    /** Changes documents and says how many. */
    public long update(String collection, Document filter, Document update) {
        try (MongoSession session = sessions.openSession()) {
            return session.getDatabase()
                    .getCollection(collection)
                    .updateMany(filter, update)
                    .modifiedCount();
        }
    }

    /** Deletes documents and says how many. */
    public long delete(String collection, Document filter) {
        try (MongoSession session = sessions.openSession()) {
            return session.getDatabase()
                    .getCollection(collection)
                    .deleteMany(filter)
                    .deletedCount();
        }
    }

    /** Stores a record and reads it back. */
    public @Nullable Memo throughTheServer(String collection, Memo memo) {
        try (MongoSession session = sessions.openSession()) {
            MongoCollection<Memo> memos = session.getDatabase().getCollection(collection, Memo.class);
            memos.insertOne(memo);
            return memos.find(new Document("_id", memo.id())).first();
        }
    }

    /** Removes what a test has made; MongoDB does not do that in a transaction. */
    @TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
    public void drop(String collection) {
        try (MongoSession session = sessions.openSession()) {
            session.getDatabase().getCollection(collection).drop();
        }
    }
}
