package io.github.mooring.api;

import org.jspecify.annotations.Nullable;

/**
 * A connection failed while it was in use: reset, closed by the peer, unreadable or unwritable.
 * {@link #bytesSent()} says whether the server may have acted on the request.
 */
public sealed class MongoSocketException extends MongoException permits MongoConnectException {
    private static final long serialVersionUID = 1L;

    /**
     * An error with its surroundings.
     *
     * @param message what failed, on what, the numbers, the likely cause
     * @param context where, and whether anything was sent
     * @param cause   what led to it, if anything
     */
    public MongoSocketException(String message, ErrorContext context, @Nullable Throwable cause) {
        super(message, context, cause);
    }
}
