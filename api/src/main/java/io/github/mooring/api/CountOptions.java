package io.github.mooring.api;

import java.time.Duration;
import java.util.Objects;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;

/**
 * How documents are counted; immutable: each method with an argument returns a changed copy.
 *
 * @param skip how many to leave out at the beginning
 * @param limit where to stop counting; 0 is nowhere
 * @param hint which index the server shall use, as its key document; null leaves it to the server
 * @param collation how strings compare; null is the collection's own way
 * @param comment a remark that shows in the server's log and profiler; null is none
 * @param maxTime how long the server may work on it, in whole milliseconds; zero is no limit
 */
public record CountOptions(
        long skip,
        long limit,
        @Nullable Bson hint,
        @Nullable Bson collation,
        @Nullable String comment,
        Duration maxTime) {
    /** Nothing special. */
    public static final CountOptions DEFAULTS = new CountOptions(0, 0, null, null, null, Duration.ZERO);

    /**
     * Checks the values.
     *
     * @throws IllegalArgumentException if a number or a duration is negative
     */
    public CountOptions {
        if (skip < 0) {
            throw new IllegalArgumentException("skip is " + skip + ", allowed is 0 or more");
        }
        if (limit < 0) {
            throw new IllegalArgumentException("limit is " + limit + ", allowed is 0 or more");
        }
        Objects.requireNonNull(maxTime, "maxTime");
        if (maxTime.isNegative()) {
            throw new IllegalArgumentException("maxTime is " + maxTime.toMillis() + " ms, allowed is 0 or more");
        }
    }

    /** These options with another {@code skip}. */
    public CountOptions skip(long skip) {
        return new CountOptions(skip, limit, hint, collation, comment, maxTime);
    }

    /** These options with another {@code limit}. */
    public CountOptions limit(long limit) {
        return new CountOptions(skip, limit, hint, collation, comment, maxTime);
    }

    /** These options with another {@code hint}. */
    public CountOptions hint(Bson hint) {
        return new CountOptions(skip, limit, hint, collation, comment, maxTime);
    }

    /** These options with another {@code collation}. */
    public CountOptions collation(Bson collation) {
        return new CountOptions(skip, limit, hint, collation, comment, maxTime);
    }

    /** These options with another {@code comment}. */
    public CountOptions comment(String comment) {
        return new CountOptions(skip, limit, hint, collation, comment, maxTime);
    }

    /** These options with another {@code maxTime}. */
    public CountOptions maxTime(Duration maxTime) {
        return new CountOptions(skip, limit, hint, collation, comment, maxTime);
    }
}
