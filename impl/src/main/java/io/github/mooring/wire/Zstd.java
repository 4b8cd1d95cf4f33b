package io.github.mooring.wire;

import io.airlift.compress.zstd.ZstdCompressor;
import io.airlift.compress.zstd.ZstdDecompressor;

/** The compressor {@code zstd}, in Java like {@link Snappy}. */
public final class Zstd implements Compressor {
    @Override
    public String name() {
        return "zstd";
    }

    @Override
    public int id() {
        return 3;
    }

    @Override
    public int maxCompressedLength(int length) {
        return new ZstdCompressor().maxCompressedLength(length);
    }

    @Override
    public int compress(byte[] source, int offset, int length, byte[] target, int at) {
        return new ZstdCompressor().compress(source, offset, length, target, at, target.length - at);
    }

    @Override
    public void inflate(byte[] source, int offset, int length, byte[] target, int at, int expected) {
        Inflation.run(
                this, expected, () -> new ZstdDecompressor().decompress(source, offset, length, target, at, expected));
    }
}
