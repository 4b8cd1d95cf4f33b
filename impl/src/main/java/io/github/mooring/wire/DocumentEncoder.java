package io.github.mooring.wire;

import org.bson.codecs.Encoder;
import org.bson.codecs.EncoderContext;

/**
 * Encodes values of the application into a {@link WireBuffer} under limits of size and depth, whole or not at all.
 *
 * <p>One writer serves all documents, because making one costs more than writing a small document. Whatever goes wrong,
 * also in a codec of the application, the buffer is truncated to where it was. Not thread-safe; confined to whoever owns
 * the buffer.
 */
public final class DocumentEncoder {

    private static final EncoderContext PLAIN = EncoderContext.builder().build();

    private final WireBuffer buffer;
    private final ElementWriter writer;

    /** Encodes with the default limit of {@value WireLimits#MAX_NESTING_DEPTH} levels. */
    public DocumentEncoder(WireBuffer buffer) {
        this(buffer, WireLimits.MAX_NESTING_DEPTH);
    }

    /**
     * Encodes with a limit of the caller's own.
     *
     * @param maxDepth levels of documents and arrays allowed; the document itself is the first
     */
    public DocumentEncoder(WireBuffer buffer, int maxDepth) {
        this.buffer = buffer;
        this.writer = new ElementWriter(buffer, maxDepth);
    }

    /**
     * Appends a value as one document; see the other method.
     *
     * @return where the document begins in the buffer
     */
    public <T> int encode(Encoder<T> encoder, T value, int maxSizeBytes) {
        return encode(encoder, value, PLAIN, maxSizeBytes);
    }

    /**
     * Appends a value as one document.
     *
     * @param context      passed to the encoder; says whether the document is one to be stored
     * @param maxSizeBytes largest size of the encoded document
     * @return where the document begins in the buffer
     * @throws EncodingException if the value goes past a limit or cannot be BSON; the buffer is as it was before
     * @throws RuntimeException  whatever the encoder throws; the buffer is as it was before
     */
    public <T> int encode(Encoder<T> encoder, T value, EncoderContext context, int maxSizeBytes) {
        int start = buffer.getPosition();
        boolean whole = false;
        buffer.limit(start, maxSizeBytes);
        try {
            writer.outermost(value, encoder, context);
            requireOneDocument(start);
            whole = true;
        } catch (EncodingException e) {
            throw e.at(writer.path());
        } finally {
            end(start, whole);
        }
        return start;
    }

    /**
     * Appends a document of the fields that the caller writes; errors as above.
     *
     * @param context      passed to the caller's code
     * @param maxSizeBytes largest size of the encoded document
     * @return where the document begins in the buffer
     */
    public <C> int encode(Fields<C> fields, C context, int maxSizeBytes) {
        int start = buffer.getPosition();
        boolean whole = false;
        buffer.limit(start, maxSizeBytes);
        try {
            writer.begin();
            fields.write(writer, context);
            writer.end();
            whole = true;
        } catch (EncodingException e) {
            throw e.at(writer.path());
        } finally {
            end(start, whole);
        }
        return start;
    }

    private void end(int start, boolean whole) {
        buffer.unlimit();
        if (!whole) {
            buffer.truncateToPosition(start);
            writer.reset();
        }
    }

    /** A codec may write nothing, two documents, or leave one open; the first two would look whole to the server. */
    private void requireOneDocument(int start) {
        int size = buffer.getPosition() - start;
        if (size < BsonStructure.MIN_DOCUMENT_BYTES || buffer.int32At(start) != size) {
            throw EncodingException.notBson(
                    new WireException("bytes written by the codec", "exactly one document", size + " bytes"));
        }
    }

    /**
     * Writes the fields of a document.
     *
     * @param <C> what is handed through, so that nothing has to be captured
     */
    @FunctionalInterface
    public interface Fields<C> {
        /** Writes the fields; the document itself is begun before and ended after. */
        void write(ElementWriter out, C context);
    }
}
