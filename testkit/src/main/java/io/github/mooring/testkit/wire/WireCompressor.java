package io.github.mooring.testkit.wire;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Locale;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;
import org.xerial.snappy.Snappy;

/** The ways to compress messages, by the reference implementations of snappy and zstd and the JDK's zlib. */
public enum WireCompressor {
    /** Number 1. */
    SNAPPY(1) {
        @Override
        byte[] pack(byte[] plain) throws IOException {
            return Snappy.compress(plain);
        }

        @Override
        byte[] unpack(byte[] packed, int size) throws IOException {
            return Snappy.uncompress(packed);
        }
    },
    /** Number 2. */
    ZLIB(2) {
        @Override
        byte[] pack(byte[] plain) throws IOException {
            ByteArrayOutputStream packed = new ByteArrayOutputStream();
            try (OutputStream out = new DeflaterOutputStream(packed)) {
                out.write(plain);
            }
            return packed.toByteArray();
        }

        @Override
        byte[] unpack(byte[] packed, int size) throws IOException {
            try (InputStream in = new InflaterInputStream(new ByteArrayInputStream(packed))) {
                return in.readNBytes(size + 1);
            }
        }
    },
    /** Number 3. */
    ZSTD(3) {
        @Override
        byte[] pack(byte[] plain) {
            return Zstd.compress(plain);
        }

        @Override
        byte[] unpack(byte[] packed, int size) throws IOException {
            try {
                return Zstd.decompress(packed, size);
            } catch (ZstdException e) {
                throw new IOException(e);
            }
        }
    };

    private final int id;

    WireCompressor(int id) {
        this.id = id;
    }

    /** The number on the wire. */
    public int id() {
        return id;
    }

    /** The name in hello. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    static WireCompressor of(int id) throws MalformedFrameException {
        return Arrays.stream(values())
                .filter(each -> each.id == id)
                .findFirst()
                .orElseThrow(() -> new MalformedFrameException("no compressor has the number " + id));
    }

    abstract byte[] pack(byte[] plain) throws IOException;

    /** May return another number of bytes than {@code size}, which is what was announced. */
    abstract byte[] unpack(byte[] packed, int size) throws IOException;
}
