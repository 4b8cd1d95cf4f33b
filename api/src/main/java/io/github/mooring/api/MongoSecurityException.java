package io.github.mooring.api;

import org.jspecify.annotations.Nullable;

/**
 * The server refused the credentials, or could not prove that it knows them. The text names the user and the mechanism,
 * never the password.
 */
public final class MongoSecurityException extends MongoException {
    private static final long serialVersionUID = 1L;

    /**
     * An error with its surroundings.
     *
     * @param message what failed, on what, the numbers, the likely cause
     * @param context where, and whether anything was sent
     * @param cause   what led to it, if anything
     */
    public MongoSecurityException(String message, ErrorContext context, @Nullable Throwable cause) {
        super(message, context, cause);
    }
}
