package io.github.mooring.wire;

/**
 * A value of the application that cannot be sent: too large, nested too deep, or with names and strings BSON cannot hold.
 *
 * <p>Internal. Nothing of the value is left in the buffer and nothing was sent, so the connection stays good.
 */
public final class EncodingException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** What is wrong with the value. */
    public enum Reason {
        /** The encoded document has more bytes than allowed. */
        TOO_LARGE,
        /** More levels of documents and arrays than allowed; a circular reference ends here too. */
        TOO_DEEP,
        /** A field name, or a regular expression, contains the character NUL. */
        NUL_IN_NAME,
        /** A string has half of a surrogate pair and so no UTF-8 form. */
        UNPAIRED_SURROGATE,
        /** Bytes said to be an encoded document are not BSON. */
        NOT_BSON
    }

    private final Reason reason;
    private final long limit;
    private final long actual;
    private final String what;
    private final String path;

    private EncodingException(Reason reason, String what, long limit, long actual, String path) {
        super(path.isEmpty() ? what : what + " (at field '" + path + "')");
        this.reason = reason;
        this.what = what;
        this.limit = limit;
        this.actual = actual;
        this.path = path;
    }

    static EncodingException tooLarge(long limitBytes, long actualBytes) {
        String what = "document is larger than " + limitBytes + " bytes: at least " + actualBytes;
        return new EncodingException(Reason.TOO_LARGE, what, limitBytes, actualBytes, "");
    }

    static EncodingException tooDeep(int limitLevels, String path) {
        String what = "document is nested deeper than " + limitLevels + " levels; does it contain itself?";
        return new EncodingException(Reason.TOO_DEEP, what, limitLevels, limitLevels + 1L, path);
    }

    static EncodingException nulInName(String name, int index) {
        String what =
                "field name or regular expression '" + name.replace('\0', '?') + "' contains NUL at index " + index;
        return new EncodingException(Reason.NUL_IN_NAME, what, 0, index, "");
    }

    static EncodingException unpairedSurrogate(int index) {
        String what = "string has an unpaired surrogate at index " + index + " and cannot be written as UTF-8";
        return new EncodingException(Reason.UNPAIRED_SURROGATE, what, 0, index, "");
    }

    static EncodingException notBson(WireException cause) {
        String what = "encoded document is not valid BSON: " + cause.getMessage();
        EncodingException e = new EncodingException(Reason.NOT_BSON, what, 0, 0, "");
        e.initCause(cause);
        return e;
    }

    /** Returns this complaint with the path of the field, unless it has one already. */
    EncodingException at(String fieldPath) {
        if (fieldPath.isEmpty() || !path.isEmpty()) {
            return this;
        }
        EncodingException e = new EncodingException(reason, what, limit, actual, fieldPath);
        e.initCause(getCause());
        return e;
    }

    /** Returns what is wrong. */
    public Reason reason() {
        return reason;
    }

    /** Returns the limit in bytes or levels; 0 where none applies. */
    public long limit() {
        return limit;
    }

    /**
     * Returns what was found: bytes or levels at the point of giving up (the whole value may need more), or the index
     * of the character at fault.
     */
    public long actual() {
        return actual;
    }

    /** Returns the dotted path of the field that was being written; empty if unknown. */
    public String path() {
        return path;
    }
}
