package io.github.mooring.dns;

/**
 * The kinds of records that are asked for or understood.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc1035#section-3.2.2">RFC 1035, section 3.2.2</a>
 */
enum RecordType {
    /** Another name for the same thing. */
    CNAME(5),
    /** A text. */
    TXT(16),
    /** A server of a service. */
    SRV(33);

    private final int code;

    RecordType(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }
}
