package io.github.mooring.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mooring.time.Clock;
import io.github.mooring.time.Deadline;
import java.nio.charset.StandardCharsets;
import org.bson.BsonDocument;
import org.junit.jupiter.api.Test;

/** Buffers are used again and again, so what was secret in them is overwritten. */
class SecretRequestsTest {
    private static final String COMMAND = "{saslStart: 1, payload: 's3ntinel'}";
    private static final ConnectionDescription LIMITS = ConnectionDescription.beforeHello(ScriptedTransport.SERVER);

    private final ScriptedTransport server = new ScriptedTransport().answer("{ok: 1}");
    private final Recycler recycler = new Recycler();
    private final MessageChannel channel = new MessageChannel(server, 1, recycler, Clock.system());

    @Test
    void authenticationLeavesNothingInTheBuffer() {
        channel.ask(new BsonCommand("admin", BsonDocument.parse(COMMAND)), LIMITS, Deadline.never());

        assertSentAndForgotten();
    }

    @Test
    void handshakeLeavesNothingInTheBuffer() {
        channel.query("isMaster", BsonDocument.parse(COMMAND), LIMITS, Deadline.never());

        assertSentAndForgotten();
    }

    private void assertSentAndForgotten() {
        assertThat(text(server.written.get(0))).contains("s3ntinel");
        Call next = recycler.takeCall();
        assertThat(text(next.request.array())).doesNotContain("s3ntinel");
        assertThat(next.secret).isFalse();
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }
}
