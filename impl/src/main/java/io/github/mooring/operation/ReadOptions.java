package io.github.mooring.operation;

import java.time.Duration;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;

/**
 * What {@code find} and {@code aggregate} can both be told; immutable.
 *
 * @param batchSize    how many documents per round trip, 0 leaves it to the server
 * @param hint         which index, null leaves it to the server
 * @param collation    how strings compare, null is the collection's own way
 * @param comment      for the server's log, null is none
 * @param maxTime      how long the server may take, zero is no limit
 * @param allowDiskUse for large sorts and stages, null leaves it to the server
 */
public record ReadOptions(
        int batchSize,
        @Nullable Bson hint,
        @Nullable Bson collation,
        @Nullable String comment,
        Duration maxTime,
        @Nullable Boolean allowDiskUse) {
    /** Nothing special. */
    public static final ReadOptions DEFAULTS = new ReadOptions(0, null, null, null, Duration.ZERO, null);

    /** Checks the values. */
    public ReadOptions {
        Checks.notNegative("batchSize", batchSize);
        Checks.notNegative("maxTime", maxTime);
    }

    /** These with another {@code batchSize}. */
    public ReadOptions withBatchSize(int batchSize) {
        return batchSize == this.batchSize
                ? this
                : new ReadOptions(batchSize, hint, collation, comment, maxTime, allowDiskUse);
    }

    /** These with another {@code hint}. */
    public ReadOptions withHint(Bson hint) {
        return new ReadOptions(batchSize, hint, collation, comment, maxTime, allowDiskUse);
    }

    /** These with another {@code collation}. */
    public ReadOptions withCollation(Bson collation) {
        return new ReadOptions(batchSize, hint, collation, comment, maxTime, allowDiskUse);
    }

    /** These with another {@code comment}. */
    public ReadOptions withComment(String comment) {
        return new ReadOptions(batchSize, hint, collation, comment, maxTime, allowDiskUse);
    }

    /** These with another {@code maxTime}. */
    public ReadOptions withMaxTime(Duration maxTime) {
        return new ReadOptions(batchSize, hint, collation, comment, maxTime, allowDiskUse);
    }

    /** These with another {@code allowDiskUse}. */
    public ReadOptions withAllowDiskUse(boolean allowDiskUse) {
        return new ReadOptions(batchSize, hint, collation, comment, maxTime, allowDiskUse);
    }

    /** Writes all but the batch size, which each command has in a place of its own. */
    void writeTo(CommandWriter out) {
        out.document("hint", hint);
        out.document("collation", collation);
        out.string("comment", comment);
        out.millisIfSet("maxTimeMS", maxTime);
        if (allowDiskUse != null) {
            out.bool("allowDiskUse", allowDiskUse);
        }
    }
}
