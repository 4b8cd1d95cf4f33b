package io.github.mooring.topology;

import io.github.mooring.wire.RawDocument;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
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

    /** A server that has said this, as a MongoDB 5.3 or later if nothing else is said. */
    static ServerDescription heard(String host, String fields) {
        HelloReply hello = hello("{ok: 1, minWireVersion: 0, maxWireVersion: 21, " + fields + "}");
        return ServerDescription.answered(Servers.address(host), hello, new RoundTripTime(Duration.ofMillis(1)), 0);
    }

    /** A primary of the set {@code rs} that names these members. */
    static ServerDescription primary(String host, List<String> members, String fields) {
        return heard(host, "isWritablePrimary: true, setName: 'rs', hosts: " + list(members) + ", " + fields);
    }

    /** A secondary of the set {@code rs} that names these members. */
    static ServerDescription secondary(String host, String... members) {
        return heard(host, "secondary: true, setName: 'rs', hosts: " + list(List.of(members)));
    }

    static ServerDescription failed(String host) {
        return ServerDescription.failed(Servers.address(host), "connection refused", 0);
    }

    private static String list(List<String> members) {
        return members.stream().collect(Collectors.joining("', '", "['", "']"));
    }
}
