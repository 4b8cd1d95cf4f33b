package io.github.mooring.wire;

import io.airlift.compress.snappy.SnappyCompressor;
import io.airlift.compress.snappy.SnappyDecompressor;

/** The compressor {@code snappy}, in Java: no native library, whose loader would outlive an undeployed adapter. */
public final class Snappy implements Compressor {
    @Override
    public String name() {
        return "snappy";
    }

    @Override
    public int id() {
        return 1;
    }

    @Override
    public int maxCompressedLength(int length) {
        return new SnappyCompressor().maxCompressedLength(length);
    }

    @Override
    public int compress(byte[] source, int offset, int length, byte[] target, int at) {
        return new SnappyCompressor().compress(source, offset, length, target, at, target.length - at);
    }

    @Override
    public void inflate(byte[] source, int offset, int length, byte[] target, int at, int expected) {
        Inflation.run(
                this,
                expected,
                () -> new SnappyDecompressor().decompress(source, offset, length, target, at, expected));
    }
}
