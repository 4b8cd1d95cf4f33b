package io.github.mooring.wire;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Checks that bytes are one whole, well-formed BSON document; afterwards every length in it can be trusted.
 *
 * <p>Runs on every reply, so it does not recurse, decode or copy: it walks the bytes once with a stack of document ends.
 * Each document and array must end exactly where its length says, which also proves that nothing overlaps. What it does
 * not check: UTF-8, names of array elements, duplicate names. Source: BSON specification 1.1.
 */
public final class BsonStructure {

    /** Length and terminator: the empty document. */
    static final int MIN_DOCUMENT_BYTES = 5;

    private static final int MAX_PATH_NAMES = 12;
    private static final int MAX_NAME_CHARS = 40;

    private final byte[] bytes;
    private final int maxDepth;

    private int position;
    /** Offset of the terminator of the document being walked: where its last value must have ended. */
    private int limit;

    private int depth;
    private int[] limits = new int[8];
    /** Name of the element being walked at each depth; -1 before the first. */
    private int[] names = new int[8];

    private BsonStructure(byte[] bytes, int maxDepth) {
        this.bytes = bytes;
        this.maxDepth = maxDepth;
    }

    /**
     * Checks the document that fills {@code length} bytes from {@code offset} exactly.
     *
     * @param maxDepth levels of documents and arrays allowed; the document itself is the first
     * @throws WireException naming the field, its path and offset, what was expected and what was found
     */
    public static void validate(byte[] bytes, int offset, int length, int maxDepth) {
        if (offset < 0 || length < MIN_DOCUMENT_BYTES || length > bytes.length - offset) {
            String expected = MIN_DOCUMENT_BYTES + ".." + (bytes.length - offset) + " bytes";
            throw new WireException("BSON document at offset " + offset, expected, length);
        }
        int stated = LittleEndian.getInt(bytes, offset);
        if (stated != length) {
            throw new WireException("BSON document length at offset " + offset, Integer.toString(length), stated);
        }
        BsonStructure walk = new BsonStructure(bytes, maxDepth);
        walk.position = offset;
        walk.limit = offset + length;
        walk.open();
        walk.run();
    }

    private void run() {
        while (depth > 0) {
            int type = bytes[position++] & 0xFF;
            if (type == 0) {
                close();
                continue;
            }
            if (position > limit) {
                throw malformed("element", "the end of the document", position - 1, BsonElements.describe(type));
            }
            names[depth - 1] = position;
            skipCString("field name");
            skipValue(type);
        }
    }

    private void skipValue(int type) {
        switch (type) {
            case BsonElements.DOUBLE, BsonElements.DATE, BsonElements.TIMESTAMP, BsonElements.INT64 -> skip(8, type);
            case BsonElements.STRING, BsonElements.JAVASCRIPT, BsonElements.SYMBOL -> skipString();
            case BsonElements.DOCUMENT, BsonElements.ARRAY -> open();
            case BsonElements.BINARY -> skipBinary();
            case BsonElements.UNDEFINED, BsonElements.NULL, BsonElements.MAX_KEY, BsonElements.MIN_KEY -> {}
            case BsonElements.OBJECT_ID -> skip(12, type);
            case BsonElements.BOOLEAN -> skipBoolean();
            case BsonElements.REGEX -> {
                skipCString("regular expression pattern");
                skipCString("regular expression options");
            }
            case BsonElements.DB_POINTER -> {
                skipString();
                skip(12, type);
            }
            case BsonElements.JAVASCRIPT_WITH_SCOPE -> openCodeWithScope();
            case BsonElements.INT32 -> skip(4, type);
            case BsonElements.DECIMAL128 -> skip(16, type);
            default -> throw malformed("element type", "a BSON type", position, BsonElements.describe(type));
        }
    }

