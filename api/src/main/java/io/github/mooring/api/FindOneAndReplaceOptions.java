package io.github.mooring.api;

import java.time.Duration;
import java.util.Objects;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;

/**
 * How a document is found and replaced; immutable: each method with an argument returns a changed copy.
 *
 * @param upsert whether a document is inserted when none matches
 * @param returnDocument whether the document is returned as it was or as it has become
 * @param sort which document is the first when several match; null leaves it to the server
 * @param projection which fields are returned; null is all
 * @param bypassDocumentValidation whether the collection's validator is passed over
 * @param hint which index the server shall use, as its key document; null leaves it to the server
 * @param collation how strings compare; null is the collection's own way
 * @param let variables that the filter may use; null is none
 * @param comment a remark that shows in the server's log and profiler; null is none
 * @param maxTime how long the server may work on it, in whole milliseconds; zero is no limit
 */
public record FindOneAndReplaceOptions(
        boolean upsert,
        ReturnDocument returnDocument,
        @Nullable Bson sort,
        @Nullable Bson projection,
        boolean bypassDocumentValidation,
        @Nullable Bson hint,
        @Nullable Bson collation,
        @Nullable Bson let,
        @Nullable String comment,
        Duration maxTime) {
    /** Nothing special. */
    public static final FindOneAndReplaceOptions DEFAULTS = new FindOneAndReplaceOptions(
            false, ReturnDocument.BEFORE, null, null, false, null, null, null, null, Duration.ZERO);

    /**
     * Checks the values.
     *
     * @throws IllegalArgumentException if a number or a duration is negative
     */
    public FindOneAndReplaceOptions {
        Objects.requireNonNull(returnDocument, "returnDocument");
        Objects.requireNonNull(maxTime, "maxTime");
        if (maxTime.isNegative()) {
            throw new IllegalArgumentException("maxTime is " + maxTime.toMillis() + " ms, allowed is 0 or more");
        }
    }

    /** These options with another {@code upsert}. */
    public FindOneAndReplaceOptions upsert(boolean upsert) {
        return new FindOneAndReplaceOptions(
                upsert,
                returnDocument,
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
    public FindOneAndReplaceOptions returnDocument(ReturnDocument returnDocument) {
        return new FindOneAndReplaceOptions(
                upsert,
                returnDocument,
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
    public FindOneAndReplaceOptions sort(Bson sort) {
        return new FindOneAndReplaceOptions(
                upsert,
                returnDocument,
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
    public FindOneAndReplaceOptions projection(Bson projection) {
        return new FindOneAndReplaceOptions(
                upsert,
                returnDocument,
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
    public FindOneAndReplaceOptions bypassDocumentValidation(boolean bypassDocumentValidation) {
        return new FindOneAndReplaceOptions(
                upsert,
                returnDocument,
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
    public FindOneAndReplaceOptions hint(Bson hint) {
        return new FindOneAndReplaceOptions(
                upsert,
                returnDocument,
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
    public FindOneAndReplaceOptions collation(Bson collation) {
        return new FindOneAndReplaceOptions(
                upsert,
                returnDocument,
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
    public FindOneAndReplaceOptions let(Bson let) {
        return new FindOneAndReplaceOptions(
                upsert,
                returnDocument,
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
    public FindOneAndReplaceOptions comment(String comment) {
        return new FindOneAndReplaceOptions(
                upsert,
                returnDocument,
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
    public FindOneAndReplaceOptions maxTime(Duration maxTime) {
        return new FindOneAndReplaceOptions(
                upsert,
                returnDocument,
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
