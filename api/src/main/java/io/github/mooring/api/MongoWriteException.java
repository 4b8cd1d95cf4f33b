package io.github.mooring.api;

import java.util.Objects;

/** A single write was refused: a duplicate key, a failed validation, an update that does not apply. */
public final class MongoWriteException extends MongoServerException {
    private static final long serialVersionUID = 1L;

    private final WriteError error;

    /**
     * A refused write.
     *
     * @param message what was refused and why
     * @param context where, with the code of {@code error}
     * @param error   what the server says
     */
    public MongoWriteException(String message, ErrorContext context, WriteError error) {
        super(message, context, null);
        this.error = Objects.requireNonNull(error, "error");
    }

    /** What the server says. */
    public WriteError error() {
        return error;
    }
}
