package io.github.mooring.client;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The names of compressors, in the order of preference, each once; immutable.
 *
 * @param names {@code snappy}, {@code zlib} or {@code zstd}; none is no compression
 * @see <a href="https://github.com/mongodb/specifications/blob/master/source/compression/OP_COMPRESSED.md#compressors">
 *     Wire Compression: compressors</a>
 */
public record Compressors(List<String> names) {
    /** No compression. */
    public static final Compressors NONE = new Compressors(List.of());

    /** What a text may be. */
    static final String ALLOWED = "snappy, zlib and zstd, each once, with commas in between";

    private static final Set<String> KNOWN = Set.of("snappy", "zlib", "zstd");

    /**
     * Checks the names.
     *
     * @throws IllegalArgumentException if one is unknown or named twice; the message goes on after the option's name
     */
    public Compressors {
        names = List.copyOf(names);
        if (!names.stream().allMatch(isGood())) {
            throw new IllegalArgumentException(
                    "is " + Quoted.text(String.join(",", names)) + ", allowed is " + ALLOWED);
        }
    }

    /** A test for the names of one list, one after the other: known, and not met before. */
    private static Predicate<String> isGood() {
        Set<String> met = new HashSet<>();
        return name -> KNOWN.contains(name) && met.add(name);
    }

    /**
     * Those that a text names.
     *
     * @throws IllegalArgumentException as the constructor
     */
    static Compressors read(String text) {
        return new Compressors(Arrays.asList(text.split(",", -1)));
    }

    /** The text without the names that are not good. */
    static String usable(String text) {
        return Arrays.stream(text.split(",", -1)).filter(isGood()).collect(Collectors.joining(","));
    }

    /** As a text says it. */
    @Override
    public String toString() {
        return String.join(",", names);
    }
}
