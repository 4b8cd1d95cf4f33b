package io.github.mooring.wire;

import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.RandomAccess;
import java.util.UUID;
import java.util.function.Consumer;
import org.bson.BsonBinarySubType;
import org.bson.BsonValue;
import org.bson.Document;
import org.bson.codecs.Codec;
import org.bson.codecs.EncoderContext;
import org.bson.codecs.configuration.CodecRegistry;
import org.bson.types.Binary;
import org.bson.types.Decimal128;
import org.bson.types.ObjectId;
import org.jspecify.annotations.Nullable;

/**
 * Writes the documents of the library's class {@link Document} and what is usually in them; for values of any other class
 * it asks the registry. Stateless.
 */
final class DocumentWriter {

    private static final String ID = "_id";
    private static final EncoderContext CONTEXT = EncoderContext.builder().build();

    private final CodecRegistry registry;
    private final boolean standardUuids;

    /**
     * A writer.
     *
     * @param standardUuids whether the registry writes UUIDs in the standard representation
     */
    DocumentWriter(CodecRegistry registry, boolean standardUuids) {
        this.registry = registry;
        this.standardUuids = standardUuids;
    }

    /**
     * Writes a document.
     *
     * @param idFirst whether the {@code _id} comes first wherever it stands, as the server wants it in what is stored
     */
    void document(ElementWriter out, Document document, boolean idFirst) {
        out.begin();
        if (idFirst && document.containsKey(ID)) {
            value(out, ID, document.get(ID));
        }
        document.entrySet().forEach(out.fieldsBy(this, idFirst));
        out.end();
    }

    private void field(ElementWriter out, @Nullable String name, @Nullable Object value, boolean withoutId) {
        if (name == null) {
            throw new IllegalArgumentException("a field name is null");
        }
        if (!(withoutId && name.equals(ID))) {
            value(out, name, value);
        }
    }

    private void value(ElementWriter out, @Nullable String name, @Nullable Object value) {
        if (value instanceof String text) {
            out.string(name, text);
        } else if (value instanceof Integer number) {
            out.int32(name, number);
        } else if (value instanceof ObjectId id) {
            out.objectId(name, id);
        } else if (value instanceof Long number) {
            out.int64(name, number);
        } else if (value instanceof Double number) {
            out.float64(name, number);
        } else if (value instanceof Boolean bool) {
            out.bool(name, bool);
        } else if (value == null) {
            out.nothing(name);
        } else {
            composed(out, name, value);
        }
    }

    /** The registry goes by the exact class, so a subclass that is not known here must not be taken for what it extends. */
    @SuppressWarnings("JavaUtilDate") // what the library has documents hold
    private void composed(ElementWriter out, @Nullable String name, Object value) {
        if (value.getClass() == Document.class) {
            out.element(name);
            document(out, (Document) value, false);
        } else if (value.getClass() == Date.class) {
            out.date(name, ((Date) value).getTime());
        } else if (value instanceof List<?> list && !(value instanceof BsonValue)) {
            array(out, name, list);
        } else if (standardUuids && value instanceof UUID uuid) {
            out.uuid(name, uuid);
        } else if (value instanceof Decimal128 number) {
            out.decimal(name, number);
        } else if (value.getClass() == Binary.class && isPlain((Binary) value)) {
            out.binary(name, ((Binary) value).getType(), ((Binary) value).getData());
        } else {
            byCodec(out, name, value);
        }
    }

    private void array(ElementWriter out, @Nullable String name, List<?> values) {
        out.beginArray(name);
        if (values instanceof RandomAccess) {
            for (int i = 0; i < values.size(); i++) {
                value(out, null, values.get(i));
            }
        } else {
            for (Object value : values) {
                value(out, null, value);
            }
        }
        out.end();
    }

    @SuppressWarnings("unchecked") // a codec for the class of a value is one for the value
    private <T> void byCodec(ElementWriter out, @Nullable String name, T value) {
        out.value(name, value, (Codec<T>) registry.get(value.getClass()), CONTEXT);
    }

    private static boolean isPlain(Binary binary) {
        return binary.getType() != BsonBinarySubType.OLD_BINARY.getValue();
    }

    /**
     * Writes the fields of documents to one writer, which keeps it: an iterator would be one more object for each document.
     * Immutable.
     */
    static final class Fields implements Consumer<Map.Entry<String, Object>> {
        private final DocumentWriter documents;
        private final ElementWriter out;
        private final boolean withoutId;

        Fields(DocumentWriter documents, ElementWriter out, boolean withoutId) {
            this.documents = documents;
            this.out = out;
            this.withoutId = withoutId;
        }

        boolean isOf(DocumentWriter others) {
            return documents == others;
        }

        @Override
        public void accept(Map.Entry<String, Object> field) {
            documents.field(out, field.getKey(), field.getValue(), withoutId);
        }
    }
}
