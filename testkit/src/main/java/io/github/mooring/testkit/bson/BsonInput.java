package io.github.mooring.testkit.bson;

import com.google.errorprone.annotations.FormatMethod;
import de.bwaldvogel.mongo.bson.BinData;
import de.bwaldvogel.mongo.bson.BsonJavaScript;
import de.bwaldvogel.mongo.bson.BsonRegularExpression;
import de.bwaldvogel.mongo.bson.BsonTimestamp;
import de.bwaldvogel.mongo.bson.Decimal128;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.bson.LegacyUUID;
import de.bwaldvogel.mongo.bson.MaxKey;
import de.bwaldvogel.mongo.bson.MinKey;
import de.bwaldvogel.mongo.bson.ObjectId;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Reads BSON documents into the engine's value types, strictly.
 *
 * <p>The engine's own decoder is not used for reading: it turns binary subtype 0x80 into 0 and {@code undefined} into null
 * without a word, trusts lengths, and recurses without a bound. Here the first two are {@link UnsupportedBsonException},
 * the rest {@link MalformedBsonException}. Not thread-safe.
 */
public final class BsonInput {
    /** Deepest nesting a server accepts (its {@code maxBSONDepth} default). */
    static final int MAX_DEPTH = 200;

    private static final int OVERFLOW = 15;
    private static final int BAD_VALUE = 2;

    private final ByteBuffer bytes;
    private int depth;
    private @Nullable UnsupportedBsonException unsupported;

