package io.github.mooring.api;

import org.jspecify.annotations.Nullable;

/**
 * A document of the caller's cannot be sent: over the server's size limit, nested too deep, a NUL in a field name, or
 * without a codec; or a document of the server's cannot be turned into the class that was asked for. In the first case
 * nothing was sent.
 */
public final class MongoDocumentException extends MongoException {
    private static final long serialVersionUID = 1L;

    /**
     * A document that cannot be encoded or decoded.
     *
     * @param message which document, what is wrong with it, the limit
     * @param context where, and whether anything was sent
     * @param cause   what led to it, if anything
     */
    public MongoDocumentException(String message, ErrorContext context, @Nullable Throwable cause) {
        super(message, context, cause);
    }
}
