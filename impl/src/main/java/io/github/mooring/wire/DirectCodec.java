package io.github.mooring.wire;

import org.bson.codecs.Codec;
import org.bson.codecs.EncoderContext;

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
}
