package io.github.mooring.wire;

/**
 * The 16 bytes in front of every message. Immutable.
 *
 * @param length     bytes of the whole message, header included
 * @param requestId  chosen by the sender
 * @param responseTo request id of the message that this one answers; 0 in requests
 * @param opCode     see {@link OpCode}
 */
public record MessageHeader(int length, int requestId, int responseTo, int opCode) {

    /** Bytes of a header. */
    public static final int SIZE = 16;

    /**
     * Reads and checks a header, so that its length can be used to size a read.
     *
     * @param maxMessageSizeBytes largest message accepted; a longer one is refused before anything is allocated for it
     * @throws WireException if fewer than 16 bytes are there or the length is outside 16..max
     */
    public static MessageHeader read(byte[] bytes, int offset, int maxMessageSizeBytes) {
        return new MessageHeader(
                readLength(bytes, offset, maxMessageSizeBytes),
                LittleEndian.getInt(bytes, offset + 4),
                readResponseTo(bytes, offset),
                readOpCode(bytes, offset));
    }

    /** Reads and checks the length alone, as {@link #read} does; the others can be read then, and nothing is allocated. */
    public static int readLength(byte[] bytes, int offset, int maxMessageSizeBytes) {
        if (bytes.length - offset < SIZE) {
            throw new WireException("message header", SIZE + " bytes", bytes.length - offset);
        }
        int length = LittleEndian.getInt(bytes, offset);
        if (length < SIZE || length > maxMessageSizeBytes) {
            throw new WireException("message header messageLength", SIZE + ".." + maxMessageSizeBytes, length);
        }
        return length;
    }

    /** Reads which message is answered, of a header that is known to be there. */
    public static int readResponseTo(byte[] bytes, int offset) {
        return LittleEndian.getInt(bytes, offset + 8);
    }

    /** Reads the kind of message, of a header that is known to be there. */
    public static int readOpCode(byte[] bytes, int offset) {
        return LittleEndian.getInt(bytes, offset + 12);
    }

    /** Checks that a frame of {@code available} bytes is this message, whole and alone, and of the kind wanted. */
    void requireFrame(int wantedOpCode, int available) {
        if (opCode != wantedOpCode) {
            throw new WireException("message header opCode", OpCode.describe(wantedOpCode), OpCode.describe(opCode));
        }
        if (available != length) {
            throw new WireException("message header messageLength", available + " (bytes of the frame)", length);
        }
    }
}
