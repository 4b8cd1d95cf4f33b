package io.github.mooring.wire;

/**
 * Bytes that are not what the wire protocol or BSON says they should be: which field, what was expected, what was found.
 *
 * <p>Internal; the connection layer closes the connection (the stream cannot be trusted any more) and translates.
 */
public class WireException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String field;
    private final String expected;
    private final String actual;

    public WireException(String field, String expected, String actual) {
        super(field + ": expected " + expected + ", got " + actual);
        this.field = field;
        this.expected = expected;
        this.actual = actual;
    }

    public WireException(String field, String expected, long actual) {
        this(field, expected, Long.toString(actual));
    }

    /** Returns the same complaint with the place in front, such as {@code OP_MSG body}. */
    WireException in(String place) {
        return new WireException(place + ": " + field, expected, actual);
    }

    /** Returns what was looked at, for example {@code OP_MSG section 1 size}. */
    public String field() {
        return field;
    }

    /** Returns what would have been right, for example {@code 5..200}. */
    public String expected() {
        return expected;
    }

    /** Returns what was there instead. */
    public String actual() {
        return actual;
    }
}
