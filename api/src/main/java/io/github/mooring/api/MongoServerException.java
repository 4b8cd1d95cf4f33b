package io.github.mooring.api;

import org.jspecify.annotations.Nullable;

/**
 * The server understood the request and answered with an error; {@link #code()} tells which.
 */
public abstract sealed class MongoServerException extends MongoException
        permits MongoCommandException, MongoWriteException, MongoBulkWriteException, MongoWriteConcernException {
    private static final long serialVersionUID = 1L;

    /**
     * An error with its surroundings.
     *
     * @param message what failed, on what, the numbers, the likely cause
     * @param context where, and whether anything was sent
     * @param cause   what led to it, if anything
     */
    MongoServerException(String message, ErrorContext context, @Nullable Throwable cause) {
        super(message, context, cause);
    }

    /** Whether a unique index refused the write (codes 11000, 11001 and 12582). */
    public boolean isDuplicateKey() {
        return WriteError.isDuplicateKey(code());
    }
}
