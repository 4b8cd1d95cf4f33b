package io.github.mooring.api;

import java.util.List;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;

/**
 * A collection seen through a session; immutable, thread-safe, costs nothing to make.
 *
 * <p>Operations throw {@link MongoException}: {@link MongoClosedException} once the session is closed,
 * {@link MongoDocumentException} for a document that cannot be sent, {@link MongoSocketException} and
 * {@link MongoTimeoutException} where the server does not answer, {@link MongoServerException} where it refuses.
 *
 * @param <T> the class of its documents
 * @see <a href="https://github.com/mongodb/specifications/blob/master/source/crud/crud.md">CRUD</a>
 */
public interface MongoCollection<T> {
    /** The names of the database and the collection. */
    MongoNamespace getNamespace();

    /** The class of the documents. */
    Class<T> getDocumentClass();

    /**
     * Stores a document. If it has no {@code _id}, one is made: a {@link Document} or {@link org.bson.BsonDocument} of
     * the caller's then has it afterwards.
     *
     * @throws MongoWriteException if the server refuses it, such as for a duplicate key
     */
    InsertOneResult insertOne(T document);

    /** Stores documents in order and stops at the first that the server refuses. */
    default InsertManyResult insertMany(List<? extends T> documents) {
        return insertMany(documents, InsertManyOptions.DEFAULTS);
    }

    /**
     * Stores documents, in as many commands as the server's limits ask for. If one fails after others had gone well,
     * {@link MongoException#partialInsert()} of the exception tells what those have stored; the call as a whole is not
     * safe to repeat then.
     *
     * @throws IllegalArgumentException  if there are none
     * @throws MongoBulkWriteException   if the server refuses some of them
     */
    InsertManyResult insertMany(List<? extends T> documents, InsertManyOptions options);

    /** All documents. */
    default FindIterable<T> find() {
        return find(new Document());
    }

    /** The documents that match a filter. */
    FindIterable<T> find(Bson filter);

    /** Counts the documents that match a filter. */
    default long countDocuments(Bson filter) {
        return countDocuments(filter, CountOptions.DEFAULTS);
    }

    /** Counts the documents that match a filter, by an aggregation, so the number is exact. */
    long countDocuments(Bson filter, CountOptions options);

    /** How many documents the collection's metadata says there are: quick, and wrong after a crash. */
    long estimatedDocumentCount();

    /** Changes the first document that matches, by operators such as {@code {$set: {a: 1}}}. */
    default UpdateResult updateOne(Bson filter, Bson update) {
        return updateOne(filter, update, UpdateOptions.DEFAULTS);
    }

    /**
     * Changes the first document that matches, by operators.
     *
     * @throws IllegalArgumentException if {@code update} is empty or its first key is not an operator
     * @throws MongoWriteException      if the server refuses it
     */
    UpdateResult updateOne(Bson filter, Bson update, UpdateOptions options);

    /** Changes all documents that match, by operators. */
    default UpdateResult updateMany(Bson filter, Bson update) {
        return updateMany(filter, update, UpdateOptions.DEFAULTS);
    }

    /**
     * Changes all documents that match, by operators.
     *
     * @throws IllegalArgumentException if {@code update} is empty or its first key is not an operator
     * @throws MongoWriteException      if the server refuses it; some documents may have been changed
     */
    UpdateResult updateMany(Bson filter, Bson update, UpdateOptions options);

    /** Replaces the first document that matches. */
    default UpdateResult replaceOne(Bson filter, T replacement) {
        return replaceOne(filter, replacement, ReplaceOptions.DEFAULTS);
    }

    /**
     * Replaces the first document that matches; its {@code _id} stays.
     *
     * @throws IllegalArgumentException if the first key of {@code replacement} is an operator
     * @throws MongoWriteException      if the server refuses it
     */
    UpdateResult replaceOne(Bson filter, T replacement, ReplaceOptions options);

    /** Deletes the first document that matches. */
    default DeleteResult deleteOne(Bson filter) {
        return deleteOne(filter, DeleteOptions.DEFAULTS);
    }

    /** Deletes the first document that matches. */
    DeleteResult deleteOne(Bson filter, DeleteOptions options);

    /** Deletes all documents that match. */
    default DeleteResult deleteMany(Bson filter) {
        return deleteMany(filter, DeleteOptions.DEFAULTS);
    }

    /** Deletes all documents that match. */
    DeleteResult deleteMany(Bson filter, DeleteOptions options);

    /** Deletes a document and returns it. */
    default @Nullable T findOneAndDelete(Bson filter) {
        return findOneAndDelete(filter, FindOneAndDeleteOptions.DEFAULTS);
    }

    /**
     * Deletes a document and returns it.
     *
     * @return the document as it was, null if none matched
     */
    @Nullable
    T findOneAndDelete(Bson filter, FindOneAndDeleteOptions options);

    /** Replaces a document and returns it as it was before. */
    default @Nullable T findOneAndReplace(Bson filter, T replacement) {
        return findOneAndReplace(filter, replacement, FindOneAndReplaceOptions.DEFAULTS);
    }

    /**
     * Replaces a document and returns it.
     *
     * @return the document before or after, as the options say; null if there is none
     * @throws IllegalArgumentException if the first key of {@code replacement} is an operator
     */
    @Nullable
    T findOneAndReplace(Bson filter, T replacement, FindOneAndReplaceOptions options);

    /** Changes a document by operators and returns it as it was before. */
    default @Nullable T findOneAndUpdate(Bson filter, Bson update) {
        return findOneAndUpdate(filter, update, FindOneAndUpdateOptions.DEFAULTS);
    }

    /**
     * Changes a document by operators and returns it.
     *
     * @return the document before or after, as the options say; null if there is none
     * @throws IllegalArgumentException if {@code update} is empty or its first key is not an operator
     */
    @Nullable
    T findOneAndUpdate(Bson filter, Bson update, FindOneAndUpdateOptions options);

    /** Runs a pipeline; its results are of the collection's class. */
    AggregateIterable<T> aggregate(List<? extends Bson> pipeline);

    /** Runs a pipeline; its results are of another class. */
    <R> AggregateIterable<R> aggregate(List<? extends Bson> pipeline, Class<R> resultClass);

    /** The different values that a field has in the documents that match, in the server's order. */
    <R> List<R> distinct(String fieldName, Bson filter, Class<R> resultClass);

    /** Drops the collection with its indexes; nothing happens if there is none. */
    void drop();
}
