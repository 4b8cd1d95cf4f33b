package io.github.mooring.api;

import java.time.Duration;
import java.util.Objects;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;

/**
 * How a document is found and deleted; immutable: each method with an argument returns a changed copy.
 *
 * @param sort which document is the first when several match; null leaves it to the server
 * @param projection which fields are returned; null is all
 * @param hint which index the server shall use, as its key document; null leaves it to the server
 * @param collation how strings compare; null is the collection's own way
 * @param let variables that the filter may use; null is none
 * @param comment a remark that shows in the server's log and profiler; null is none
 * @param maxTime how long the server may work on it, in whole milliseconds; zero is no limit
 */
public record FindOneAndDeleteOptions(
        @Nullable Bson sort,
        @Nullable Bson projection,
        @Nullable Bson hint,
        @Nullable Bson collation,
        @Nullable Bson let,
        @Nullable String comment,
        Duration maxTime) {
    /** Nothing special. */
    public static final FindOneAndDeleteOptions DEFAULTS =
            new FindOneAndDeleteOptions(null, null, null, null, null, null, Duration.ZERO);

    /**
     * Checks the values.
     *
     * @throws IllegalArgumentException if a number or a duration is negative
     */
    public FindOneAndDeleteOptions {
        Objects.requireNonNull(maxTime, "maxTime");
        if (maxTime.isNegative()) {
            throw new IllegalArgumentException("maxTime is " + maxTime.toMillis() + " ms, allowed is 0 or more");
        }
    }

    /** These options with another {@code sort}. */
    public FindOneAndDeleteOptions sort(Bson sort) {
        return new FindOneAndDeleteOptions(sort, projection, hint, collation, let, comment, maxTime);
    }

    /** These options with another {@code projection}. */
    public FindOneAndDeleteOptions projection(Bson projection) {
        return new FindOneAndDeleteOptions(sort, projection, hint, collation, let, comment, maxTime);
    }

    /** These options with another {@code hint}. */
    public FindOneAndDeleteOptions hint(Bson hint) {
        return new FindOneAndDeleteOptions(sort, projection, hint, collation, let, comment, maxTime);
    }

    /** These options with another {@code collation}. */
    public FindOneAndDeleteOptions collation(Bson collation) {
        return new FindOneAndDeleteOptions(sort, projection, hint, collation, let, comment, maxTime);
    }

    /** These options with another {@code let}. */
    public FindOneAndDeleteOptions let(Bson let) {
        return new FindOneAndDeleteOptions(sort, projection, hint, collation, let, comment, maxTime);
    }

    /** These options with another {@code comment}. */
    public FindOneAndDeleteOptions comment(String comment) {
        return new FindOneAndDeleteOptions(sort, projection, hint, collation, let, comment, maxTime);
    }

    /** These options with another {@code maxTime}. */
    public FindOneAndDeleteOptions maxTime(Duration maxTime) {
        return new FindOneAndDeleteOptions(sort, projection, hint, collation, let, comment, maxTime);
    }
}
