package io.github.mooring.api;

import org.jspecify.annotations.Nullable;

/**
 * No server that the operation could have gone to was found in time. Nothing was sent. The text tells what the operation
 * wanted, and of each server what it was, when it was heard of and what the last attempt ran into; the time is
 * {@code serverSelectionTimeoutMS}, or the operation's own if that is shorter.
 *
 * @see <a href="https://github.com/mongodb/specifications/blob/master/source/server-selection/server-selection.md#server-selection-errors">
 *     Server Selection: server selection errors</a>
 */
public final class MongoServerSelectionTimeoutException extends MongoTimeoutException {
    private static final long serialVersionUID = 1L;

    /**
     * An error with its surroundings.
     *
     * @param message what failed, on what, the numbers, the likely cause
     * @param context where, and whether anything was sent
     * @param cause   what led to it, if anything
     */
    public MongoServerSelectionTimeoutException(String message, ErrorContext context, @Nullable Throwable cause) {
        super(message, context, cause);
    }
}
