package io.github.mooring.api;

import java.io.Serializable;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * How far {@code insertMany} had come when it failed between two of its commands, see
 * {@link MongoException#partialInsert()}; immutable.
 *
 * <p>Indexes are those of the caller's documents, from 0. The documents below {@code settled} are accounted for: each is
 * stored, was refused, or, if writes are unacknowledged, nothing is known of it. The others are not stored, unless
 * {@code inDoubt}; then those of the command that failed, the first of which is {@code settled}, may be.
 *
 * @param documents       how many documents the call was given, 2 or more
 * @param settled         how many of them, from the first on, went in commands that ended well before the one that
 *     failed: 1 to {@code documents - 1}
 * @param inDoubt         whether any byte of the command that failed may have reached the server
 * @param insertedIndexes the documents that are stored as far as the server has said; none if writes are unacknowledged
 * @param errors          what the server has refused so far, in order of index; empty for an ordered insert, which ends
 *     at the first refusal with a {@link MongoBulkWriteException}
 */
public record PartialInsert(
        int documents, int settled, boolean inDoubt, Set<Integer> insertedIndexes, List<WriteError> errors)
        implements Serializable {
    /**
     * Copies set and list.
     *
     * @throws IllegalArgumentException if {@code settled} is not 1 to {@code documents - 1}
     */
    public PartialInsert {
        if (settled < 1 || settled >= documents) {
            throw new IllegalArgumentException(
                    "settled is " + settled + ", allowed is 1 to documents - 1, which is " + (documents - 1));
        }
        insertedIndexes = Set.copyOf(Objects.requireNonNull(insertedIndexes, "insertedIndexes"));
        errors = List.copyOf(Objects.requireNonNull(errors, "errors"));
    }
}
