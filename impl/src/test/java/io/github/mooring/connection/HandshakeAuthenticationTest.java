package io.github.mooring.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.mooring.api.MongoConnectException;
import io.github.mooring.api.MongoException;
import io.github.mooring.api.MongoProtocolException;
import io.github.mooring.api.MongoSecurityException;
import io.github.mooring.api.MongoSocketException;
import io.github.mooring.auth.Credential;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.bson.BsonDocument;
import org.junit.jupiter.api.Test;

/** How a connection is authenticated while it is opened, and what goes wrong then. */
class HandshakeAuthenticationTest extends HandshakeFixture {
    @Test
    void bytesBehindAnAnswerOfTheAuthenticationEndIt() {
        ScriptedTransport server = server().answer(HELLO).answerBytes(request -> {
            byte[] answer = serverFirst(request, false);
            return Arrays.copyOf(answer, answer.length + 1);
        });

        var e = catchThrowableOfType(MongoProtocolException.class, () -> open(ann("s3cret")));

        assertThat(e).hasMessageContaining("1 bytes came although nothing was asked (behind the answer to saslStart");
        assertThat(e.bytesSent()).isFalse();
        assertThat(server.isOpen()).isFalse();
    }

    @Test
    void serverThatCannotProveThatItKnowsThePasswordIsRefused() {
        ScriptedTransport server = server().answer(HELLO)
                .answerBytes(request -> serverFirst(request, false))
                .answerBytes(request -> sasl(request, "v=" + "A".repeat(43) + "=", true));

        var e = catchThrowableOfType(MongoSecurityException.class, () -> open(ann("s3cret")));

        assertThat(e)
                .hasMessageContaining("SCRAM-SHA-256 authentication of user 'ann' on database 'shop' failed")
                .hasMessageContaining("db.example:27017");
        assertThat(e.bytesSent()).isFalse();
        assertThat(server.isOpen()).isFalse();
    }

    @Test
    void serverThatSaysDoneTooEarlyIsRefused() {
        server().answer(HELLO).answerBytes(request -> serverFirst(request, true));

        assertThatThrownBy(() -> open(ann("s3cret")))
                .isInstanceOf(MongoSecurityException.class)
                .hasMessageContaining("the server says it is done, but has not proved itself");
    }

    @Test
    void answerWithoutPayloadIsMalformed() {
        server().answer(HELLO).answer("{conversationId: 1, done: false, ok: 1}");

        assertThatThrownBy(() -> open(ann("s3cret")))
                .isInstanceOf(MongoProtocolException.class)
                .hasMessageContaining("reply to saslStart: expected a field 'payload', got none");
    }

    @Test
    void connectionLostDuringAuthenticationIsAFailureToConnect() {
        ScriptedTransport server = server().answer(HELLO);

        var e = catchThrowableOfType(MongoSocketException.class, () -> open(ann("s3cret")));

        assertThat(e)
                .isInstanceOf(MongoConnectException.class)
                .hasMessageContaining("instead of answering saslStart")
                .hasMessageNotContaining("TLS");
        assertThat(e.errorLabels()).as("it has answered hello").isEmpty();
        assertThat(e.bytesSent()).isFalse();
        assertThat(server.isOpen()).isFalse();
    }

    @Test
    void authenticationGoesToTheSourceAndAsksToSkipTheEmptyExchange() {
        ScriptedTransport server = server().answer(HELLO);

        assertThatThrownBy(() -> open(ann("s3cret"))).isInstanceOf(MongoException.class);

        BsonDocument start = server.sent(1);
        assertThat(start.keySet())
                .containsExactly("saslStart", "mechanism", "payload", "autoAuthorize", "options", "$db");
        assertThat(start.getString("$db").getValue()).isEqualTo("shop");
        assertThat(start.getDocument("options")).isEqualTo(BsonDocument.parse("{skipEmptyExchange: true}"));
        assertThat(new String(start.getBinary("payload").getData(), StandardCharsets.UTF_8))
                .startsWith("n,,n=ann,r=");
    }

    /** Neither on the wire nor in any text. */
    @Test
    void passwordIsNowhere() {
        ScriptedTransport server = server().answer(HELLO)
                .answerBytes(request -> serverFirst(request, false))
                .answer("{ok: 0, code: 18, codeName: 'AuthenticationFailed', errmsg: 'Authentication failed.'}");

        var e = catchThrowableOfType(MongoSecurityException.class, () -> open(ann("pass-word-42")));

        for (Throwable each = e; each != null; each = each.getCause()) {
            assertThat(each.toString()).doesNotContain("pass-word-42");
        }
        for (byte[] message : server.written) {
            assertThat(new String(message, StandardCharsets.ISO_8859_1)).doesNotContain("pass-word-42");
        }
        assertThat(new BsonCommand("shop", server.sent(1)).toString()).isEqualTo("saslStart");
        assertThat(e.code()).isEqualTo(18);
    }

    private static byte[] serverFirst(byte[] request, boolean done) {
        String first = new String(Frames.document(request).getBinary("payload").getData(), StandardCharsets.UTF_8);
        String nonce = first.substring(first.indexOf(",r=") + 3);
        return sasl(request, "r=" + nonce + "abcdef,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096", done);
    }

    private static byte[] sasl(byte[] request, String payload, boolean done) {
        BsonDocument reply = BsonDocument.parse("{conversationId: 1, done: " + done + ", ok: 1}");
        reply.append("payload", new org.bson.BsonBinary(payload.getBytes(StandardCharsets.UTF_8)));
        return Frames.answer(request, reply);
    }

    private static Credential ann(String password) {
        return new Credential("ann", "shop", "SCRAM-SHA-256", password.toCharArray());
    }
}
