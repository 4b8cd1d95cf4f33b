package io.github.mooring.auth;

import io.github.mooring.api.ServerAddress;
import io.github.mooring.time.Deadline;
import io.github.mooring.wire.RawDocument;
import java.util.Map;
import org.bson.BsonBinary;
import org.bson.BsonBinaryWriter;
import org.bson.BsonDocument;
import org.bson.codecs.BsonDocumentCodec;
import org.bson.codecs.EncoderContext;
import org.bson.io.BasicOutputBuffer;

/** What the tests of mechanisms have in common. */
final class AuthFixture {
    static final AuthTarget OVER_TLS = target(true);
    static final AuthTarget IN_CLEAR = target(false);

    private AuthFixture() {}

    private static AuthTarget target(boolean encrypted) {
        return new AuthTarget(new ServerAddress("db.example", 27017), encrypted, Deadline.never());
    }

    static Credential external(String mechanism, String user, String password) {
        return external(mechanism, user, password, Map.of());
    }

    static Credential external(String mechanism, String user, String password, Map<String, String> properties) {
        return new Credential(user, "$external", mechanism, password.toCharArray(), properties);
    }

    /** A reply to saslStart or saslContinue. */
    static RawDocument reply(boolean done, byte[] payload) {
        return raw(BsonDocument.parse("{conversationId: 7, done: " + done + ", ok: 1}")
                .append("payload", new BsonBinary(payload)));
    }

    static RawDocument raw(BsonDocument document) {
        byte[] bytes = encode(document);
        return RawDocument.of(bytes, 0, bytes.length);
    }

    static byte[] encode(BsonDocument document) {
        BasicOutputBuffer buffer = new BasicOutputBuffer();
        try (BsonBinaryWriter writer = new BsonBinaryWriter(buffer)) {
            new BsonDocumentCodec()
                    .encode(writer, document, EncoderContext.builder().build());
        }
        return buffer.toByteArray();
    }
}
