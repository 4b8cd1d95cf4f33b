package io.github.mooring.api;

import org.jspecify.annotations.Nullable;

/**
 * A server sent something that is not a reply: truncated, oversized, not BSON, or an answer to another question. The
 * connection it came over is closed; others go on.
 */
public final class MongoProtocolException extends MongoException {
    private static final long serialVersionUID = 1L;

    /**
     * An error with its surroundings.
     *
     * @param message what failed, on what, the numbers, the likely cause
     * @param context where, and whether anything was sent
     * @param cause   what led to it, if anything
     */
    public MongoProtocolException(String message, ErrorContext context, @Nullable Throwable cause) {
        super(message, context, cause);
    }
}
