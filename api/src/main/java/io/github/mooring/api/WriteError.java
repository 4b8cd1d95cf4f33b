package io.github.mooring.api;

import java.io.Serializable;
import java.util.Objects;

/**
 * One write of a command that the server refused; immutable.
 *
 * @param index    which of the caller's documents or statements, from 0
 * @param code     the server's error code
 * @param message  the server's text
 * @param details  what else the server says ({@code errInfo}) as relaxed extended JSON, empty if nothing
 */
public record WriteError(int index, int code, String message, String details) implements Serializable {
    /** Checks for null. */
    public WriteError {
        Objects.requireNonNull(message, "message");
        Objects.requireNonNull(details, "details");
    }

    /** Whether a unique index refused the write. */
    public boolean isDuplicateKey() {
        return isDuplicateKey(code);
    }

    static boolean isDuplicateKey(int code) {
        return code == 11_000 || code == 11_001 || code == 12_582;
    }
}
