package io.github.mooring.api;

import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * What came of changing documents; immutable.
 *
 * @param acknowledged  whether the server has said so; if not, the numbers are 0 and nothing is known
 * @param matchedCount  how many documents matched the filter
 * @param modifiedCount how many of them are different now
 * @param upsertedId    the {@code _id} of the document that was inserted because none matched, null if none was
 */
public record UpdateResult(
        boolean acknowledged,
        long matchedCount,
        long modifiedCount,
        @Nullable BsonValue upsertedId) {}
