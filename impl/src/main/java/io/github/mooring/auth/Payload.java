package io.github.mooring.auth;

import java.util.Arrays;
import org.bson.BsonBinaryWriter;
import org.bson.BsonDocument;
import org.bson.codecs.BsonDocumentCodec;
import org.bson.codecs.EncoderContext;
import org.bson.io.BasicOutputBuffer;

/** Documents as the payload of SASL messages. Stateless. */
final class Payload {

    private static final BsonDocumentCodec CODEC = new BsonDocumentCodec();

    private Payload() {}

    /** The document's bytes; the buffer that they were written into is overwritten. */
    static byte[] of(BsonDocument document) {
        BasicOutputBuffer buffer = new BasicOutputBuffer();
        try (BsonBinaryWriter writer = new BsonBinaryWriter(buffer)) {
            CODEC.encode(writer, document, EncoderContext.builder().build());
        }
        byte[] bytes = buffer.toByteArray();
        Arrays.fill(buffer.getInternalBuffer(), (byte) 0);
        return bytes;
    }
}
