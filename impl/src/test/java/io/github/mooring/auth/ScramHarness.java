package io.github.mooring.auth;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.mooring.wire.RawDocument;
import io.github.mooring.wire.WireException;
import java.util.Arrays;
import java.util.List;
import org.bson.BsonDocument;

/**
 * What must hold whatever a server sends: each method takes bytes that may be anything, and fails if something comes out
 * that must not. Random bytes and those that a fuzzer finds go through the same.
 *
 * <p>Keys are derived once: no input leads to another derivation, whose iterations would be most of the time.
 */
final class ScramHarness {
    private static final String PASSWORD = "pencil";
    private static final String NONCE = "rOprNGfwEbeRWgbNEkqO";
    private static final String FIRST =
            "r=" + NONCE + "%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096";
    /** Of the example in RFC 7677. */
    private static final byte[] SIGNATURE = "v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=".getBytes(UTF_8);

    private static final Credential USER = new Credential("user", "admin", null, PASSWORD.toCharArray());

    private final Scram scram = new Scram(ScramVariant.SHA_256, new ScramKeyCache(), () -> NONCE);
    /** Sound messages to begin with. */
    List<byte[]> firstMessages() {
        return List.of(FIRST.getBytes(UTF_8), (FIRST + ",z=more").getBytes(UTF_8), "e=other-error".getBytes(UTF_8));
    }

    /** As above. */
    List<byte[]> lastMessages() {
        return List.of(SIGNATURE, "e=invalid-proof".getBytes(UTF_8), new byte[0]);
    }

    /** As above; replies in BSON, not all of them to the last command. */
    List<byte[]> replies() {
        return List.of(
                AuthFixture.reply(true, SIGNATURE).toByteArray(),
                AuthFixture.reply(false, SIGNATURE).toByteArray(),
                AuthFixture.reply(true, new byte[0]).toByteArray());
    }

    /** What is read of a first message is what stands in it. */
    void serverFirst(byte[] bytes) {
        String message = new String(bytes, UTF_8);
        try {
            ServerFirst first = ServerFirst.parse(message, NONCE);
            assertThat(first.nonce()).startsWith(NONCE).hasSizeGreaterThan(NONCE.length());
            assertThat(first.iterations()).isBetween(ServerFirst.MIN_ITERATIONS, ServerFirst.MAX_ITERATIONS);
            assertThat(first.salt()).isNotEmpty();
            assertThat(message)
                    .startsWith("r=" + first.nonce() + ",s=" + first.saltBase64() + ",i=" + first.iterations());
        } catch (IllegalArgumentException e) {
            assertText(e);
        }
    }

    /** Nothing but the right signature ends a conversation well. */
    void serverFinal(byte[] bytes) {
        SaslConversation talk = proved();
        try {
            talk.respond(bytes);
            assertThat(startsWithSignature(bytes)).isTrue();
            assertThat(talk.isDone()).isTrue();
        } catch (AuthException e) {
            assertText(e);
            assertThat(talk.isDone()).isFalse();
        }
    }

    /** Nothing but the right signature ends an exchange well, in whatever document it comes. */
    void saslReply(byte[] bytes) {
        SaslExchange exchange = new SaslExchange(proved(), USER);
        try {
            RawDocument reply = RawDocument.of(bytes, 0, bytes.length);
            BsonDocument next = exchange.next(reply);
            byte[] payload = reply.binary("payload");
            assertThat(payload != null && startsWithSignature(payload)).isTrue();
            if (next != null) {
                assertThat(next.keySet()).containsExactly("saslContinue", "conversationId", "payload");
            }
        } catch (AuthException | WireException e) {
            assertText(e);
        }
    }

    private SaslConversation proved() {
        SaslConversation talk = scram.begin(USER);
        talk.respond(FIRST.getBytes(UTF_8));
        return talk;
    }

    private boolean startsWithSignature(byte[] bytes) {
        return bytes.length >= SIGNATURE.length
                && Arrays.equals(bytes, 0, SIGNATURE.length, SIGNATURE, 0, SIGNATURE.length);
    }

    /** For people: short, on one line, without the password. */
    private static void assertText(Exception e) {
        assertThat(String.valueOf(e.getMessage()))
                .hasSizeLessThan(500)
                .doesNotContain(PASSWORD)
                .matches("[^\\p{Cntrl}]*");
    }
}
