package io.github.mooring.operation;

import static org.bson.codecs.configuration.CodecRegistries.fromProviders;
import static org.bson.codecs.configuration.CodecRegistries.withUuidRepresentation;

import io.github.mooring.api.ErrorContext;
import io.github.mooring.api.MongoDocumentException;
import io.github.mooring.wire.DirectDocumentCodec;
import io.github.mooring.wire.DirectRawCodec;
import io.github.mooring.wire.ElementWriter;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
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
 * The codecs of the product for one representation of UUIDs: BSON values, documents, JSON, maps, collections, enums, the
 * classes of {@code java.time} and records. Immutable.
 *
 * @see <a href="https://github.com/mongodb/specifications/blob/master/source/bson-binary-uuid/uuid.md">Handling of Native UUID
 *     Types in Drivers</a>
 */
public final class DocumentCodecs {
    private static final CodecRegistry REGISTRY = fromProviders(
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
            new RecordCodecProvider());
    private static final EncoderContext CONTEXT = EncoderContext.builder().build();
    private static final Map<UuidRepresentation, DocumentCodecs> ALL = all();

    private final CodecRegistry registry;
    private final Codec<Document> document;
    private final Codec<RawBsonDocument> rawDocument = new DirectRawCodec();
    private final BsonDocumentCodec bsonDocument;
    private final Codec<BsonValue> bsonValue;

    private DocumentCodecs(UuidRepresentation uuids) {
        registry = withUuidRepresentation(REGISTRY, uuids);
        document = new DirectDocumentCodec(registry);
        bsonDocument = new BsonDocumentCodec(registry);
        bsonValue = registry.get(BsonValue.class);
    }

    private static Map<UuidRepresentation, DocumentCodecs> all() {
        Map<UuidRepresentation, DocumentCodecs> all = new EnumMap<>(UuidRepresentation.class);
        for (UuidRepresentation uuids : UuidRepresentation.values()) {
            all.put(uuids, new DocumentCodecs(uuids));
        }
        return all;
    }

    /** Those that write UUIDs so; the same each time. */
    public static DocumentCodecs of(UuidRepresentation uuids) {
        return Objects.requireNonNull(ALL.get(uuids));
    }

    CodecRegistry registry() {
        return registry;
    }

    /** The codec of {@link Document}. */
    public Codec<Document> document() {
        return document;
    }

    Codec<BsonDocument> bsonDocument() {
        return bsonDocument;
    }

    /**
     * The codec of a class of the caller's; look it up once per collection, not once per call.
     *
     * @throws MongoDocumentException if there is none
     */
    @SuppressWarnings("unchecked") // each is returned for its own class
    public <T> Codec<T> of(Class<T> type) {
        if (type == Document.class) {
            return (Codec<T>) document;
        }
        if (type == RawBsonDocument.class) {
            return (Codec<T>) rawDocument;
        }
        try {
            return registry.get(type);
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
    void write(ElementWriter out, @Nullable String name, Bson bson) {
        if (bson instanceof Document own) {
            out.value(name, own, document, CONTEXT);
            return;
        }
        BsonDocument tree = bson.toBsonDocument(BsonDocument.class, registry);
        if (tree instanceof BsonDocumentWrapper<?> wrapper) {
            writeWrapped(out, name, wrapper);
        } else if (tree instanceof RawBsonDocument raw) {
            out.value(name, raw, rawDocument, CONTEXT);
        } else {
            out.value(name, tree, bsonDocument, CONTEXT);
        }
    }

    /** Writes a value of whatever type. */
    void write(ElementWriter out, String name, BsonValue value) {
        out.value(name, value, bsonValue, CONTEXT);
    }

    /**
     * The document as a tree.
     *
     * @throws MongoDocumentException if it cannot be one, such as one that contains itself
     */
    BsonDocument tree(Bson bson) {
        BsonDocument tree = lazy(bson);
        try {
            var unused = tree.size(); // the library's wrappers are not trees before they are asked for something
            return tree;
        } catch (RuntimeException e) {
            throw notBson(bson, e);
        }
    }

    /** The document as a tree, or as a wrapper that becomes one when it is looked into. */
    BsonDocument lazy(Bson bson) {
        try {
            return bson.toBsonDocument(BsonDocument.class, registry);
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
