package io.github.mooring.wire;

import java.util.Arrays;
import java.util.UUID;
import org.bson.codecs.Encoder;
import org.bson.codecs.EncoderContext;
import org.bson.types.Decimal128;
import org.bson.types.ObjectId;
import org.jspecify.annotations.Nullable;

/**
 * Writes BSON, element by element, straight into a {@link WireBuffer}; what it has no method for goes through a codec of
 * the library's.
 *
 * <p>Elements of a document are given a name, those of an array {@code null}: their names are their numbers. Begin and
 * end have to match, which is the caller's to see to: this writer, unlike the library's, keeps no state to check it by.
 * Not thread-safe; confined to its {@link DocumentEncoder}, which also takes out of the buffer what was not finished.
 */
public final class ElementWriter {

    private static final byte UUID_SUBTYPE = 4;

    private final WireBuffer buffer;
    private final Nesting nesting;
    /** Where the document or array at each level from 1 begins. */
    private int[] starts = new int[8];
    /** Number of the next element at each level from 1, where that is an array. */
    private int[] counts = new int[8];
    /** For what goes through a codec; made when it is needed, and again when it was left in the middle of something. */
    private @Nullable LimitedWriter library;
    /** For the fields of documents; made when they are needed, since each walk needs the same. */
    private DocumentWriter.@Nullable Fields fields;

    private DocumentWriter.@Nullable Fields fieldsButId;

    ElementWriter(WireBuffer buffer, int maxDepth) {
        this.buffer = buffer;
        this.nesting = new Nesting(maxDepth);
    }

    /** Begins a document where a document is expected: the outermost, or the value of an element begun elsewhere. */
    public void begin() {
        nesting.enter();
        int depth = nesting.depth();
        if (depth >= starts.length) {
            starts = Arrays.copyOf(starts, depth * 2);
            counts = Arrays.copyOf(counts, depth * 2);
        }
        starts[depth] = buffer.getPosition();
        counts[depth] = 0;
        buffer.writeInt32(0); // length, known at the end
    }

    /** Announces a document; {@link #begin}, or what begins with it, has to follow. */
    public void element(@Nullable String name) {
        header(BsonElements.DOCUMENT, name);
    }

    /** Begins a document; what follows goes into it. */
    public void beginDocument(@Nullable String name) {
        header(BsonElements.DOCUMENT, name);
        begin();
    }

    /** Begins an array; what follows goes into it. */
    public void beginArray(@Nullable String name) {
        header(BsonElements.ARRAY, name);
        begin();
    }

    /** Ends the document or array that was begun last. */
    public void end() {
        buffer.writeByte(0);
        int start = starts[nesting.depth()];
        buffer.writeInt32(start, buffer.getPosition() - start);
        nesting.leave();
    }

    /** Writes a string. */
    public void string(@Nullable String name, String value) {
        header(BsonElements.STRING, name);
        buffer.writeString(value);
    }

    /** Writes a number of 32 bits. */
    public void int32(@Nullable String name, int value) {
        header(BsonElements.INT32, name);
        buffer.writeInt32(value);
    }

    /** Writes a number of 64 bits. */
    public void int64(@Nullable String name, long value) {
        header(BsonElements.INT64, name);
        buffer.writeInt64(value);
    }

    /** Writes a floating-point number. */
    public void float64(@Nullable String name, double value) {
        header(BsonElements.DOUBLE, name);
        buffer.writeInt64(Double.doubleToRawLongBits(value));
    }

    /** Writes a decimal number. */
    public void decimal(@Nullable String name, Decimal128 value) {
        header(BsonElements.DECIMAL128, name);
        buffer.writeInt64(value.getLow());
        buffer.writeInt64(value.getHigh());
    }

    /** Writes a boolean. */
    public void bool(@Nullable String name, boolean value) {
        header(BsonElements.BOOLEAN, name);
        buffer.writeByte(value ? 1 : 0);
    }

    /** Writes a date as milliseconds since 1970. */
    public void date(@Nullable String name, long millis) {
        header(BsonElements.DATE, name);
        buffer.writeInt64(millis);
    }

    /** Writes an object id. */
    public void objectId(@Nullable String name, ObjectId value) {
        header(BsonElements.OBJECT_ID, name);
        buffer.writeObjectId(value);
    }