    /** Enters a document or array; its end has to lie before the terminator of the one around it. */
    private void open() {
        int length = readLength("document length", MIN_DOCUMENT_BYTES, limit - position);
        if (depth == maxDepth) {
            throw new NestingException(place("nesting", position), maxDepth);
        }
        if (depth == limits.length) {
            limits = Arrays.copyOf(limits, depth * 2);
            names = Arrays.copyOf(names, depth * 2);
        }
        limits[depth] = limit;
        names[depth] = -1;
        depth++;
        limit = position + length - 1;
        position += 4;
    }

    private void close() {
        if (position - 1 != limit) {
            throw malformed("document terminator", "offset " + limit, position - 1, "offset " + (position - 1));
        }
        depth--;
        limit = limits[depth];
    }

    private void skip(int count, int type) {
        if (count > limit - position) {
            throw malformed(
                    BsonElements.describe(type), count + " bytes", position, Integer.toString(limit - position));
        }
        position += count;
    }

    private void skipCString(String what) {
        int at = position;
        while (at < limit && bytes[at] != 0) {
            at++;
        }
        if (at >= limit) {
            throw malformed(what, "a NUL before offset " + limit, position, "none");
        }
        position = at + 1;
    }

    private void skipString() {
        int length = readLength("string length", 1, limit - position - 4);
        int last = position + 4 + length - 1;
        if (bytes[last] != 0) {
            throw malformed("string terminator", "0", last, Integer.toString(bytes[last]));
        }
        position = last + 1;
    }

    private void skipBinary() {
        int length = readLength("binary length", 0, limit - position - 5);
        int start = position + 5;
        if (bytes[position + 4] == BsonElements.OLD_BINARY_SUBTYPE) {
            int inner = length < 4 ? -1 : LittleEndian.getInt(bytes, start);
            if (inner != length - 4) {
                throw malformed("inner length of old binary", Integer.toString(length - 4), start, "" + inner);
            }
        }
        position = start + length;
    }

    private void skipBoolean() {
        skip(1, BsonElements.BOOLEAN);
        byte value = bytes[position - 1];
        if (value != 0 && value != 1) {
            throw malformed("boolean", "0 or 1", position - 1, Integer.toString(value));
        }
    }

    /** Code with scope is a length, a string and a document; the document must end where the length says. */
    private void openCodeWithScope() {
        int total = readLength("code with scope length", 4 + 4 + 1 + MIN_DOCUMENT_BYTES, limit - position);
        int outer = limit;
        int end = position + total;
        position += 4;
        limit = end - MIN_DOCUMENT_BYTES;
        skipString();
        limit = outer;
        readLength("scope length", end - position, end - position);
        open();
    }

    private int readLength(String what, int min, int max) {
        if (limit - position < 4) {
            throw malformed(what, "4 bytes", position, Integer.toString(limit - position));
        }
        int length = LittleEndian.getInt(bytes, position);
        if (length < min || length > max) {
            String expected = min >= max ? Integer.toString(min) : min + ".." + max;
            throw malformed(what, expected, position, Integer.toString(length));
        }
        return length;
    }

    private WireException malformed(String what, String expected, int offset, String actual) {
        return new WireException(place(what, offset), expected, actual);
    }

    private String place(String what, int offset) {
        return "BSON " + what + " at offset " + offset + " (field '" + path() + "')";
    }

    private String path() {
        StringBuilder path = new StringBuilder();
        for (int level = 0; level < Math.min(depth, MAX_PATH_NAMES); level++) {
            if (names[level] >= 0) {
                path.append(level == 0 ? "" : ".").append(name(names[level]));
            }
        }
        return depth > MAX_PATH_NAMES ? path + "..." : path.toString();
    }

    /** Control characters become question marks: the bytes are not to be trusted and end up in logs. */
    private String name(int start) {
        int end = start;
        int last = Math.min(limit, start + MAX_NAME_CHARS);
        while (end < last && bytes[end] != 0) {
            end++;
        }
        return new String(bytes, start, end - start, StandardCharsets.UTF_8).replaceAll("\\p{Cntrl}", "?");
    }
}
