package io.github.mooring.operation;

import org.bson.BsonDocument;
import org.bson.Document;
import org.bson.RawBsonDocument;
import org.bson.UuidRepresentation;
import org.bson.codecs.Codec;
import org.bson.codecs.configuration.CodecRegistry;
import org.bson.conversions.Bson;

/**
 * The codecs for what is the library's own affair, such as {@link RawBsonDocument} and what a server tells of itself: those with
 * the standard representation of UUIDs (binary subtype 4). An application's documents have those of their session. Stateless.
 */
public final class Codecs {
    private static final DocumentCodecs STANDARD = DocumentCodecs.of(UuidRepresentation.STANDARD);

    private Codecs() {}

    /** What the library itself has for every class; for tests that compare. */
    static CodecRegistry registry() {
        return STANDARD.registry();
    }

    /** The codec of {@link Document}. */
    public static Codec<Document> document() {
        return STANDARD.document();
    }

    /** The codec of {@link BsonDocument}. */
    public static Codec<BsonDocument> bsonDocument() {
        return STANDARD.bsonDocument();
    }

    /** As {@link DocumentCodecs#of(Class)}. */
    public static <T> Codec<T> of(Class<T> type) {
        return STANDARD.of(type);
    }

    /** As {@link DocumentCodecs#lazy}; for what does not depend on how UUIDs are written. */
    static BsonDocument lazy(Bson bson) {
        return STANDARD.lazy(bson);
    }
}
