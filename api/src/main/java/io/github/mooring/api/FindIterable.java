package io.github.mooring.api;

import java.time.Duration;
import org.bson.conversions.Bson;

/**
 * A {@code find} in the making; immutable: each method returns a new one.
 *
 * @param <T> the class of the results
 * @see <a href="https://github.com/mongodb/specifications/blob/master/source/crud/crud.md">CRUD: find</a>
 */
public interface FindIterable<T> extends MongoIterable<T> {
    /** Which documents; all by default. */
    FindIterable<T> filter(Bson filter);

    /** In which order, such as {@code {age: -1}}; the server's by default. */
    FindIterable<T> sort(Bson sort);

    /** Which fields of each document, such as {@code {name: 1}}; all by default. */
    FindIterable<T> projection(Bson projection);

    /**
     * How many documents to leave out at the beginning, 0 by default.
     *
     * @throws IllegalArgumentException if {@code skip} is negative
     */
    FindIterable<T> skip(long skip);

    /**
     * How many documents at most; 0, the default, is all of them.
     *
     * @throws IllegalArgumentException if {@code limit} is negative
     */
    FindIterable<T> limit(long limit);

    @Override
    FindIterable<T> batchSize(int batchSize);

    /** Which index the server shall use, as its key document. */
    FindIterable<T> hint(Bson hint);

    /** How strings compare. */
    FindIterable<T> collation(Bson collation);

    /** A remark that shows in the server's log and profiler. */
    FindIterable<T> comment(String comment);

    /**
     * How long the server may work on it, in whole milliseconds; zero, the default, is no limit.
     *
     * @throws IllegalArgumentException if {@code maxTime} is negative
     */
    FindIterable<T> maxTime(Duration maxTime);

    /** Whether the server may use its disk for large sorts; the server's setting by default. */
    FindIterable<T> allowDiskUse(boolean allowDiskUse);
}
