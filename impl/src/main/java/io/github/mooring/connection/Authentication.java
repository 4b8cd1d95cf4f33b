package io.github.mooring.connection;

import io.github.mooring.api.ErrorContext;
import io.github.mooring.api.MongoConnectException;
import io.github.mooring.api.MongoException;
import io.github.mooring.api.MongoSecurityException;
import io.github.mooring.auth.AuthException;
import io.github.mooring.auth.Credential;
import io.github.mooring.auth.MechanismNegotiation;
import io.github.mooring.auth.SaslConversation;
import io.github.mooring.time.Deadline;
import io.github.mooring.wire.RawDocument;
import io.github.mooring.wire.WireException;
import java.util.Set;
import org.bson.BsonBinary;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonString;
import org.bson.BsonValue;

/**
 * Proves one user to one server, over the commands {@code saslStart} and {@code saslContinue}; used once.
 *
 * <p>The server has to prove itself as well: its {@code done} counts only once the conversation has seen that it knows
 * the password. Source: Authentication specification.
 */
final class Authentication {
    /** More exchanges than any mechanism has. Chosen: SCRAM needs three at most. */
    private static final int MAX_EXCHANGES = 10;

    /**
     * Codes of a server that goes down or changes its role: they say nothing about the user. Source: Server Discovery
     * and Monitoring, "not writable primary" and "node is recovering".
     */
    private static final Set<Integer> UNABLE_NOW = Set.of(91, 189, 10_058, 10_107, 11_600, 11_602, 13_435, 13_436);

    private final MessageChannel channel;
    private final ConnectionDescription server;
    private final Credential credential;
    private final Deadline deadline;

    Authentication(MessageChannel channel, ConnectionDescription server, Credential credential, Deadline deadline) {
        this.channel = channel;
        this.server = server;
        this.credential = credential;
        this.deadline = deadline;
    }

    /** Does it; the channel is the caller's to close if this throws. */
    void perform(MechanismNegotiation mechanisms) {
        try {
            converse(mechanisms.choose(credential, server.saslSupportedMechs()).begin(credential));
        } catch (AuthException e) {
            throw new MongoSecurityException(
                    e.getMessage() + " (server " + server.server() + ")", ErrorContext.unsent(server.server()), e);
        }
    }

    private void converse(SaslConversation conversation) {
        BsonDocument start = new BsonDocument("saslStart", new BsonInt32(1))
                .append("mechanism", new BsonString(conversation.mechanism()))
                .append("payload", new BsonBinary(conversation.first()))
                .append("autoAuthorize", new BsonInt32(1))
                .append("options", new BsonDocument("skipEmptyExchange", BsonBoolean.TRUE));
        Step step = exchange(conversation, start);
        int exchanges = 1;
        while (!step.done()) {
            if (++exchanges > MAX_EXCHANGES) {
                throw failed(conversation, "the server did not come to an end in " + MAX_EXCHANGES + " exchanges");
            }
            BsonDocument next = new BsonDocument("saslContinue", new BsonInt32(1))
                    .append("conversationId", step.conversationId())
                    .append("payload", step.answer());
            step = exchange(conversation, next);
        }
        if (!conversation.isDone()) {
            throw failed(conversation, "the server says it is done, but has not proved that it knows the password");
        }
    }

    /** One question, its reply checked, the next answer prepared. */
    private Step exchange(SaslConversation conversation, BsonDocument command) {
        RawDocument reply = channel.ask(new BsonCommand(credential.source(), command), server, deadline);
        if (!reply.isOk()) {
            throw refused(conversation, ServerRefusal.of(reply));
        }
        channel.requireNoSurplus(command.getFirstKey());
        byte[] payload = reply.binary("payload");
        if (payload == null) {
            throw new WireException("reply to " + command.getFirstKey(), "a field 'payload'", "none");
        }
        BsonValue id = reply.value("conversationId");
        boolean done = reply.booleanValue("done", false);
        return new Step(done, id == null ? new BsonInt32(1) : id, new BsonBinary(conversation.respond(payload)));
    }

    private MongoException refused(SaslConversation conversation, ServerRefusal refusal) {
        if (UNABLE_NOW.contains(refusal.code())) {
            return new MongoConnectException(
                    "cannot authenticate " + user() + " at " + server.server()
                            + ": the server is not able to serve now, with " + refusal.text(),
                    refusal.context(server.server()),
                    null);
        }
        return new MongoSecurityException(
                conversation.mechanism() + " authentication of " + user() + " at " + server.server() + " failed with "
                        + refusal.text() + "; are user, password and authSource right, and is the mechanism enabled?",
                refusal.context(server.server()),
                null);
    }

    private MongoSecurityException failed(SaslConversation conversation, String reason) {
        return new MongoSecurityException(
                conversation.mechanism() + " authentication of " + user() + " at " + server.server() + " failed: "
                        + reason,
                ErrorContext.unsent(server.server()),
                null);
    }

    private String user() {
        return "user '" + credential.username() + "' on database '" + credential.source() + "'";
    }

    /** Where the conversation stands after a reply. */
    private record Step(boolean done, BsonValue conversationId, BsonBinary answer) {}
}
