package io.github.mooring.testkit.bson;

/** Sound BSON that this codec or the engine behind it cannot hold unchanged, so that it must be refused aloud. */
public final class UnsupportedBsonException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int code;

    /** A refusal with MongoDB's code for it. */
    public UnsupportedBsonException(int code, String message) {
        super(message);
        this.code = code;
    }

    /** MongoDB's error code that fits best. */
    public int code() {
        return code;
    }
}
