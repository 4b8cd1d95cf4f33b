package io.github.mooring.api;

import org.jspecify.annotations.Nullable;

/**
 * An operation did not end within {@code timeoutMS}. If {@link #bytesSent()}, the server may still carry it out.
 */
public final class MongoOperationTimeoutException extends MongoTimeoutException {
    private static final long serialVersionUID = 1L;

    /**
     * An error with its surroundings.
     *
     * @param message what failed, on what, the numbers, the likely cause
     * @param context where, and whether anything was sent
     * @param cause   what led to it, if anything
     */
    public MongoOperationTimeoutException(String message, ErrorContext context, @Nullable Throwable cause) {
        super(message, context, cause);
    }
}
