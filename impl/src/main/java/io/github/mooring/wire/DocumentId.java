package io.github.mooring.wire;

import org.bson.BsonValue;
import org.bson.types.ObjectId;
import org.jspecify.annotations.Nullable;

/** The top-level {@code _id} of documents that are encoded already. */
public final class DocumentId {

    private static final String NAME = "_id";
    private static final int OBJECT_ID_BYTES = 12;
    /** Type byte, name with its NUL, value. */
    private static final int ELEMENT_BYTES = 1 + NAME.length() + 1 + OBJECT_ID_BYTES;

    private DocumentId() {}

    /**
     * Reads the {@code _id} of a document that a {@link DocumentEncoder} has put at {@code start}.
     *
     * @return its value, or null if it has none
     */
    public static @Nullable BsonValue read(WireBuffer buffer, int start) {
        return new RawDocument(buffer.array(), start, buffer.int32At(start)).value(NAME);
    }

    /**
     * Puts an {@code _id} in front of the other fields of the document at {@code start}, which must not have one and must
     * be the last thing in the buffer.
     *
     * @param maxSizeBytes largest size of the document with its new field
     * @throws EncodingException if it does not fit; the whole document is taken out of the buffer then
     */
    public static void prepend(WireBuffer buffer, int start, ObjectId id, int maxSizeBytes) {
        int size = buffer.int32At(start);
        if (start + size != buffer.getPosition()) {
            throw new IllegalStateException("bug: the document at " + start + " is not the last in the buffer");
        }
        if (size + ELEMENT_BYTES > maxSizeBytes) {
            buffer.truncateToPosition(start);
            throw EncodingException.tooLarge(maxSizeBytes, size + ELEMENT_BYTES).at(NAME);
        }
        int at = start + 4;
        buffer.insert(at, ELEMENT_BYTES);
        byte[] bytes = buffer.array();
        bytes[at++] = BsonElements.OBJECT_ID;
        for (int i = 0; i < NAME.length(); i++) {
            bytes[at++] = (byte) NAME.charAt(i);
        }
        bytes[at++] = 0;
        System.arraycopy(id.toByteArray(), 0, bytes, at, OBJECT_ID_BYTES);
        buffer.writeInt32(start, size + ELEMENT_BYTES);
    }
}
