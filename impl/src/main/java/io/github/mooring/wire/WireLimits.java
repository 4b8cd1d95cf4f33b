package io.github.mooring.wire;

/** Sizes and depths of the protocol, each with its source; a server's own answer to {@code hello} goes before them. */
public final class WireLimits {

    /** Oldest protocol version that this client speaks: the first with OP_MSG. */
    public static final int MIN_WIRE_VERSION = 6;

    /** The MongoDB that spoke {@link #MIN_WIRE_VERSION} first. */
    public static final String MIN_MONGODB = "3.6";

    /** Newest protocol version that this client speaks: MongoDB 8.x. */
    public static final int MAX_WIRE_VERSION = 29;

    /** Largest document in bytes until the server has said otherwise. Source: {@code hello}, maxBsonObjectSize. */
    public static final int DEFAULT_MAX_BSON_OBJECT_SIZE = 16_777_216;

    /** Largest message in bytes until the server has said otherwise. Source: {@code hello}, maxMessageSizeBytes. */
    public static final int DEFAULT_MAX_MESSAGE_SIZE_BYTES = 48_000_000;

    /**
     * How many bytes a command may be larger than maxBsonObjectSize, so that a document of full size fits into it.
     * Source: Server Write Commands specification, "Unlimited batch sizes".
     */
    public static final int COMMAND_HEADROOM_BYTES = 16 * 1024;

    /**
     * Deepest nesting that is sent; the document itself is level 1, each document or array inside is one more.
     *
     * <p>MongoDB's manual promises 100 levels, the server accepts more: by default 200 in anything it reads and 180 in
     * what it stores (BSONDepth in its sources). The manual's 100 would refuse what a server takes, so the limit here
     * is the one that no server with default settings goes past; the finer judgement is left to the server.
     */
    public static final int MAX_NESTING_DEPTH = 200;

    /**
     * Deepest nesting that is accepted from a server: what its parameter {@code maxBSONDepth} can be raised to. It keeps
     * recursive decoders from running out of stack.
     */
    public static final int MAX_REPLY_NESTING_DEPTH = 250;

    /**
     * Bytes of an answer to {@code hello} at most. Fields are found by walking over those before them, which must not become
     * work for seconds. Chosen: hundreds of times what a replica set of 50 members with long names takes.
     */
    public static final int MAX_HELLO_BYTES = 1 << 20;

    /**
     * The largest limit that a server may set itself, be it for documents or messages: as much memory is taken for a reply as it
     * announces. Chosen: five times what all MongoDBs take.
     */
    public static final int MAX_SIZE_BYTES = 1 << 28;

    private WireLimits() {}

    /**
     * Refuses an answer that is too large to be read.
     *
     * @throws WireException if it has more than {@link #MAX_HELLO_BYTES}
     */
    public static void requireHelloSize(RawDocument reply) {
        if (reply.length() > MAX_HELLO_BYTES) {
            throw new WireException("the reply", "at most " + MAX_HELLO_BYTES + " bytes", reply.length());
        }
    }
}
