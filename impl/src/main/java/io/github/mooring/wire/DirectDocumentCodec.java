package io.github.mooring.wire;

import java.util.UUID;
import org.bson.BsonObjectId;
import org.bson.BsonReader;
import org.bson.BsonValue;
import org.bson.BsonWriter;
import org.bson.Document;
import org.bson.UuidRepresentation;
import org.bson.codecs.CollectibleCodec;
import org.bson.codecs.DecoderContext;
import org.bson.codecs.EncoderContext;
import org.bson.codecs.UuidCodec;
import org.bson.codecs.configuration.CodecRegistry;
import org.bson.types.ObjectId;
import org.jspecify.annotations.Nullable;

/**
 * {@link Document} to bytes and back, byte for byte and value for value as the library's codec does it, without what that
 * costs for each document and for each field. What is rare is left to the library. Thread-safe.
 */
public final class DirectDocumentCodec implements DirectCodec<Document>, CollectibleCodec<Document> {

    private final CollectibleCodec<Document> library;
    private final DocumentReader reader;
    private final DocumentWriter writer;

    /** A codec that does as that of {@code registry}, in whatever representation that has UUIDs. */
    public DirectDocumentCodec(CodecRegistry registry) {
        boolean standardUuids = registry.get(UUID.class) instanceof UuidCodec uuids
                && uuids.getUuidRepresentation() == UuidRepresentation.STANDARD;
        this.library = (CollectibleCodec<Document>) registry.get(Document.class);
        this.reader = new DocumentReader(library, standardUuids);
        this.writer = new DocumentWriter(registry, standardUuids);
    }

    @Override
    public void encode(ElementWriter out, Document value, EncoderContext context) {
        writer.document(out, value, context.isEncodingCollectibleDocument());
    }

    @Override
    public Document decode(byte[] bytes, int offset) {
        return reader.document(bytes, offset);
    }

    @Override
    public @Nullable BsonValue idAtHand(Document value) {
        return value.get("_id") instanceof ObjectId id ? new BsonObjectId(id) : null;
    }

    @Override
    public void encode(BsonWriter out, Document value, EncoderContext context) {
        library.encode(out, value, context);
    }

    @Override
    public Document decode(BsonReader in, DecoderContext context) {
        return library.decode(in, context);
    }

    @Override
    public Class<Document> getEncoderClass() {
        return Document.class;
    }

    @Override
    public Document generateIdIfAbsentFromDocument(Document document) {
        return library.generateIdIfAbsentFromDocument(document);
    }

    @Override
    public boolean documentHasId(Document document) {
        return library.documentHasId(document);
    }

    @Override
    public BsonValue getDocumentId(Document document) {
        return library.getDocumentId(document);
    }
}
