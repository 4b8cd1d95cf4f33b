package io.github.mooring.wire;

import org.bson.BsonValue;
import org.bson.codecs.Codec;
import org.bson.codecs.EncoderContext;
import org.jspecify.annotations.Nullable;

/**
 * A codec of documents that needs neither the library's reader nor its writer, which cost more than the document where it
 * is small. Thread-safe.
 */
public interface DirectCodec<T> extends Codec<T> {
    /** Writes exactly one document, from {@link ElementWriter#begin} to {@link ElementWriter#end}. */
    void encode(ElementWriter out, T value, EncoderContext context);

    /**
     * Reads a document.
     *
     * @param bytes  found to be well-formed before
     * @param offset where the document begins
     * @return something that holds nothing of {@code bytes}
     */
    T decode(byte[] bytes, int offset);

    /**
     * The top-level {@code _id} where it is at hand as a value; null if that takes a look at what was encoded, or if
     * there is none.
     */
    default @Nullable BsonValue idAtHand(T value) {
        return null;
    }
}
