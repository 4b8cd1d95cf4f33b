package io.github.mooring.wire;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Checks that bytes are one whole, well-formed BSON document; afterwards every length in it can be trusted.
 *
 * <p>Runs on every reply, so it neither decodes nor copies nor allocates: functions that take where something begins and
 * return where it ends, and call themselves for what is nested, to a depth that is limited. Each document and array must
 * end exactly where its length says, which also proves that nothing overlaps. What it does not check: UTF-8, names of
 * array elements, duplicate names. Source: BSON specification 1.1.
 */
public final class BsonStructure {

    /** Length and terminator: the empty document. */
    static final int MIN_DOCUMENT_BYTES = 5;

    private static final int MAX_PATH_NAMES = 12;
    private static final int MAX_NAME_CHARS = 40;

    private BsonStructure() {}

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
        try {
            document(bytes, offset, offset + length, maxDepth);
        } catch (Malformed e) {
            throw e.explained(maxDepth);
        }
    }

    /**
     * Walks a document or an array.
     *
     * @param limit where it has to have ended at the latest
     * @param room  how many levels may still be entered
     * @return where it ends
     */
    private static int document(byte[] bytes, int at, int limit, int room) {
        int length = length(bytes, at, limit, "document length", MIN_DOCUMENT_BYTES, limit - at);
        if (room == 0) {
            throw Malformed.nesting(at);
        }
        int last = at + length - 1;
        elements(bytes, at + 4, last, room - 1);
        return last + 1;
    }

    /** Walks elements up to the terminator, which has to be at {@code last}. */
    private static void elements(byte[] bytes, int from, int last, int room) {
        int at = from;
        int name = -1;
        try {
            int type;
            while ((type = bytes[at++] & 0xFF) != 0) {
                if (at > last) {
                    throw new Malformed("element", "the end of the document", at - 1, BsonElements.describe(type));
                }
                name = at;
                at = value(bytes, type, cString(bytes, at, last, "field name"), last, room);
            }
            if (at - 1 != last) {
                throw new Malformed("document terminator", "offset " + last, at - 1, "offset " + (at - 1));
            }
        } catch (Malformed e) {
            e.path.addFirst(name < 0 ? "" : name(bytes, name, last));
            throw e;
        }
    }

    private static int value(byte[] bytes, int type, int at, int limit, int room) {
        return switch (type) {
            case BsonElements.DOUBLE, BsonElements.DATE, BsonElements.TIMESTAMP, BsonElements.INT64 ->
                fixed(at, 8, limit, type);
            case BsonElements.STRING, BsonElements.JAVASCRIPT, BsonElements.SYMBOL -> string(bytes, at, limit);
            case BsonElements.DOCUMENT, BsonElements.ARRAY -> document(bytes, at, limit, room);
            case BsonElements.BINARY -> binary(bytes, at, limit);
            case BsonElements.UNDEFINED, BsonElements.NULL, BsonElements.MAX_KEY, BsonElements.MIN_KEY -> at;
            case BsonElements.OBJECT_ID -> fixed(at, 12, limit, type);
            case BsonElements.BOOLEAN -> bool(bytes, at, limit);
            case BsonElements.REGEX -> {
                int options = cString(bytes, at, limit, "regular expression pattern");
                yield cString(bytes, options, limit, "regular expression options");
            }
            case BsonElements.DB_POINTER -> fixed(string(bytes, at, limit), 12, limit, type);
            case BsonElements.JAVASCRIPT_WITH_SCOPE -> codeWithScope(bytes, at, limit, room);
            case BsonElements.INT32 -> fixed(at, 4, limit, type);
            case BsonElements.DECIMAL128 -> fixed(at, 16, limit, type);
            default -> throw new Malformed("element type", "a BSON type", at, BsonElements.describe(type));
        };
    }

    private static int fixed(int at, int count, int limit, int type) {
        if (count > limit - at) {
            String left = Integer.toString(limit - at);
            throw new Malformed(BsonElements.describe(type), count + " bytes", at, left);
        }
        return at + count;
    }

    private static int cString(byte[] bytes, int from, int limit, String what) {
        int at = from;
        while (at < limit && bytes[at] != 0) {
            at++;
        }
        if (at >= limit) {
            throw new Malformed(what, "a NUL before offset " + limit, from, "none");
        }
        return at + 1;
    }

    private static int string(byte[] bytes, int at, int limit) {
        int end = at + 4 + length(bytes, at, limit, "string length", 1, limit - at - 4);
        if (bytes[end - 1] != 0) {
            throw new Malformed("string terminator", "0", end - 1, Integer.toString(bytes[end - 1]));
        }
        return end;
    }

    private static int binary(byte[] bytes, int at, int limit) {
        int length = length(bytes, at, limit, "binary length", 0, limit - at - 5);
        int start = at + 5;
        if (bytes[at + 4] == BsonElements.OLD_BINARY_SUBTYPE) {
            int inner = length < 4 ? -1 : LittleEndian.getInt(bytes, start);
            if (inner != length - 4) {
                throw new Malformed("inner length of old binary", Integer.toString(length - 4), start, "" + inner);
            }
        }
        return start + length;
    }

    private static int bool(byte[] bytes, int at, int limit) {
        int end = fixed(at, 1, limit, BsonElements.BOOLEAN);
        byte value = bytes[at];
        if (value != 0 && value != 1) {
            throw new Malformed("boolean", "0 or 1", at, Integer.toString(value));
        }
        return end;
    }

    /** Code with scope is a length, a string and a document; the document must end where the length says. */
    private static int codeWithScope(byte[] bytes, int at, int limit, int room) {
        int total = length(bytes, at, limit, "code with scope length", 4 + 4 + 1 + MIN_DOCUMENT_BYTES, limit - at);
        int end = at + total;
        int scope = string(bytes, at + 4, end - MIN_DOCUMENT_BYTES);
        length(bytes, scope, limit, "scope length", end - scope, end - scope);
        return document(bytes, scope, limit, room);
    }

    private static int length(byte[] bytes, int at, int limit, String what, int min, int max) {
        if (limit - at < 4) {
            throw new Malformed(what, "4 bytes", at, Integer.toString(limit - at));
        }
        int length = LittleEndian.getInt(bytes, at);
        if (length < min || length > max) {
            String expected = min >= max ? Integer.toString(min) : min + ".." + max;
            throw new Malformed(what, expected, at, Integer.toString(length));
        }
        return length;
    }

    /** The bytes are not to be trusted and end up in logs. */
    private static String name(byte[] bytes, int start, int limit) {
        int end = start;
        int last = Math.min(limit, start + MAX_NAME_CHARS);
        while (end < last && bytes[end] != 0) {
            end++;
        }
        return ForeignText.cut(new String(bytes, start, end - start, StandardCharsets.UTF_8), MAX_NAME_CHARS);
    }

    /** What is wrong, on its way out through the documents around it, each of which adds its name to the path. */
    private static final class Malformed extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final String what;
        private final String expected;
        private final int offset;
        private final String actual;
        private final transient Deque<String> path = new ArrayDeque<>();

        Malformed(String what, String expected, int offset, String actual) {
            super(null, null, false, false);
            this.what = what;
            this.expected = expected;
            this.offset = offset;
            this.actual = actual;
        }

        static Malformed nesting(int offset) {
            return new Malformed("nesting", "", offset, "");
        }

        WireException explained(int maxDepth) {
            String place = "BSON " + what + " at offset " + offset + " (field '" + pathText() + "')";
            return expected.isEmpty()
                    ? new NestingException(place, maxDepth)
                    : new WireException(place, expected, actual);
        }

        private String pathText() {
            boolean whole = path.size() <= MAX_PATH_NAMES;
            String names = String.join(
                    ".",
                    path.stream()
                            .limit(MAX_PATH_NAMES)
                            .filter(n -> !n.isEmpty())
                            .toList());
            return whole ? names : names + "...";
        }
    }
}
