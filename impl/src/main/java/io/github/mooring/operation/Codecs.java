package io.github.mooring.operation;

import static org.bson.codecs.configuration.CodecRegistries.fromProviders;
import static org.bson.codecs.configuration.CodecRegistries.withUuidRepresentation;

import io.github.mooring.api.ErrorContext;
import io.github.mooring.api.MongoDocumentException;
import io.github.mooring.wire.DirectDocumentCodec;
import io.github.mooring.wire.DirectRawCodec;
import io.github.mooring.wire.ElementWriter;
import org.bson.BsonDocument;
import org.bson.BsonDocumentWrapper;
import org.bson.BsonValue;
import org.bson.Document;
import org.bson.RawBsonDocument;
import org.bson.UuidRepresentation;
import org.bson.codecs.BsonCodecProvider;
import org.bson.codecs.BsonDocumentCodec;
import org.bson.codecs.BsonValueCodecProvider;
import org.bson.codecs.Codec;
import org.bson.codecs.CollectionCodecProvider;
import org.bson.codecs.DocumentCodecProvider;
import org.bson.codecs.EncoderContext;
import org.bson.codecs.EnumCodecProvider;
import org.bson.codecs.IterableCodecProvider;
import org.bson.codecs.JsonObjectCodecProvider;
import org.bson.codecs.MapCodecProvider;
import org.bson.codecs.ValueCodecProvider;
import org.bson.codecs.configuration.CodecConfigurationException;
import org.bson.codecs.configuration.CodecRegistry;
import org.bson.codecs.jsr310.Jsr310CodecProvider;
import org.bson.codecs.record.RecordCodecProvider;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;

/**
 * The codecs of the product: BSON values, documents, JSON, maps, collections, enums, the classes of {@code java.time}
 * and records. UUIDs are written in the standard representation (binary subtype 4). Stateless.
 */
public final class Codecs {
    private static final CodecRegistry REGISTRY = withUuidRepresentation(
            fromProviders(
                    new ValueCodecProvider(),
                    new BsonValueCodecProvider(),
                    new DocumentCodecProvider(),
                    new CollectionCodecProvider(),
                    new IterableCodecProvider(),
                    new MapCodecProvider(),
                    new Jsr310CodecProvider(),
                    new JsonObjectCodecProvider(),
                    new BsonCodecProvider(),
                    new EnumCodecProvider(),
                    new RecordCodecProvider()),
            UuidRepresentation.STANDARD);
    private static final Codec<Document> DOCUMENT = new DirectDocumentCodec(REGISTRY);
    private static final Codec<RawBsonDocument> RAW_DOCUMENT = new DirectRawCodec();
    private static final BsonDocumentCodec BSON_DOCUMENT = new BsonDocumentCodec(REGISTRY);
    private static final Codec<BsonValue> BSON_VALUE = REGISTRY.get(BsonValue.class);
    private static final EncoderContext CONTEXT = EncoderContext.builder().build();

    private Codecs() {}

    /** What the library itself has for every class; for tests that compare. */
    static CodecRegistry registry() {
        return REGISTRY;
    }

    /** The codec of {@link Document}. */
    public static Codec<Document> document() {
        return DOCUMENT;
    }

    /** The codec of {@link BsonDocument}. */
    public static Codec<BsonDocument> bsonDocument() {
        return BSON_DOCUMENT;
    }

    /**
     * The codec of a class of the caller's; look it up once per collection, not once per call.
     *
     * @throws MongoDocumentException if there is none
     */
    @SuppressWarnings("unchecked") // each is returned for its own class
    public static <T> Codec<T> of(Class<T> type) {
        if (type == Document.class) {
            return (Codec<T>) DOCUMENT;
        }
        if (type == RawBsonDocument.class) {
            return (Codec<T>) RAW_DOCUMENT;
        }
        try {
            return REGISTRY.get(type);
        } catch (CodecConfigurationException e) {
            throw new MongoDocumentException(
                    "no codec for " + type.getName() + ": " + e.getMessage()
                            + "; use Document, BsonDocument, or a record whose components have codecs",
                    ErrorContext.NONE,
                    e);
        }
    }

    /**
     * Writes a document of the caller's, whatever it is made of, without building a tree of it first.
     *
     * @param name null for an element of an array
     */
    static void write(ElementWriter out, @Nullable String name, Bson bson) {
        if (bson instanceof Document document) {
            out.value(name, document, DOCUMENT, CONTEXT);
            return;
        }
        BsonDocument document = bson.toBsonDocument(BsonDocument.class, REGISTRY);
        if (document instanceof BsonDocumentWrapper<?> wrapper) {
            writeWrapped(out, name, wrapper);
        } else if (document instanceof RawBsonDocument raw) {
            out.value(name, raw, RAW_DOCUMENT, CONTEXT);
        } else {
            out.value(name, document, BSON_DOCUMENT, CONTEXT);
        }
    }

    /** Writes a value of whatever type. */
    static void write(ElementWriter out, String name, BsonValue value) {
        out.value(name, value, BSON_VALUE, CONTEXT);
    }

    /**
     * The document as a tree.
     *
     * @throws MongoDocumentException if it cannot be one, such as one that contains itself
     */
    static BsonDocument tree(Bson bson) {
        BsonDocument document = lazy(bson);
        try {
            var unused = document.size(); // the library's wrappers are not trees before they are asked for something
            return document;
        } catch (RuntimeException e) {
            throw notBson(bson, e);
        }
    }

    /** The document as a tree, or as a wrapper that becomes one when it is looked into. */
    static BsonDocument lazy(Bson bson) {
        try {
            return bson.toBsonDocument(BsonDocument.class, REGISTRY);
        } catch (RuntimeException e) {
            throw notBson(bson, e);
        }
    }

    private static MongoDocumentException notBson(Bson bson, RuntimeException e) {
        return new MongoDocumentException(
                "a " + bson.getClass().getName() + " cannot be written as BSON: " + e.getMessage(),
                ErrorContext.NONE,
                e);
    }

    private static <T> void writeWrapped(ElementWriter out, @Nullable String name, BsonDocumentWrapper<T> wrapper) {
        out.value(name, wrapper.getWrappedDocument(), wrapper.getEncoder(), CONTEXT);
    }
}
