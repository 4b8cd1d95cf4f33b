package io.github.mooring.api;

import java.util.Objects;
import org.bson.BsonValue;

/**
 * What came of storing a document; immutable.
 *
 * @param acknowledged whether the server has said so; if not, nothing is known
 * @param insertedId   the document's {@code _id}
 */
public record InsertOneResult(boolean acknowledged, BsonValue insertedId) {
    /** Checks for null. */
    public InsertOneResult {
        Objects.requireNonNull(insertedId, "insertedId");
    }
}
