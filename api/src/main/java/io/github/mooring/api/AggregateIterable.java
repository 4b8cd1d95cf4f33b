package io.github.mooring.api;

import java.time.Duration;
import org.bson.conversions.Bson;

/**
 * An {@code aggregate} in the making; immutable: each method returns a new one.
 *
 * @param <T> the class of the results
 * @see <a href="https://github.com/mongodb/specifications/blob/master/source/crud/crud.md">CRUD: aggregate</a>
 */
public interface AggregateIterable<T> extends MongoIterable<T> {
    @Override
    AggregateIterable<T> batchSize(int batchSize);

    /** Whether the server may use its disk for large stages; the server's setting by default. */
    AggregateIterable<T> allowDiskUse(boolean allowDiskUse);

    /** Which index the server shall use, as its key document. */
    AggregateIterable<T> hint(Bson hint);

    /** How strings compare. */
    AggregateIterable<T> collation(Bson collation);

    /** A remark that shows in the server's log and profiler. */
    AggregateIterable<T> comment(String comment);

    /**
     * How long the server may work on it, in whole milliseconds; zero, the default, is no limit.
     *
     * @throws IllegalArgumentException if {@code maxTime} is negative
     */
    AggregateIterable<T> maxTime(Duration maxTime);

    /** Variables that the pipeline may use. */
    AggregateIterable<T> let(Bson variables);
}
