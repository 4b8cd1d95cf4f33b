package io.github.mooring.wire;

import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/**
 * The compressor {@code zlib}, by the JDK. A deflater and an inflater hold memory outside the heap; each is made for one
 * message and ended on every path, so that none is left to the garbage collector.
 */
public final class Zlib implements Compressor {
    /** The level that zlib itself thinks best, about 6. */
    public static final int DEFAULT_LEVEL = -1;

    private static final int BEST_LEVEL = 9;

    private static final int FIXED_OVERHEAD_BYTES = 64;

    private final int level;

    /**
     * A compressor.
     *
     * @param level 0 (none) to 9 (best), or -1 for {@link #DEFAULT_LEVEL}
     * @throws IllegalArgumentException if it is another
     */
    public Zlib(int level) {
        if (level < DEFAULT_LEVEL || level > BEST_LEVEL) {
            throw new IllegalArgumentException(
                    "zlibCompressionLevel is " + level + ", allowed is " + DEFAULT_LEVEL + " to " + BEST_LEVEL);
        }
        this.level = level;
    }

    @Override
    public String name() {
        return "zlib";
    }

    @Override
    public int id() {
        return 2;
    }

    /** An eighth more: zlib needs far less, a replacement of it that the JVM may have been built with does not. */
    @Override
    public int maxCompressedLength(int length) {
        return length + (length >> 3) + FIXED_OVERHEAD_BYTES;
    }

    @Override
    public int compress(byte[] source, int offset, int length, byte[] target, int at) {
        Deflater deflater = new Deflater(level);
        try {
            deflater.setInput(source, offset, length);
            deflater.finish();
            int count = deflater.deflate(target, at, target.length - at);
            if (!deflater.finished()) {
                throw new IllegalStateException("bug: " + length + " bytes did not fit into " + (target.length - at));
            }
            return count;
        } finally {
            deflater.end();
        }
    }

    @Override
    public void inflate(byte[] source, int offset, int length, byte[] target, int at, int expected) {
        Inflater inflater = new Inflater();
        try {
            inflater.setInput(source, offset, length);
            int count = inflater.inflate(target, at, expected);
            requireEnd(inflater, count, expected);
        } catch (DataFormatException e) {
            throw Inflation.malformed(this, e);
        } finally {
            inflater.end();
        }
    }

    /** Nothing may be missing, and nothing left: neither of the output nor of the input. */
    private void requireEnd(Inflater inflater, int count, int expected) throws DataFormatException {
        if (count == expected && !inflater.finished() && inflater.inflate(new byte[1]) > 0) {
            throw Inflation.tooMuch(this, expected);
        }
        if (count < expected) {
            throw Inflation.tooLittle(this, expected, count);
        }
        if (!inflater.finished()) {
            throw new WireException("OP_COMPRESSED compressedMessage of zlib", "a whole stream", "one without its end");
        }
        if (inflater.getRemaining() > 0) {
            throw new WireException(
                    "OP_COMPRESSED compressedMessage of zlib",
                    "nothing behind its end",
                    inflater.getRemaining() + " bytes");
        }
    }
}
