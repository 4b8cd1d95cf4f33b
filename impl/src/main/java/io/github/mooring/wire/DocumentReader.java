package io.github.mooring.wire;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.UUID;
import org.bson.BsonTimestamp;
import org.bson.Document;
import org.bson.codecs.Decoder;
import org.bson.types.Binary;
import org.bson.types.Decimal128;
import org.bson.types.ObjectId;
import org.jspecify.annotations.Nullable;

/**
 * Reads documents of the library's class {@link Document} from bytes that {@link BsonStructure} has found good, which also
 * limits how deep it calls itself. Values of rare types are read by the library. Thread-safe.
 */
final class DocumentReader {

    private static final int OBJECT_ID_BYTES = 12;
    private static final int UUID_BYTES = 16;
    private static final byte UUID_SUBTYPE = 4;
    private static final byte LEGACY_UUID_SUBTYPE = 3;
    private static final byte VECTOR_SUBTYPE = 9;

    private final Decoder<Document> library;
    private final boolean standardUuids;
    private final FieldNames names = new FieldNames();

    /**
     * A reader.
     *
     * @param standardUuids whether the library takes UUIDs for such in the standard representation, and no others
     */
    DocumentReader(Decoder<Document> library, boolean standardUuids) {
        this.library = library;
        this.standardUuids = standardUuids;
    }

    Document document(byte[] bytes, int offset) {
        Document document = new Document();
        int at = offset + 4;
        int type;
        while ((type = bytes[at++] & 0xFF) != 0) {
            int start = at;
            int hash = 0;
            byte next;
            while ((next = bytes[at]) != 0) {
                hash = FieldNames.hash(hash, next);
                at++;
            }
            String name = names.get(bytes, start, at++, hash);
            document.put(name, value(bytes, type, at));
            at += BsonElements.valueSize(bytes, type, at);
        }
        return document;
    }

    private List<@Nullable Object> array(byte[] bytes, int offset) {
        List<@Nullable Object> array = new ArrayList<>();
        int at = offset + 4;
        int type;
        while ((type = bytes[at++] & 0xFF) != 0) {
            at = BsonElements.afterCString(bytes, at);
            array.add(value(bytes, type, at));
            at += BsonElements.valueSize(bytes, type, at);
        }
        return array;
    }

    @SuppressWarnings("JavaUtilDate") // what the library has documents hold
    private @Nullable Object value(byte[] bytes, int type, int at) {
        return switch (type) {
            case BsonElements.STRING -> string(bytes, at);
            case BsonElements.INT32 -> LittleEndian.getInt(bytes, at);
            case BsonElements.INT64 -> LittleEndian.getLong(bytes, at);
            case BsonElements.DOUBLE -> Double.longBitsToDouble(LittleEndian.getLong(bytes, at));
            case BsonElements.OBJECT_ID -> new ObjectId(ByteBuffer.wrap(bytes, at, OBJECT_ID_BYTES));
            case BsonElements.DATE -> new Date(LittleEndian.getLong(bytes, at));
            case BsonElements.BOOLEAN -> bytes[at] != 0;
            case BsonElements.NULL -> null;
            case BsonElements.DOCUMENT -> document(bytes, at);
            case BsonElements.ARRAY -> array(bytes, at);
            case BsonElements.BINARY -> binary(bytes, at);
            case BsonElements.TIMESTAMP -> new BsonTimestamp(LittleEndian.getLong(bytes, at));
            case BsonElements.DECIMAL128 ->
                Decimal128.fromIEEE754BIDEncoding(LittleEndian.getLong(bytes, at + 8), LittleEndian.getLong(bytes, at));
            default -> rare(bytes, type, at);
        };
    }

    private static String string(byte[] bytes, int at) {
        return new String(bytes, at + 4, LittleEndian.getInt(bytes, at) - 1, StandardCharsets.UTF_8);
    }

    private @Nullable Object binary(byte[] bytes, int at) {
        int length = LittleEndian.getInt(bytes, at);
        byte subtype = bytes[at + 4];
        int start = at + 5;
        if (!standardUuids && (subtype == UUID_SUBTYPE || subtype == LEGACY_UUID_SUBTYPE)) {
            return rare(bytes, BsonElements.BINARY, at);
        }
        if (subtype == UUID_SUBTYPE && length == UUID_BYTES) {
            long most = Long.reverseBytes(LittleEndian.getLong(bytes, start));
            return new UUID(most, Long.reverseBytes(LittleEndian.getLong(bytes, start + 8)));
        }
        if (subtype == BsonElements.OLD_BINARY_SUBTYPE || subtype == VECTOR_SUBTYPE) {
            return rare(bytes, BsonElements.BINARY, at);
        }
        return new Binary(subtype, Arrays.copyOfRange(bytes, start, start + length));
    }

    private @Nullable Object rare(byte[] bytes, int type, int at) {
        return RawDocument.ofValue(bytes, type, at).decode(library).get("");
    }
}
