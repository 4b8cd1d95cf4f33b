package io.github.mooring.api;

import org.jspecify.annotations.Nullable;

/**
 * Something took longer than it was allowed to. Each kind of wait has a subtype of its own.
 */
public abstract sealed class MongoTimeoutException extends MongoException
        permits MongoWaitQueueTimeoutException, MongoServerSelectionTimeoutException, MongoOperationTimeoutException {
    private static final long serialVersionUID = 1L;

    /**
     * An error with its surroundings.
     *
     * @param message what failed, on what, the numbers, the likely cause
     * @param context where, and whether anything was sent
     * @param cause   what led to it, if anything
     */
    MongoTimeoutException(String message, ErrorContext context, @Nullable Throwable cause) {
        super(message, context, cause);
    }
}
