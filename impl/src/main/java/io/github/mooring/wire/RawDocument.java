package io.github.mooring.wire;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.bson.BsonBinaryReader;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonInt64;
import org.bson.BsonObjectId;
import org.bson.BsonString;
import org.bson.BsonTimestamp;
import org.bson.BsonValue;
import org.bson.codecs.BsonDocumentCodec;
import org.bson.codecs.Decoder;
import org.bson.codecs.DecoderContext;
import org.bson.types.ObjectId;
import org.jspecify.annotations.Nullable;

/**
 * A BSON document (or array) where it lies in a byte array, read without decoding the rest.
 *
 * <p>The bytes have been checked by {@link BsonStructure} when one of these exists, so nothing here checks bounds again.
 * It is a view: valid only as long as the array is not used for something else. What {@code decode} and the getters
 * return is copied. An element is an offset ({@link #first}, {@link #next}), so that a walk allocates nothing. A field
 * of type null counts as absent in the getters. Immutable by itself; as thread-safe as the array under it.
 */
public final class RawDocument {

    /** No such element, or no more elements. */
    public static final int END = -1;

    private static final DecoderContext DECODER_CONTEXT =
            DecoderContext.builder().build();
    private static final BsonDocumentCodec BSON_DOCUMENT_CODEC = new BsonDocumentCodec();

    private final byte[] bytes;
    private final int offset;
    private final int length;

    /** For bytes that have been validated already; everybody else calls {@link #of}. */
    RawDocument(byte[] bytes, int offset, int length) {
        this.bytes = bytes;
        this.offset = offset;
        this.length = length;
    }

    /**
     * Checks the bytes and returns a view of them.
     *
     * @throws WireException if they are not exactly one well-formed document
     */
    public static RawDocument of(byte[] bytes, int offset, int length) {
        BsonStructure.validate(bytes, offset, length, WireLimits.MAX_REPLY_NESTING_DEPTH);
        return new RawDocument(bytes, offset, length);
    }

    /** Returns the array that this is a view of. */
    public byte[] array() {
        return bytes;
    }

    /** Returns where the document begins in {@link #array}. */
    public int offset() {
        return offset;
    }

    /** Returns the bytes of the document, its length field and terminator included. */
    public int length() {
        return length;
    }

    /** Returns a copy of the document's bytes. */
    public byte[] toByteArray() {
        return Arrays.copyOfRange(bytes, offset, offset + length);
    }

    /** Returns the first element or {@link #END}. */
    public int first() {
        return endOr(offset + 4);
    }

    /** Returns the element after this one or {@link #END}. */
    public int next(int element) {
        int value = valueOffset(element);
        return endOr(value + BsonElements.valueSize(bytes, type(element), value));
    }

    /** Returns the type byte of an element as 0..255. */
    public int type(int element) {
        return bytes[element] & 0xFF;
    }

