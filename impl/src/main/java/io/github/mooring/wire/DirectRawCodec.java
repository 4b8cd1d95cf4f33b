package io.github.mooring.wire;

import java.util.Arrays;
import org.bson.BsonReader;
import org.bson.BsonWriter;
import org.bson.RawBsonDocument;
import org.bson.codecs.DecoderContext;
import org.bson.codecs.EncoderContext;
import org.bson.codecs.RawBsonDocumentCodec;

/** Documents that stay encoded: reading one is to copy its bytes, and so is writing one. Thread-safe. */
public final class DirectRawCodec implements DirectCodec<RawBsonDocument> {

    private final RawBsonDocumentCodec library = new RawBsonDocumentCodec();

    @Override
    public void encode(ElementWriter out, RawBsonDocument value, EncoderContext context) {
        out.copy(value.getBackingArray(), value.getByteOffset(), value.getByteLength());
    }

    @Override
    public RawBsonDocument decode(byte[] bytes, int offset) {
        return new RawBsonDocument(Arrays.copyOfRange(bytes, offset, offset + LittleEndian.getInt(bytes, offset)));
    }

    @Override
    public void encode(BsonWriter out, RawBsonDocument value, EncoderContext context) {
        library.encode(out, value, context);
    }

    @Override
    public RawBsonDocument decode(BsonReader in, DecoderContext context) {
        return library.decode(in, context);
    }

    @Override
    public Class<RawBsonDocument> getEncoderClass() {
        return RawBsonDocument.class;
    }
}
