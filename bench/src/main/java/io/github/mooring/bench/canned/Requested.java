package io.github.mooring.bench.canned;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.bson.RawBsonDocument;
import org.jspecify.annotations.Nullable;

/** A view of one request in the server's buffer, valid until the next read. */
final class Requested {
    static final byte[] FIND = name("find");
    static final byte[] INSERT = name("insert");
    static final byte[] PING = name("ping");
    static final byte[] END_SESSIONS = name("endSessions");
    /** Not a command of MongoDB: the counts of this server's connections. */
    static final byte[] PEERS = name("cannedPeers");

    private static final byte[] HELLO = name("hello");
    private static final byte[] IS_MASTER = name("isMaster");
    private static final byte[] ISMASTER = name("ismaster");
    private static final int MORE_TO_COME = 2;
    /** Length of the document and type of its first element. */
    private static final int BEFORE_FIRST_NAME = 5;

    private final ByteBuffer in;
    private final int at;
    private final int opCode;
    private final int document;

    Requested(ByteBuffer in, int at, int length) throws IOException {
        this.in = in;
        this.at = at;
        this.opCode = in.getInt(at + 12);
        int body = at + Messages.HEADER_BYTES;
        if (opCode == Messages.OP_QUERY) {
            this.document = afterName(body + 4) + 8;
        } else if (opCode == Messages.OP_MSG) {
            this.document = body + Messages.OP_MSG_PREFIX_BYTES;
        } else {
            throw new IOException("a request of " + length + " bytes with opCode " + opCode
                    + "; this server takes OP_MSG and OP_QUERY");
        }
    }

    int id() {
        return in.getInt(at + 4);
    }

    boolean isOpQuery() {
        return opCode == Messages.OP_QUERY;
    }

    boolean wantsReply() {
        return isOpQuery() || (in.getInt(at + Messages.HEADER_BYTES) & MORE_TO_COME) == 0;
    }

    /** Whether the first element of the document has this name; the terminator is part of the name. */
    boolean is(byte[] name) {
        int first = document + BEFORE_FIRST_NAME;
        for (int i = 0; i < name.length; i++) {
            if (in.get(first + i) != name[i]) {
                return false;
            }
        }
        return true;
    }

    boolean isHello() {
        return is(HELLO) || is(IS_MASTER) || is(ISMASTER);
    }

    /** What the client calls itself in a handshake, null if it does not. */
    @Nullable
    String applicationName() {
        byte[] bson = new byte[in.getInt(document)];
        in.get(document, bson);
        BsonValue client = new RawBsonDocument(bson).get("client");
        if (!(client instanceof BsonDocument metadata)) {
            return null;
        }
        BsonValue application = metadata.get("application");
        return application instanceof BsonDocument named
                ? named.getString("name").getValue()
                : null;
    }

    private int afterName(int start) {
        int end = start;
        while (in.get(end) != 0) {
            end++;
        }
        return end + 1;
    }

    private static byte[] name(String name) {
        return (name + '\0').getBytes(StandardCharsets.US_ASCII);
    }
}
