package io.github.mooring.topology;

import io.github.mooring.wire.RawDocument;
import org.bson.BsonDocument;
import org.bson.RawBsonDocument;
import org.bson.codecs.BsonDocumentCodec;

/** Answers to hello as tests want them. */
final class Hellos {
    private Hellos() {}

    static RawDocument raw(String json) {
        return raw(BsonDocument.parse(json));
    }

    static RawDocument raw(BsonDocument document) {
        byte[] bytes = new RawBsonDocument(document, new BsonDocumentCodec())
                .getByteBuffer()
                .array();
        return RawDocument.of(bytes, 0, length(bytes));
    }

    private static int length(byte[] bytes) {
        return (bytes[0] & 0xFF) | (bytes[1] & 0xFF) << 8 | (bytes[2] & 0xFF) << 16 | (bytes[3] & 0xFF) << 24;
    }

    static HelloReply hello(String json) {
        return HelloReply.of(Servers.address("db"), raw(json));
    }
}
