package io.github.mooring.api;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;

/**
 * How a document is found and changed; immutable: each method with an argument returns a changed copy.
 *
 * @param upsert whether a document is inserted when none matches
 * @param returnDocument whether the document is returned as it was or as it has become
 * @param arrayFilters which elements of arrays the update is for
 * @param sort which document is the first when several match; null leaves it to the server
 * @param projection which fields are returned; null is all
 * @param bypassDocumentValidation whether the collection's validator is passed over
 * @param hint which index the server shall use, as its key document; null leaves it to the server
 * @param collation how strings compare; null is the collection's own way
 * @param let variables that the filter may use; null is none
 * @param comment a remark that shows in the server's log and profiler; null is none
 * @param maxTime how long the server may work on it, in whole milliseconds; zero is no limit
 */
public record FindOneAndUpdateOptions(
        boolean upsert,
        ReturnDocument returnDocument,
        List<Bson> arrayFilters,
        @Nullable Bson sort,
        @Nullable Bson projection,
        boolean bypassDocumentValidation,
        @Nullable Bson hint,
        @Nullable Bson collation,
        @Nullable Bson let,
        @Nullable String comment,
        Duration maxTime) {
    /** Nothing special. */
    public static final FindOneAndUpdateOptions DEFAULTS = new FindOneAndUpdateOptions(
            false, ReturnDocument.BEFORE, List.of(), null, null, false, null, null, null, null, Duration.ZERO);

    /**
     * Checks the values.
     *
     * @throws IllegalArgumentException if a number or a duration is negative
     */
    public FindOneAndUpdateOptions {
        Objects.requireNonNull(returnDocument, "returnDocument");
        arrayFilters = List.copyOf(Objects.requireNonNull(arrayFilters, "arrayFilters"));
        Objects.requireNonNull(maxTime, "maxTime");
        if (maxTime.isNegative()) {
            throw new IllegalArgumentException("maxTime is " + maxTime.toMillis() + " ms, allowed is 0 or more");
        }
    }

    /** These options with another {@code upsert}. */
    public FindOneAndUpdateOptions upsert(boolean upsert) {
        return new FindOneAndUpdateOptions(
                upsert,
                returnDocument,
                arrayFilters,
                sort,
                projection,
                bypassDocumentValidation,
                hint,
                collation,
                let,
                comment,
                maxTime);
    }

    /** These options with another {@code returnDocument}. */
    public FindOneAndUpdateOptions returnDocument(ReturnDocument returnDocument) {
        return new FindOneAndUpdateOptions(
                upsert,
                returnDocument,
                arrayFilters,
                sort,
                projection,
                bypassDocumentValidation,
                hint,
                collation,
                let,
                comment,
                maxTime);
    }

    /** These options with another {@code arrayFilters}. */
    public FindOneAndUpdateOptions arrayFilters(List<Bson> arrayFilters) {
        return new FindOneAndUpdateOptions(
                upsert,
                returnDocument,
                arrayFilters,
                sort,
                projection,
                bypassDocumentValidation,
                hint,
                collation,
                let,
                comment,
                maxTime);
    }

    /** These options with another {@code sort}. */
    public FindOneAndUpdateOptions sort(Bson sort) {
        return new FindOneAndUpdateOptions(
                upsert,
                returnDocument,
                arrayFilters,
                sort,
                projection,
                bypassDocumentValidation,
                hint,
                collation,
                let,
                comment,
                maxTime);
    }

    /** These options with another {@code projection}. */
    public FindOneAndUpdateOptions projection(Bson projection) {
        return new FindOneAndUpdateOptions(
                upsert,
                returnDocument,
                arrayFilters,
                sort,
                projection,
                bypassDocumentValidation,
                hint,
                collation,
                let,
                comment,
                maxTime);
    }

    /** These options with another {@code bypassDocumentValidation}. */
    public FindOneAndUpdateOptions bypassDocumentValidation(boolean bypassDocumentValidation) {
        return new FindOneAndUpdateOptions(
                upsert,
                returnDocument,
                arrayFilters,
                sort,
                projection,
                bypassDocumentValidation,
                hint,
                collation,
                let,
                comment,
                maxTime);
    }

    /** These options with another {@code hint}. */
    public FindOneAndUpdateOptions hint(Bson hint) {
        return new FindOneAndUpdateOptions(
                upsert,
                returnDocument,
                arrayFilters,
                sort,
                projection,
                bypassDocumentValidation,
                hint,
                collation,
                let,
                comment,
                maxTime);
    }

    /** These options with another {@code collation}. */
    public FindOneAndUpdateOptions collation(Bson collation) {
        return new FindOneAndUpdateOptions(
                upsert,
                returnDocument,
                arrayFilters,
                sort,
                projection,
                bypassDocumentValidation,
                hint,
                collation,
                let,
                comment,
                maxTime);
    }

    /** These options with another {@code let}. */
    public FindOneAndUpdateOptions let(Bson let) {
        return new FindOneAndUpdateOptions(
                upsert,
                returnDocument,
                arrayFilters,
                sort,
                projection,
                bypassDocumentValidation,
                hint,
                collation,
                let,
                comment,
                maxTime);
    }

    /** These options with another {@code comment}. */
    public FindOneAndUpdateOptions comment(String comment) {
        return new FindOneAndUpdateOptions(
                upsert,
                returnDocument,
                arrayFilters,
                sort,
                projection,
                bypassDocumentValidation,
                hint,
                collation,
                let,
                comment,
                maxTime);
    }

    /** These options with another {@code maxTime}. */
    public FindOneAndUpdateOptions maxTime(Duration maxTime) {
        return new FindOneAndUpdateOptions(
                upsert,
                returnDocument,
                arrayFilters,
                sort,
                projection,
                bypassDocumentValidation,
                hint,
                collation,
                let,
                comment,
                maxTime);
    }
}
