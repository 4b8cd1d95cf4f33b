package io.github.mooring.wire;

/**
 * One way to make messages smaller. Thread-safe: whatever state compressing takes is made for one message and gone with it.
 *
 * @see <a href="https://github.com/mongodb/specifications/blob/master/source/compression/OP_COMPRESSED.md">OP_COMPRESSED</a>
 */
public interface Compressor {
    /** The name in the handshake and in the option {@code compressors}. */
    String name();

    /** The number in OP_COMPRESSED. */
    int id();

    /** The most bytes that so many can become. */
    int maxCompressedLength(int length);

    /**
     * Compresses.
     *
     * @param target has room for {@link #maxCompressedLength} bytes from {@code at} on
     * @return       how many bytes it became
     */
    int compress(byte[] source, int offset, int length, byte[] target, int at);

    /**
     * Inflates. Never writes beyond the bytes that are expected, whatever the source says.
     *
     * @param at       where the inflated bytes go
     * @param expected how many there have to be
     * @throws WireException if there are more or fewer, or the source is malformed
     */
    void inflate(byte[] source, int offset, int length, byte[] target, int at, int expected);
}