    /** Writes bytes; not for subtype 2, which has a length of its own in them. */
    public void binary(@Nullable String name, byte subtype, byte[] value) {
        header(BsonElements.BINARY, name);
        buffer.writeInt32(value.length);
        buffer.writeByte(subtype);
        buffer.writeBytes(value, 0, value.length);
    }

    /** Writes a UUID in the standard representation, subtype 4. */
    public void uuid(@Nullable String name, UUID value) {
        header(BsonElements.BINARY, name);
        buffer.writeInt32(16);
        buffer.writeByte(UUID_SUBTYPE);
        buffer.writeInt64(Long.reverseBytes(value.getMostSignificantBits()));
        buffer.writeInt64(Long.reverseBytes(value.getLeastSignificantBits()));
    }

    /** Writes a null. */
    public void nothing(@Nullable String name) {
        header(BsonElements.NULL, name);
    }

    /** Copies a document that is encoded already, once it has been found to be one, where a document is expected. */
    public void copy(byte[] bytes, int offset, int length) {
        checkCopy(bytes, offset, length, nesting);
        buffer.writeBytes(bytes, offset, length);
    }

    /** Writes a value of the application's by its codec. */
    public <T> void value(@Nullable String name, T value, Encoder<T> encoder, EncoderContext context) {
        if (encoder instanceof DirectCodec<T> direct) {
            header(BsonElements.DOCUMENT, name);
            direct.encode(this, value, context);
        } else {
            throughLibrary(name, value, encoder, context);
        }
    }

    /** Writes the outermost document by its codec. */
    <T> void outermost(T value, Encoder<T> encoder, EncoderContext context) {
        if (encoder instanceof DirectCodec<T> direct) {
            direct.encode(this, value, context);
        } else {
            encoder.encode(library(), value, context);
        }
    }

    /** What writes fields to this one for those documents, all of them or all but the {@code _id}. */
    DocumentWriter.Fields fieldsBy(DocumentWriter documents, boolean withoutId) {
        DocumentWriter.Fields known = withoutId ? fieldsButId : fields;
        return known != null && known.isOf(documents) ? known : newFieldsBy(documents, withoutId);
    }

    private DocumentWriter.Fields newFieldsBy(DocumentWriter documents, boolean withoutId) {
        var made = new DocumentWriter.Fields(documents, this, withoutId);
        if (withoutId) {
            fieldsButId = made;
        } else {
            fields = made;
        }
        return made;
    }

    String path() {
        return nesting.path();
    }

    /** Forgets what it was in the middle of. */
    void reset() {
        nesting.depth(0);
        library = null;
    }

    /**
     * The library's writer can only write whole documents, so it gets to write one of a single element, whose length
     * comes to stand over the last four bytes that are there (there are always four: the length of the document around),
     * and whose end is cut off again.
     */
    private <T> void throughLibrary(@Nullable String name, T value, Encoder<T> encoder, EncoderContext context) {
        int depth = nesting.depth();
        int at = buffer.getPosition() - 4;
        int covered = buffer.int32At(at);
        buffer.truncateToPosition(at);
        nesting.depth(depth - 1);
        String outerName = name == null ? Integer.toString(counts[depth]++) : name;
        LimitedWriter writer = library();
        writer.writeStartDocument();
        writer.writeName(outerName);
        nesting.name(name);
        encoder.encode(writer, value, context);
        writer.writeEndDocument();
        if (nesting.depth() != depth - 1) {
            throw EncodingException.notBson(
                    new WireException("value written by the codec", "one that is whole", "none"));
        }
        nesting.depth(depth);
        buffer.truncateToPosition(buffer.getPosition() - 1);
        buffer.writeInt32(at, covered);
    }

    private LimitedWriter library() {
        LimitedWriter writer = library;
        if (writer == null) {
            writer = new LimitedWriter(buffer, nesting);
            library = writer;
        }
        return writer;
    }

    private void header(int type, @Nullable String name) {
        nesting.name(name);
        buffer.writeByte(type);
        if (name == null) {
            buffer.writeNumber(counts[nesting.depth()]++);
        } else {
            buffer.writeCString(name);
        }
    }

    /** Bytes that are said to be a document may be anything, and may nest deeper than is allowed here. */
    static void checkCopy(byte[] bytes, int offset, int length, Nesting nesting) {
        try {
            BsonStructure.validate(bytes, offset, length, nesting.room());
        } catch (NestingException e) {
            throw nesting.tooDeep();
        } catch (WireException e) {
            throw EncodingException.notBson(e);
        }
    }
}
