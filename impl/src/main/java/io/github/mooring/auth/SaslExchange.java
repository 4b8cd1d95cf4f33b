package io.github.mooring.auth;

import io.github.mooring.wire.RawDocument;
import io.github.mooring.wire.WireException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bson.BsonBinary;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonString;
import org.jspecify.annotations.Nullable;

/**
 * A SASL conversation as {@code saslStart} and {@code saslContinue}.
 *
 * <p>Both flows of the specification come out of it: a server that knows {@code skipEmptyExchange} says {@code done}
 * together with its proof; with others one more exchange of empty payloads follows. Either way {@code done} counts only
 * once the conversation is satisfied.
 *
 * @see <a href="https://github.com/mongodb/specifications/blob/master/source/auth/auth.md#sasl-mechanisms">Authentication
 *     specification: SASL Mechanisms</a>
 */
final class SaslExchange implements AuthConversation {

    /** More exchanges than any mechanism has. Chosen: SCRAM needs three at most, GSSAPI four or five. */
    private static final int MAX_EXCHANGES = 10;

    private final SaslConversation conversation;
    private final Credential credential;
    private final List<byte[]> sent = new ArrayList<>();
    private int replies;

    SaslExchange(SaslConversation conversation, Credential credential) {
        this.conversation = conversation;
        this.credential = credential;
    }

    @Override
    public String mechanism() {
        return conversation.mechanism();
    }

    @Override
    public BsonDocument first() {
        return new BsonDocument("saslStart", new BsonInt32(1))
                .append("mechanism", new BsonString(mechanism()))
                .append("payload", payload(conversation.first()))
                .append("autoAuthorize", new BsonInt32(1))
                .append("options", new BsonDocument("skipEmptyExchange", BsonBoolean.TRUE));
    }

    @Override
    public @Nullable BsonDocument next(RawDocument reply) {
        String command = replies++ == 0 ? "saslStart" : "saslContinue";
        byte[] challenge = reply.binary("payload");
        if (challenge == null) {
            throw new WireException("reply to " + command, "a field 'payload'", "none");
        }
        int id = reply.intValue("conversationId", 1);
        boolean done = reply.booleanValue("done", false);
        byte[] answer = conversation.respond(challenge);
        if (done) {
            requireDone();
            return null;
        }
        if (replies == MAX_EXCHANGES) {
            throw failed("the server did not come to an end in " + MAX_EXCHANGES + " exchanges");
        }
        return new BsonDocument("saslContinue", new BsonInt32(1))
                .append("conversationId", new BsonInt32(id))
                .append("payload", payload(answer));
    }

    @Override
    public String hint() {
        return conversation.hint();
    }

    @Override
    public boolean isWorthAnother(int code) {
        return conversation.isWorthAnother(code);
    }

    @Override
    public void expired() {
        conversation.expired();
    }

    @Override
    public void close() {
        sent.forEach(bytes -> Arrays.fill(bytes, (byte) 0));
        sent.clear();
        conversation.close();
    }

    private void requireDone() {
        if (!conversation.isDone()) {
            throw failed("the server says it is done, but has not proved itself");
        }
    }

    private AuthException failed(String reason) {
        return new AuthException(mechanism(), credential, reason, null);
    }

    private BsonBinary payload(byte[] bytes) {
        sent.add(bytes);
        return new BsonBinary(bytes);
    }
}
