package io.github.mooring.wire;

/** Operation codes in message headers. Source: MongoDB wire protocol. */
public final class OpCode {

    /** Answer to {@link #QUERY}. */
    public static final int REPLY = 1;

    /** Only for the first handshake with servers that do not speak {@link #MSG} before it. */
    public static final int QUERY = 2004;

    /** A message of another kind, compressed; see {@link OpCompressed}. */
    public static final int COMPRESSED = 2012;

    /** Every other message in both directions. */
    public static final int MSG = 2013;

    private OpCode() {}

    /** Returns the name used in messages, or the number for codes unknown here. */
    public static String describe(int opCode) {
        return switch (opCode) {
            case REPLY -> "OP_REPLY (1)";
            case QUERY -> "OP_QUERY (2004)";
            case COMPRESSED -> "OP_COMPRESSED (2012)";
            case MSG -> "OP_MSG (2013)";
            default -> Integer.toString(opCode);
        };
    }
}
