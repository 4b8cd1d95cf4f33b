package io.github.mooring.api;

import java.util.List;
import java.util.Objects;
import java.util.Set;

/** Some documents of a write of many were refused; the others may have been stored. */
public final class MongoBulkWriteException extends MongoServerException {
    private static final long serialVersionUID = 1L;

    private final List<WriteError> errors;
    private final Set<Integer> insertedIndexes;

    /**
     * A write of many that went wrong in part.
     *
     * @param message         how many of how many were refused, and the first reason
     * @param context         where, with the code of the first error
     * @param errors          what the server says, in order of index
     * @param insertedIndexes the indexes of the documents that the server has stored
     */
    public MongoBulkWriteException(
            String message, ErrorContext context, List<WriteError> errors, Set<Integer> insertedIndexes) {
        super(message, context, null);
        this.errors = List.copyOf(Objects.requireNonNull(errors, "errors"));
        this.insertedIndexes = Set.copyOf(Objects.requireNonNull(insertedIndexes, "insertedIndexes"));
    }

    /** The refused writes in order of their index; immutable, never empty. */
    public List<WriteError> errors() {
        return errors;
    }

    /** The indexes of the caller's documents that the server has stored; immutable. */
    public Set<Integer> insertedIndexes() {
        return insertedIndexes;
    }
}
