package io.github.mooring.api;

import org.jspecify.annotations.Nullable;

/**
 * The calling thread was interrupted while it waited. Its interrupt flag is set again; nothing else is affected.
 */
public final class MongoInterruptedException extends MongoException {
    private static final long serialVersionUID = 1L;

    /**
     * An error with its surroundings.
     *
     * @param message what failed, on what, the numbers, the likely cause
     * @param context where, and whether anything was sent
     * @param cause   what led to it, if anything
     */
    public MongoInterruptedException(String message, ErrorContext context, @Nullable Throwable cause) {
        super(message, context, cause);
    }
}
