package io.github.mooring.testkit.wire;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Messages inside of messages: OP_COMPRESSED. */
public final class CompressedFrames {
    private static final int FIELDS = 9;

    private CompressedFrames() {}

    /** The message, compressed. */
    public static Frame compress(Frame plain, WireCompressor compressor) throws IOException {
        ByteBuffer payload = plain.payload();
        byte[] content = new byte[payload.remaining()];
        payload.get(content);
        byte[] packed = compressor.pack(content);
        byte[] bytes = new byte[Frame.HEADER_BYTES + FIELDS + packed.length];
        ByteBuffer.wrap(bytes)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(bytes.length)
                .putInt(plain.requestId())
                .putInt(plain.responseTo())
                .putInt(Frame.OP_COMPRESSED)
                .putInt(plain.opcode())
                .putInt(content.length)
                .put((byte) compressor.id())
                .put(packed);
        return new Frame(bytes);
    }

    /**
     * What a compressed message was compressed with.
     *
     * @throws MalformedFrameException if it is too short to say so, or names an unknown compressor
     */
    public static WireCompressor compressor(Frame compressed) throws MalformedFrameException {
        if (compressed.length() < Frame.HEADER_BYTES + FIELDS) {
            throw new MalformedFrameException("an OP_COMPRESSED of " + compressed.length() + " bytes");
        }
        return WireCompressor.of(compressed.payload().get(FIELDS - 1) & 0xFF);
    }

    /**
     * The message inside.
     *
     * @throws MalformedFrameException if its size is not what was announced, or too large
     * @throws IOException             if the compressed bytes are malformed
     */
    public static Frame expand(Frame compressed) throws IOException {
        WireCompressor compressor = compressor(compressed);
        ByteBuffer payload = compressed.payload();
        int opcode = payload.getInt();
        int size = payload.getInt();
        payload.get();
        if (size < 0 || size > Frame.MAX_BYTES - Frame.HEADER_BYTES) {
            throw new MalformedFrameException("uncompressed size " + size);
        }
        byte[] packed = new byte[payload.remaining()];
        payload.get(packed);
        byte[] content = compressor.unpack(packed, size);
        if (content.length != size) {
            throw new MalformedFrameException(size + " bytes were announced, inside are " + content.length);
        }
        byte[] bytes = new byte[Frame.HEADER_BYTES + size];
        ByteBuffer.wrap(bytes)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(bytes.length)
                .putInt(compressed.requestId())
                .putInt(compressed.responseTo())
                .putInt(opcode)
                .put(content);
        return new Frame(bytes);
    }
}
