package io.github.mooring.api;

import org.jspecify.annotations.Nullable;

/**
 * No connection to the server could be made: refused, unreachable, unknown host, no answer in time, or TLS failed.
 * Nothing was sent, so trying again is safe.
 */
public final class MongoConnectException extends MongoSocketException {
    private static final long serialVersionUID = 1L;

    /**
     * An error with its surroundings.
     *
     * @param message what failed, on what, the numbers, the likely cause
     * @param context where, and whether anything was sent
     * @param cause   what led to it, if anything
     */
    public MongoConnectException(String message, ErrorContext context, @Nullable Throwable cause) {
        super(message, context, cause);
    }
}
