package io.github.mooring.wire;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Names of fields that were met before, so that documents of the same shape share their strings. Holds at most
 * {@value #SLOTS} names of at most {@value #MAX_BYTES} bytes.
 *
 * <p>Thread-safe without a lock: an entry never changes, and its final fields make it whole for whoever sees it. A thread
 * that does not see one yet makes a string of its own, as it would without all this.
 */
final class FieldNames {

    /** Chosen: the fields of a large application, in a table of a few KB. */
    static final int SLOTS = 1024;

    /** Chosen: names longer than that are data, and data need not be kept. */
    static final int MAX_BYTES = 48;

    /**
     * Which part of the misses takes the place of what is there. Chosen: a document with thousands of random keys then
     * leaves most of the names alone, and a name that is met again and again gets its place soon.
     */
    private static final int MISSES_PER_REPLACEMENT = 16;

    private final @Nullable Entry[] entries = new Entry[SLOTS];
    /** Counts; may lose some, which does not matter. */
    private int misses;

    /**
     * Returns the name in these bytes.
     *
     * @param hash of the bytes, as {@link #hash} adds them up
     */
    String get(byte[] bytes, int start, int end, int hash) {
        int slot = (hash ^ hash >>> 15) & SLOTS - 1;
        Entry entry = entries[slot];
        if (entry != null && entry.is(bytes, start, end, hash)) {
            return entry.name;
        }
        String name = new String(bytes, start, end - start, StandardCharsets.UTF_8);
        if (end - start <= MAX_BYTES && (entry == null || ++misses % MISSES_PER_REPLACEMENT == 0)) {
            entries[slot] = new Entry(Arrays.copyOfRange(bytes, start, end), hash, name);
        }
        return name;
    }

    /** Takes one more byte into the hash. */
    static int hash(int hash, byte next) {
        return hash * 31 + next;
    }

    /** One name; immutable. */
    private static final class Entry {
        private final byte[] bytes;
        private final int hash;
        private final String name;

        Entry(byte[] bytes, int hash, String name) {
            this.bytes = bytes;
            this.hash = hash;
            this.name = name;
        }

        boolean is(byte[] other, int start, int end, int otherHash) {
            return hash == otherHash && Arrays.equals(bytes, 0, bytes.length, other, start, end);
        }
    }
}
