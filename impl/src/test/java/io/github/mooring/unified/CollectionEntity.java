package io.github.mooring.unified;

import io.github.mooring.api.MongoCollection;
import io.github.mooring.api.MongoSession;
import org.bson.BsonDocument;

/**
 * A collection of a case.
 *
 * @param session    through which it is used, with the collection's own settings
 * @param collection the collection
 */
record CollectionEntity(MongoSession session, MongoCollection<BsonDocument> collection) {
    /** The same collection, through another session. */
    CollectionEntity through(MongoSession other) {
        var namespace = collection.getNamespace();
        return new CollectionEntity(
                other,
                other.getDatabase(namespace.databaseName())
                        .getCollection(namespace.collectionName(), BsonDocument.class));
    }
}
