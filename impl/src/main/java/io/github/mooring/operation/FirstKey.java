package io.github.mooring.operation;

import java.util.Iterator;
import java.util.Map;
import org.bson.BsonDocument;
import org.bson.BsonDocumentWrapper;
import org.bson.BsonDocumentWriter;
import org.bson.codecs.Encoder;
import org.bson.codecs.EncoderContext;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;

/**
 * Finds the key that a document begins with; stateless.
 *
 * <p>The server tells an update from a replacement by that key alone, and a stage by its name. For most documents it is
 * there to be seen; a class of the application's has to be encoded, but no further than that: the whole is encoded once,
 * for the message, under the limits that hold there.
 */
public final class FirstKey {
    private static final EncoderContext CONTEXT = EncoderContext.builder().build();

    private FirstKey() {}

    /**
     * The first key of a document of whatever class.
     *
     * @return null if it is empty, or cannot be encoded; the second shows again when it is sent
     */
    public static <T> @Nullable String of(T document, Encoder<T> encoder) {
        return document instanceof Map<?, ?> map && !(document instanceof BsonDocumentWrapper<?>)
                ? ofMap(map)
                : encoded(document, encoder);
    }

    /** The first key of a filter, an update, a stage or a command. */
    static @Nullable String of(Bson bson) {
        if (bson instanceof Map<?, ?> map && !(bson instanceof BsonDocumentWrapper<?>)) {
            return ofMap(map);
        }
        BsonDocument document = Codecs.lazy(bson);
        return document instanceof BsonDocumentWrapper<?> wrapper ? wrapped(wrapper) : ofMap(document);
    }

    private static @Nullable String ofMap(Map<?, ?> document) {
        Iterator<?> keys = document.keySet().iterator();
        return keys.hasNext() ? String.valueOf(keys.next()) : null;
    }

    private static <T> @Nullable String wrapped(BsonDocumentWrapper<T> wrapper) {
        return of(wrapper.getWrappedDocument(), wrapper.getEncoder());
    }

    private static <T> @Nullable String encoded(T document, Encoder<T> encoder) {
        FirstName writer = new FirstName();
        try {
            encoder.encode(writer, document, CONTEXT);
        } catch (RuntimeException e) {
            return writer.name; // if the writer did not stop the encoder, the encoder stops again when it is in earnest
        }
        return writer.name;
    }

    /** Stops the encoder at the first name it writes. */
    private static final class FirstName extends BsonDocumentWriter {
        private @Nullable String name;

        FirstName() {
            super(new BsonDocument());
        }

        @Override
        protected void doWriteName(String written) {
            name = written;
            throw new Enough();
        }
    }

    /** The name is known. It is no error, so it needs no stack. */
    private static final class Enough extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Enough() {
            super(null, null, false, false);
        }
    }
}