    /** Reads from {@code bytes} between its position and its limit. */
    public BsonInput(ByteBuffer bytes) {
        this.bytes = bytes.slice().order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Bytes left to read. */
    public int remaining() {
        return bytes.remaining();
    }

    /** The length that the next document claims for itself, not yet checked; the position stays. */
    public int peekLength() {
        require(bytes.remaining() >= 5, "a document needs 5 bytes, there are %d", bytes.remaining());
        return bytes.getInt(bytes.position());
    }

    /**
     * Reads one document.
     *
     * @throws MalformedBsonException if the bytes are not BSON
     * @throws UnsupportedBsonException if the whole document is sound and something in it cannot be carried unchanged;
     *     the position stands behind the document
     */
    public Document readDocument() {
        unsupported = null;
        depth = 0;
        Document document = document("");
        if (unsupported != null) {
            throw unsupported;
        }
        return document;
    }

    private Document document(String path) {
        int length = peekLength();
        require(length >= 5 && length <= bytes.remaining(), "length %d of %d bytes", length, bytes.remaining());
        int end = bytes.position() + length;
        int outerLimit = bytes.limit();
        if (++depth > MAX_DEPTH) {
            refuse(OVERFLOW, "document exceeds the maximum nested object depth of " + MAX_DEPTH);
            bytes.position(end);
            depth--;
            return new Document();
        }
        bytes.limit(end).position(bytes.position() + 4);
        Document document = new Document();
        for (byte type = next(); type != 0; type = next()) {
            String name = cString();
            String at = path.isEmpty() ? name : path + "." + name;
            if (document.containsKey(name)) {
                refuse(BAD_VALUE, "the embedded server cannot hold the field '" + at + "' twice");
            }
            document.put(name, value(type, at));
        }
        require(bytes.position() == end, "document ends %d bytes before its length", end - bytes.position());
        bytes.limit(outerLimit);
        depth--;
        return document;
    }

    private @Nullable Object value(byte type, String at) {
        return switch (type) {
            case 0x01 -> Double.longBitsToDouble(int64());
            case 0x02 -> string();
            case 0x03 -> document(at);
            case 0x04 -> array(at);
            case 0x05 -> binary(at);
            case 0x07 -> new ObjectId(raw(12));
            case 0x08 -> bool();
            case 0x09 -> Instant.ofEpochMilli(int64());
            case 0x0A -> null;
            case 0x0B -> new BsonRegularExpression(cString(), cString());
            case 0x0D -> new BsonJavaScript(string());
            case 0x10 -> int32();
            case 0x11 -> new BsonTimestamp(int64());
            case 0x12 -> int64();
            case 0x13 -> new Decimal128(int64(), int64());
            case (byte) 0xFF -> MinKey.getInstance();
            case 0x7F -> MaxKey.getInstance();
            default -> rareValue(type, at);
        };
    }

    private @Nullable Object rareValue(byte type, String at) {
        String name = switch (type) {
            case 0x06 -> "undefined";
            case 0x0C -> {
                string();
                raw(12);
                yield "DBPointer";
            }
            case 0x0E -> {
                string();
                yield "symbol";
            }
            case 0x0F -> {
                codeWithScope(at);
                yield "JavaScript code with scope";
            }
            default ->
                throw new MalformedBsonException(String.format("unknown BSON type 0x%02X at '%s'", type & 0xFF, at));
        };
        refuse(BAD_VALUE, "the embedded server cannot hold BSON type " + name + " at '" + at + "'");
        return null;
    }

    private void codeWithScope(String at) {
        int start = bytes.position();
        int length = int32();
        string();
        document(at);
        require(bytes.position() - start == length, "code with scope of length %d", length);
    }

    private List<Object> array(String at) {
        return new ArrayList<>(document(at).values());
    }

    private @Nullable Object binary(String at) {
        int length = int32();
        int subtype = next() & 0xFF;
        byte[] data = raw(length);
        ByteBuffer view = ByteBuffer.wrap(data);
        if (subtype == 0) {
            return new BinData(data);
        }
        if (subtype == 4 && length == 16) {
            return new UUID(view.getLong(), view.getLong());
        }
        if (subtype == 3 && length == 16) {
            view.order(ByteOrder.LITTLE_ENDIAN);
            return new LegacyUUID(view.getLong(), view.getLong());
        }
        refuse(
                BAD_VALUE,
                String.format(
                        "the embedded server cannot hold binary subtype 0x%02X of %d bytes at '%s'",
                        subtype, length, at));
        return null;
    }

    private boolean bool() {
        byte value = next();
        require(value == 0 || value == 1, "boolean byte %d", value);
        return value == 1;
    }

    private String string() {
        int length = int32();
        require(length >= 1, "string length %d", length);
        byte[] data = raw(length);
        require(data[length - 1] == 0, "string does not end in NUL but in %d", data[length - 1]);
        return utf8(ByteBuffer.wrap(data, 0, length - 1));
    }

    private String cString() {
        int start = bytes.position();
        int end = start;
        while (end < bytes.limit() && bytes.get(end) != 0) {
            end++;
        }
        require(end < bytes.limit(), "a name at offset %d has no end", start);
        String text = utf8(bytes.slice(start, end - start));
        bytes.position(end + 1);
        return text;
    }

    private static String utf8(ByteBuffer data) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(data).toString();
        } catch (CharacterCodingException e) {
            throw new MalformedBsonException("a string is not UTF-8: " + e.getMessage());
        }
    }

    private byte next() {
        require(bytes.hasRemaining(), "document ends without its terminator");
        return bytes.get();
    }

    private int int32() {
        require(bytes.remaining() >= 4, "4 bytes needed, %d left", bytes.remaining());
        return bytes.getInt();
    }

    private long int64() {
        require(bytes.remaining() >= 8, "8 bytes needed, %d left", bytes.remaining());
        return bytes.getLong();
    }

    private byte[] raw(int length) {
        require(length >= 0 && length <= bytes.remaining(), "%d bytes needed, %d left", length, bytes.remaining());
        byte[] data = new byte[length];
        bytes.get(data);
        return data;
    }

    private void refuse(int code, String message) {
        if (unsupported == null) {
            unsupported = new UnsupportedBsonException(code, message);
        }
    }

    @FormatMethod
    private static void require(boolean condition, String message, Object... arguments) {
        if (!condition) {
            throw new MalformedBsonException("not BSON: " + String.format(message, arguments));
        }
    }
}
