package io.github.mooring.connection;

import io.github.mooring.api.MongoConfigurationException;
import io.github.mooring.wire.Compressor;
import io.github.mooring.wire.Snappy;
import io.github.mooring.wire.Zlib;
import io.github.mooring.wire.Zstd;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/**
 * Which compressors are offered to servers; immutable.
 *
 * @param compressors          their names, the one liked best first: {@code snappy}, {@code zlib}, {@code zstd}; empty for
 *     no compression, which is the default (option compressors)
 * @param zlibCompressionLevel 0 (none) to 9 (best), -1 for zlib's own default; counts for what is sent with zlib (option
 *     zlibCompressionLevel)
 * @see <a href="https://github.com/mongodb/specifications/blob/master/source/compression/OP_COMPRESSED.md">OP_COMPRESSED</a>
 */
public record CompressionSettings(List<String> compressors, int zlibCompressionLevel) {
    /** The names that are known. */
    public static final List<String> KNOWN = List.of("snappy", "zlib", "zstd");

    /** No compression. */
    public static final CompressionSettings NONE = new CompressionSettings(List.of(), Zlib.DEFAULT_LEVEL);

    /**
     * Checks.
     *
     * @throws IllegalArgumentException if a name is unknown or repeated, or the level is out of range
     */
    public CompressionSettings {
        compressors = List.copyOf(compressors);
        for (String name : compressors) {
            if (!KNOWN.contains(name)) {
                throw new IllegalArgumentException(
                        "compressors has '" + name + "', allowed are " + String.join(", ", KNOWN));
            }
        }
        if (new HashSet<>(compressors).size() < compressors.size()) {
            throw new IllegalArgumentException("compressors has one of them twice: " + String.join(",", compressors));
        }
        new Zlib(zlibCompressionLevel);
    }

    /**
     * Makes them, and tries each of them.
     *
     * @throws MongoConfigurationException if this JVM or server keeps from one what it needs
     */
    List<Compressor> offered() {
        List<Compressor> offered = new ArrayList<>();
        for (String name : compressors) {
            offered.add(tried(name));
        }
        return List.copyOf(offered);
    }

    private Compressor tried(String name) {
        try {
            Compressor compressor = make(name);
            byte[] probe = "probe probe probe".getBytes(StandardCharsets.US_ASCII);
            byte[] packed = new byte[compressor.maxCompressedLength(probe.length)];
            int count = compressor.compress(probe, 0, probe.length, packed, 0);
            compressor.inflate(packed, 0, count, new byte[probe.length], 0, probe.length);
            return compressor;
        } catch (LinkageError | RuntimeException e) {
            throw new MongoConfigurationException(
                    "compressors has " + name + ", which cannot be used in this JVM: "
                            + (e.getCause() == null ? e : e.getCause())
                            + "; snappy and zstd need sun.misc.Unsafe (module jdk.unsupported, and from JDK 24 on"
                            + " --sun-misc-unsafe-memory-access=allow), zlib needs nothing",
                    e);
        }
    }

    private Compressor make(String name) {
        return switch (name) {
            case "snappy" -> new Snappy();
            case "zlib" -> new Zlib(zlibCompressionLevel);
            case "zstd" -> new Zstd();
            default -> throw new IllegalStateException("bug: compressor '" + name + "'");
        };
    }
}
