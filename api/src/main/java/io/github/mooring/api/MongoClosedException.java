package io.github.mooring.api;

import org.jspecify.annotations.Nullable;

/**
 * A session, cursor or factory was used after it was closed. The text says who closed it. Open a new one.
 */
public final class MongoClosedException extends MongoException {
    private static final long serialVersionUID = 1L;

    /**
     * An error with its surroundings.
     *
     * @param message what failed, on what, the numbers, the likely cause
     * @param context where, and whether anything was sent
     * @param cause   what led to it, if anything
     */
    public MongoClosedException(String message, ErrorContext context, @Nullable Throwable cause) {
        super(message, context, cause);
    }
}
