package io.github.mooring.testkit.bson;

/** The bytes are not BSON: a length that lies, an unknown type, a missing terminator. Nothing can be answered to them. */
public final class MalformedBsonException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    MalformedBsonException(String message) {
        super(message);
    }
}