    /** Tells whether an element has this name, without making a string of it. */
    public boolean nameIs(int element, String name) {
        int at = element + 1;
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c >= 0x80) {
                return name(element).equals(name);
            }
            if (bytes[at + i] != c || c == 0) {
                return false;
            }
        }
        return bytes[at + name.length()] == 0;
    }

    /** Returns the name of an element. */
    public String name(int element) {
        int end = valueOffset(element) - 1;
        return new String(bytes, element + 1, end - element - 1, StandardCharsets.UTF_8);
    }

    /** Returns where in {@link #array} the value of an element begins. */
    public int valueOffset(int element) {
        return BsonElements.afterCString(bytes, element + 1);
    }

    /**
     * Returns the first element of an array or {@link #END}.
     *
     * @param array an element of this document, or of one in it
     */
    public int firstOf(int array) {
        requireType(array, BsonElements.ARRAY);
        return endOr(valueOffset(array) + 4);
    }

    /** Returns the first element of this name or {@link #END}. */
    public int find(String name) {
        return findFrom(first(), name);
    }

    /**
     * Returns the first element of this name in a document inside this one, or {@link #END}.
     *
     * @param document the element whose value it is
     */
    public int find(int document, String name) {
        requireType(document, BsonElements.DOCUMENT);
        return findFrom(endOr(valueOffset(document) + 4), name);
    }

    private int findFrom(int first, String name) {
        int element = first;
        while (element != END && !nameIs(element, name)) {
            element = next(element);
        }
        return element;
    }

    /** Tells whether a field of this name is there, null or not. */
    public boolean contains(String name) {
        return find(name) != END;
    }

    /** Tells whether the field {@code ok} says that the command succeeded; false if there is none. */
    public boolean isOk() {
        return booleanValue("ok", false);
    }

    /** Returns a number as int, or {@code otherwise} where the field is absent. */
    public int intValue(String name, int otherwise) {
        long value = longValue(name, otherwise);
        if (value != (int) value) {
            throw new WireException("field " + ForeignText.quoted(name), "a number of 32 bits", value);
        }
        return (int) value;
    }

    /** Returns a number as long, or {@code otherwise} where the field is absent; a fraction is refused, not cut off. */
    public long longValue(String name, long otherwise) {
        int element = findValue(name);
        return element == END ? otherwise : longAt(element);
    }

    /** Returns the number of an element as long; a fraction is refused, not cut off. */
    public long longAt(int element) {
        if (type(element) == BsonElements.DOUBLE) {
            double value = number(element);
            if (value != Math.rint(value) || Math.abs(value) >= 0x1p63) {
                throw new WireException(
                        "field " + ForeignText.quoted(name(element)),
                        "a whole number of 64 bits",
                        Double.toString(value));
            }
            return (long) value;
        }
        return type(element) == BsonElements.INT64
                ? LittleEndian.getLong(bytes, valueOffset(element))
                : (long) number(element);
    }

    /** Returns a boolean, or whether a number is not zero, or {@code otherwise} where the field is absent. */
    public boolean booleanValue(String name, boolean otherwise) {
        int element = findValue(name);
        if (element == END) {
            return otherwise;
        }
        return type(element) == BsonElements.BOOLEAN ? bytes[valueOffset(element)] != 0 : number(element) != 0;
    }

    /** Returns a string, or null where the field is absent. */
    public @Nullable String stringValue(String name) {
        int element = find(name, BsonElements.STRING);
        return element == END ? null : stringAt(element);
    }

    /** Returns a document, or null where the field is absent. */
    public @Nullable RawDocument document(String name) {
        int element = find(name, BsonElements.DOCUMENT);
        return element == END ? null : nested(element);
    }

    /** Returns an array as a document with the names 0, 1, 2 and so on, or null where the field is absent. */
    public @Nullable RawDocument array(String name) {
        int element = find(name, BsonElements.ARRAY);
        return element == END ? null : nested(element);
    }

    /** Returns an object id, or null where the field is absent. */
    public @Nullable ObjectId objectId(String name) {
        int element = find(name, BsonElements.OBJECT_ID);
        return element == END ? null : objectIdAt(element);
    }

    /** Returns a timestamp, or null where the field is absent. */
    public @Nullable BsonTimestamp timestamp(String name) {
        int element = find(name, BsonElements.TIMESTAMP);
        return element == END ? null : new BsonTimestamp(LittleEndian.getLong(bytes, valueOffset(element)));
    }

    /** Returns a copy of binary data of whatever subtype, or null where the field is absent. */
    public byte @Nullable [] binary(String name) {
        int element = find(name, BsonElements.BINARY);
        if (element == END) {
            return null;
        }
        int start = valueOffset(element) + 5;
        return Arrays.copyOfRange(bytes, start, start + LittleEndian.getInt(bytes, start - 5));
    }

    /** Returns any field as a value, or null where the field is absent; a null in the document is a {@code BsonNull}. */
    public @Nullable BsonValue value(String name) {
        int element = find(name);
        return element == END ? null : valueAt(element);
    }

    private @Nullable BsonValue valueAt(int element) {
        int at = valueOffset(element);
        return switch (type(element)) {
            case BsonElements.OBJECT_ID -> new BsonObjectId(objectIdAt(element));
            case BsonElements.STRING -> new BsonString(stringAt(element));
            case BsonElements.INT32 -> new BsonInt32(LittleEndian.getInt(bytes, at));
            case BsonElements.INT64 -> new BsonInt64(LittleEndian.getLong(bytes, at));
            default -> ofValue(bytes, type(element), at).toBsonDocument().get("");
        };
    }

    /** Returns the string of an element of type string. */
    public String stringAt(int element) {
        requireType(element, BsonElements.STRING);
        int start = valueOffset(element);
        return new String(bytes, start + 4, LittleEndian.getInt(bytes, start) - 1, StandardCharsets.UTF_8);
    }

    /** Returns the document of an element of type document, such as those of an array. */
    public RawDocument documentAt(int element) {
        requireType(element, BsonElements.DOCUMENT);
        return nested(element);
    }

    /** Decodes the document; the codec reads from the bytes where they lie. */
    public <T> T decode(Decoder<T> decoder) {
        return decodeAt(offset, decoder);
    }

    private <T> T decodeAt(int start, Decoder<T> decoder) {
        if (decoder instanceof DirectCodec<T> direct) {
            return direct.decode(bytes, start);
        }
        int length = LittleEndian.getInt(bytes, start);
        try (BsonBinaryReader reader = new BsonBinaryReader(ByteBuffer.wrap(bytes, start, length))) {
            return decoder.decode(reader, DECODER_CONTEXT);
        }
    }

    /**
     * Decodes every document of an array, in order.
     *
     * @param array an element of this document
     * @return an immutable list
     * @throws WireException if it is no array, or an element of it is not a document
     */
    public <T> List<T> decodeElements(int array, Decoder<T> decoder) {
        int first = firstOf(array);
        if (first == END) {
            return List.of();
        }
        T document = decodeElement(first, decoder);
        int element = next(first);
        if (element == END) {
            return Collections.singletonList(document); // what a find by _id gets
        }
        List<T> all = new ArrayList<>();
        all.add(document);
        for (; element != END; element = next(element)) {
            all.add(decodeElement(element, decoder));
        }
        return Collections.unmodifiableList(all);
    }

    /** Decodes the document of an element; errors as above. */
    public <T> T decodeElement(int element, Decoder<T> decoder) {
        requireType(element, BsonElements.DOCUMENT);
        return decodeAt(valueOffset(element), decoder);
    }

    /** Decodes the document into a tree; for tests, errors and rare fields, not for the common path. */
    public BsonDocument toBsonDocument() {
        return decode(BSON_DOCUMENT_CODEC);
    }

    /** Names the size only: the content may be anybody's data. */
    @Override
    public String toString() {
        return "RawDocument[" + length + " bytes]";
    }

    private int endOr(int element) {
        return bytes[element] == 0 ? END : element;
    }

    private int findValue(String name) {
        int element = find(name);
        return element == END || type(element) == BsonElements.NULL ? END : element;
    }

    private int find(String name, int wantedType) {
        int element = findValue(name);
        if (element != END) {
            requireType(element, wantedType);
        }
        return element;
    }

    private void requireType(int element, int wanted) {
        if (type(element) != wanted) {
            String field = "field " + ForeignText.quoted(name(element)) + " at offset " + element;
            throw new WireException(field, BsonElements.describe(wanted), BsonElements.describe(type(element)));
        }
    }

    private RawDocument nested(int element) {
        int start = valueOffset(element);
        return new RawDocument(bytes, start, LittleEndian.getInt(bytes, start));
    }

    private ObjectId objectIdAt(int element) {
        return new ObjectId(ByteBuffer.wrap(bytes, valueOffset(element), 12));
    }

    private double number(int element) {
        int at = valueOffset(element);
        return switch (type(element)) {
            case BsonElements.INT32 -> LittleEndian.getInt(bytes, at);
            case BsonElements.INT64 -> LittleEndian.getLong(bytes, at);
            case BsonElements.DOUBLE -> Double.longBitsToDouble(LittleEndian.getLong(bytes, at));
            default ->
                throw new WireException(
                        "field " + ForeignText.quoted(name(element)) + " at offset " + element,
                        "a number",
                        BsonElements.describe(type(element)));
        };
    }

    /** A document of one element, whose name is empty, so that a codec of the library's can read a value of any type. */
    static RawDocument ofValue(byte[] bytes, int type, int at) {
        int size = BsonElements.valueSize(bytes, type, at);
        byte[] single = new byte[4 + 2 + size + 1];
        LittleEndian.putInt(single, 0, single.length);
        single[4] = (byte) type;
        System.arraycopy(bytes, at, single, 4 + 2, size);
        return new RawDocument(single, 0, single.length);
    }
}
