package io.github.mooring.api;

import java.util.List;
import org.bson.Document;
import org.bson.conversions.Bson;

/**
 * A database seen through a session; immutable, thread-safe, costs nothing to make. Its operations throw
 * {@link MongoException}; {@link MongoClosedException} once the session is closed.
 */
public interface MongoDatabase {
    /** The database's name. */
    String getName();

    /**
     * A collection whose documents are {@link Document}s. No I/O.
     *
     * @throws IllegalArgumentException if a server would refuse the name
     */
    MongoCollection<Document> getCollection(String collectionName);

    /**
     * A collection of a class of the caller's: {@link Document}, {@link org.bson.BsonDocument},
     * {@link org.bson.RawBsonDocument}, a {@code record} whose components have codecs, or whatever else the codecs of
     * {@code org.mongodb:bson} know. No I/O. Of a record the component that is annotated as {@code BsonId} is the
     * {@code _id}, whatever its name; without one, an {@code _id} is made that the record does not hold.
     *
     * @throws IllegalArgumentException if a server would refuse the name
     * @throws MongoDocumentException   if there is no codec for {@code documentClass}
     */
    <T> MongoCollection<T> getCollection(String collectionName, Class<T> documentClass);

    /**
     * Runs a command on the primary.
     *
     * @param command its first key is the command's name; {@code $db} is added
     * @return the reply, when it says {@code ok: 1}
     * @throws MongoCommandException    if the reply says {@code ok: 0}
     * @throws IllegalArgumentException if the command is empty
     * @see <a href="https://github.com/mongodb/specifications/blob/master/source/run-command/run-command.md">Run Command</a>
     */
    Document runCommand(Bson command);

    /** As {@link #runCommand(Bson)}, with the reply as another class. */
    <T> T runCommand(Bson command, Class<T> resultClass);

    /** The names of the collections and views. */
    List<String> listCollectionNames();

    /** The collections and views: {@code name}, {@code type}, {@code options}. */
    List<Document> listCollections();

    /**
     * Makes an empty collection.
     *
     * @throws MongoCommandException    if it exists already (code 48)
     * @throws IllegalArgumentException if a server would refuse the name
     */
    void createCollection(String collectionName);

    /** Runs a pipeline that needs no collection, such as one that starts with {@code $documents}. */
    AggregateIterable<Document> aggregate(List<? extends Bson> pipeline);

    /** Drops the database with all its collections; nothing happens if there is none. */
    void drop();
}
