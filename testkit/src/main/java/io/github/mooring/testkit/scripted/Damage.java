package io.github.mooring.testkit.scripted;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** One way to spoil a reply: whole message in, spoilt bytes out. */
@FunctionalInterface
public interface Damage {
    /** The spoilt bytes; {@code message} may be changed in place. */
    byte[] apply(byte[] message);

    /** Only the first {@code bytes} bytes are sent; follow it with {@link Script#close} for a stream that ends there. */
    static Damage truncatedTo(int bytes) {
        return message -> Arrays.copyOf(message, Math.min(bytes, message.length));
    }

    /** The header claims this length, whatever the message has. */
    static Damage length(int claimed) {
        return message -> withInt(message, 0, claimed);
    }

    /** The header claims a length off by {@code delta}. */
    static Damage lengthOff(int delta) {
        return message -> withInt(message, 0, message.length + delta);
    }

    /** The header answers a request that was never sent. */
    static Damage responseTo(int requestId) {
        return message -> withInt(message, 8, requestId);
    }

    /** The header has another opcode. */
    static Damage opcode(int opcode) {
        return message -> withInt(message, 12, opcode);
    }

    /** An OP_MSG has these flag bits. */
    static Damage flags(int flags) {
        return message -> withInt(message, 16, flags);
    }

    /** Everything behind the first 21 bytes of an OP_MSG, that is its document, is 0xAA. */
    static Damage garbageDocument() {
        return message -> {
            Arrays.fill(message, Math.min(21, message.length), message.length, (byte) 0xAA);
            return message;
        };
    }

    /** The byte at {@code offset} is replaced. */
    static Damage byteAt(int offset, int value) {
        return message -> {
            message[offset] = (byte) value;
            return message;
        };
    }

    /** An OP_MSG says that it has a checksum and has a wrong one. */
    static Damage wrongChecksum() {
        return message -> {
            byte[] longer = Arrays.copyOf(message, message.length + 4);
            withInt(longer, 0, longer.length);
            withInt(longer, 16, 1);
            return withInt(longer, message.length, 0xBADC0DE);
        };
    }

    private static byte[] withInt(byte[] message, int offset, int value) {
        ByteBuffer.wrap(message).order(ByteOrder.LITTLE_ENDIAN).putInt(offset, value);
        return message;
    }
}
