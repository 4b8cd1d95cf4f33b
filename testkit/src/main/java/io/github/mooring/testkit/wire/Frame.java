package io.github.mooring.testkit.wire;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/** One whole message as it came from or goes to a socket: a 16-byte header and what follows it. Immutable. */
public final class Frame {
    /** Bytes of a header: length, request id, response to, opcode; each a little-endian int32. */
    public static final int HEADER_BYTES = 16;
    /** Longest message a server accepts. */
    public static final int MAX_BYTES = 48_000_000;

    /** The reply format of the legacy handshake. */
    public static final int OP_REPLY = 1;
    /** The legacy query; servers still take it for the first handshake. */
    public static final int OP_QUERY = 2004;
    /** A compressed message. */
    public static final int OP_COMPRESSED = 2012;
    /** The message format of everything else. */
    public static final int OP_MSG = 2013;

    /** OP_MSG: four bytes of CRC-32C end the message. */
    public static final int CHECKSUM_PRESENT = 1;
    /** OP_MSG: another message follows, so no answer to this one is wanted. */
    public static final int MORE_TO_COME = 1 << 1;
    /** OP_MSG: the client would take several replies. */
    public static final int EXHAUST_ALLOWED = 1 << 16;

    private final byte[] bytes;

    Frame(byte[] bytes) {
        this.bytes = bytes;
    }

    /**
     * Reads the next message.
     *
     * @return null if the stream ended where a message would have begun
     * @throws MalformedFrameException if the stream ended within a message or the length is out of range
     */
    public static @Nullable Frame read(InputStream in) throws IOException {
        byte[] header = in.readNBytes(HEADER_BYTES);
        if (header.length == 0) {
            return null;
        }
        if (header.length < HEADER_BYTES) {
            throw new MalformedFrameException("stream ended after " + header.length + " bytes of a header");
        }
        int length = ByteBuffer.wrap(header).order(ByteOrder.LITTLE_ENDIAN).getInt();
        if (length < HEADER_BYTES || length > MAX_BYTES) {
            throw new MalformedFrameException(
                    "message length " + length + " is outside " + HEADER_BYTES + ".." + MAX_BYTES);
        }
        byte[] rest = in.readNBytes(length - HEADER_BYTES);
        if (rest.length < length - HEADER_BYTES) {
            throw new MalformedFrameException(
                    "stream ended after " + (HEADER_BYTES + rest.length) + " of " + length + " bytes");
        }
        byte[] whole = new byte[length];
        System.arraycopy(header, 0, whole, 0, HEADER_BYTES);
        System.arraycopy(rest, 0, whole, HEADER_BYTES, rest.length);
        return new Frame(whole);
    }

    /** The number that the sender gave to this message. */
    public int requestId() {
        return intAt(4);
    }

    /** The number of the message that this one answers. */
    public int responseTo() {
        return intAt(8);
    }

    /** What kind of message this is. */
    public int opcode() {
        return intAt(12);
    }

    /** The flag bits: the first four bytes after the header in OP_MSG, OP_QUERY and OP_REPLY; 0 if there are none. */
    public int flags() {
        return bytes.length < HEADER_BYTES + 4 ? 0 : intAt(HEADER_BYTES);
    }

    /** Whether this is an OP_MSG with all bits of {@code flag} set. */
    public boolean hasFlag(int flag) {
        return opcode() == OP_MSG && (flags() & flag) == flag;
    }

    /** Length of the whole message. */
    public int length() {
        return bytes.length;
    }

    /** A copy of the whole message, header included. */
    public byte[] bytes() {
        return bytes.clone();
    }

    /** What follows the header, little-endian, read-only. */
    ByteBuffer payload() {
        return ByteBuffer.wrap(bytes, HEADER_BYTES, bytes.length - HEADER_BYTES)
                .slice()
                .asReadOnlyBuffer()
                .order(ByteOrder.LITTLE_ENDIAN);
    }

    /** The bytes before the last four, which a checksum covers. */
    ByteBuffer checksummed() {
        return ByteBuffer.wrap(bytes, 0, bytes.length - 4);
    }

    int intAt(int offset) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt(offset);
    }
}
