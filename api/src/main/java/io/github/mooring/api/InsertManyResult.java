package io.github.mooring.api;

import java.util.List;
import java.util.Objects;
import org.bson.BsonValue;

/**
 * What came of storing documents; immutable.
 *
 * @param acknowledged whether the server has said so; if not, nothing is known
 * @param insertedIds  the documents' {@code _id}s in the order of the documents
 */
public record InsertManyResult(boolean acknowledged, List<BsonValue> insertedIds) {
    /** Copies the list. */
    public InsertManyResult {
        insertedIds = List.copyOf(Objects.requireNonNull(insertedIds, "insertedIds"));
    }
}
