package io.github.mooring.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.mooring.api.MongoSecurityException;
import io.github.mooring.auth.Credential;
import java.nio.charset.StandardCharsets;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.bson.BsonBinary;
import org.bson.BsonDocument;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Each message of a SCRAM server, changed on its way: the user learns who said what, and nobody learns the password. */
class ScramTamperingTest extends HandshakeFixture {
    private static final String PASSWORD = "hunter-2-hunter";

    @TestFactory
    Stream<DynamicTest> firstMessage() {
        return Stream.of(
                tampered(
                        "the nonce",
                        first -> first.replaceFirst("r=.", "r=,"),
                        "nonce does not begin with the client's"),
                tampered(
                        "the client's part of the nonce",
                        first -> "r=" + (first.charAt(2) == 'x' ? 'y' : 'x') + first.substring(3),
                        "nonce does not begin"),
                tampered(
                        "the server's part of the nonce", first -> first.replace("abcdef", ""), "added nothing to the"),
                tampered("the salt", first -> first.replace("s=W22Z", "s=W2*Z"), "salt is not Base64"),
                tampered("no salt", first -> first.replace("W22ZaJ0SNY7soEsUEjb6gQ==", ""), "salt is empty"),
                tampered("a cheap count", first -> first.replace("i=4096", "i=1"), "iteration count 1 is outside"),
                tampered("a dear count", first -> first.replace("i=4096", "i=9999999"), "9999999 is outside"),
                tampered("the order", first -> first.replace(",s=", ",x="), "no salt (s=) in its place"),
                tampered("an error", first -> "e=other-error", "the server says: other-error"));
    }

    @Test
    void lastMessage() {
        for (String last : new String[] {"v=" + "A".repeat(43) + "=", "v=", "x=1", "", "e=invalid-proof"}) {
            ScriptedTransport server = server().answer(HELLO)
                    .answerBytes(request -> first(request, UnaryOperator.identity()))
                    .answerBytes(request -> sasl(request, last, true));

            assertRefused(server, "s");
        }
    }

    /** The proof is computed over what was received, so a server that holds the real key notices the change. */
    @Test
    void saltOfAnothersMakingLeadsToAnotherProofAndNotToTheKey() {
        ScriptedTransport server = server().answer(HELLO)
                .answerBytes(request -> first(request, first -> first.replace("s=W22Z", "s=X22Z")))
                .answer("{ok: 0, code: 18, codeName: 'AuthenticationFailed', errmsg: 'Authentication failed.'}");

        assertRefused(server, "failed with error 18 (AuthenticationFailed)");
    }

    private DynamicTest tampered(String name, UnaryOperator<String> change, String text) {
        return DynamicTest.dynamicTest(name, () -> {
            ScriptedTransport server = server().answer(HELLO).answerBytes(request -> first(request, change));

            assertRefused(server, text);
            assertThat(server.written)
                    .as("no proof is given to a server that is not what it should be")
                    .hasSize(2);
        });
    }

    private void assertRefused(ScriptedTransport server, String text) {
        var e = catchThrowableOfType(
                MongoSecurityException.class,
                () -> open(new Credential("ann", "shop", "SCRAM-SHA-256", PASSWORD.toCharArray())));

        assertThat(e)
                .hasMessageContaining("SCRAM-SHA-256 authentication of user 'ann' on database 'shop'")
                .hasMessageContaining("db.example:27017")
                .hasMessageContaining(text)
                .hasMessageNotContaining(PASSWORD);
        assertThat(e.bytesSent()).isFalse();
        assertThat(server.isOpen()).isFalse();
    }

    private static byte[] first(byte[] request, UnaryOperator<String> change) {
        String client = new String(Frames.document(request).getBinary("payload").getData(), StandardCharsets.UTF_8);
        String nonce = client.substring(client.indexOf(",r=") + 3);
        return sasl(request, change.apply("r=" + nonce + "abcdef,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096"), false);
    }

    private static byte[] sasl(byte[] request, String payload, boolean done) {
        BsonDocument reply = BsonDocument.parse("{conversationId: 1, done: " + done + ", ok: 1}");
        reply.append("payload", new BsonBinary(payload.getBytes(StandardCharsets.UTF_8)));
        return Frames.answer(request, reply);
    }
}
