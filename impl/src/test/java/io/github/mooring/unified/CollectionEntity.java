package io.github.mooring.unified;

import io.github.mooring.api.MongoCollection;
import org.bson.BsonDocument;

/**
 * A collection of a case.
 *
 * @param collection seen through a session with the collection's own settings
 */
record CollectionEntity(MongoCollection<BsonDocument> collection) {}
