package io.github.mooring.connection;

import io.github.mooring.api.ErrorContext;
import io.github.mooring.api.MongoConfigurationException;
import io.github.mooring.api.MongoConnectException;
import io.github.mooring.api.MongoException;
import io.github.mooring.api.MongoSecurityException;
import io.github.mooring.auth.AuthConversation;
import io.github.mooring.auth.AuthException;
import io.github.mooring.auth.AuthMechanism;
import io.github.mooring.auth.AuthTarget;
import io.github.mooring.auth.Credential;
import io.github.mooring.auth.MechanismNegotiation;
import io.github.mooring.time.Deadline;
import io.github.mooring.wire.RawDocument;
import java.util.Set;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.jspecify.annotations.Nullable;

/**
 * Proves one user to one server; used once, by the thread that makes the connection.
 *
 * <p>Where the mechanism allows it the first command travels inside {@code hello}, and what the server answers to it
 * comes back with the reply: one round trip less. A server that does not know that, does not know the user by that
 * mechanism, or does not like what it has got says nothing about it, and is asked again, in full.
 *
 * @see <a href="https://github.com/mongodb/specifications/blob/master/source/mongodb-handshake/handshake.md#speculative-authentication">
 *     MongoDB Handshake: Speculative Authentication</a>
 */
final class Authentication implements AutoCloseable {
    /**
     * Codes of a server that goes down or changes its role: they say nothing about the user. Source: Server Discovery
     * and Monitoring, "not writable primary" and "node is recovering".
     */
    private static final Set<Integer> UNABLE_NOW = Set.of(91, 189, 10_058, 10_107, 11_600, 11_602, 13_435, 13_436);

    private final MessageChannel channel;
    private final MechanismNegotiation mechanisms;
    private final Credential credential;
    private final AuthTarget target;
    private final AuthenticationListener listener;

    private @Nullable AuthConversation conversation;

    Authentication(
            MessageChannel channel,
            MechanismNegotiation mechanisms,
            Credential credential,
            AuthTarget target,
            AuthenticationListener listener) {
        this.channel = channel;
        this.listener = listener;
        this.mechanisms = mechanisms;
        this.credential = credential;
        this.target = target;
    }

    /** The first command for the {@code hello}; null if it is better sent afterwards. */
    @Nullable
    BsonDocument speculate() {
        try {
            AuthMechanism mechanism = mechanisms.speculative(credential);
            return mechanism == null
                    ? null
                    : begin(mechanism).first().append("db", new BsonString(credential.source()));
        } catch (AuthException e) {
            throw translated(e);
        }
    }

    /**
     * Goes on to the end; the channel is the caller's to close if this throws.
     *
     * @param server what the server has said in the handshake
     * @param answer what it has answered to {@link #speculate}; null for nothing
     */
    void complete(ConnectionDescription server, @Nullable RawDocument answer) {
        try {
            AuthConversation speculation = conversation;
            if (speculation != null && answer != null && mechanisms.mayGoOn(credential, server.saslSupportedMechs())) {
                converse(server, speculation, speculation.next(answer));
            } else {
                converseInFull(server);
            }
        } catch (AuthException e) {
            throw translated(e);
        }
    }

    private AuthConversation begin(AuthMechanism mechanism) {
        close();
        AuthConversation begun = mechanism.begin(credential, target);
        conversation = begun;
        return begun;
    }

    private void converseInFull(ConnectionDescription server) {
        AuthConversation talk = begin(mechanisms.choose(credential, server.saslSupportedMechs()));
        converse(server, talk, talk.first());
    }

    private void converse(ConnectionDescription server, AuthConversation talk, @Nullable BsonDocument first) {
        BsonDocument command = first;
        while (command != null) {
            String name = command.getFirstKey();
            AuthenticationListener.Step step = listener.started(credential, server, name);
            RawDocument reply = ask(command, server, step);
            if (!reply.isOk()) {
                ServerRefusal refusal = ServerRefusal.of(reply);
                step.failed(refused(talk, refusal));
                if (!talk.isWorthAnother(refusal.code())) {
                    throw refused(talk, refusal);
                }
                converseInFull(server); // what is got anew for it is not worth another
                return;
            }
            step.succeeded();
            channel.requireNoSurplus(name);
            command = talk.next(reply);
        }
    }

    private RawDocument ask(BsonDocument command, ConnectionDescription server, AuthenticationListener.Step step) {
        try {
            return channel.ask(new BsonCommand(credential.source(), command), server, target.deadline());
        } catch (MongoException e) {
            step.failed(e);
            throw e;
        }
    }

    /** The same, to be done once more because what was proved has expired. */
    Authentication again(Deadline deadline) {
        if (conversation != null) {
            conversation.expired();
        }
        AuthTarget later = new AuthTarget(target.server(), target.encrypted(), deadline);
        return new Authentication(channel, mechanisms, credential, later, listener);
    }

    private MongoException refused(AuthConversation talk, ServerRefusal refusal) {
        String user = AuthException.userOf(credential);
        ErrorContext context = refusal.context(target.server());
        if (UNABLE_NOW.contains(refusal.code())) {
            return new MongoConnectException(
                    "cannot authenticate " + user + " at " + target.server()
                            + ": the server is not able to serve now, with " + refusal.text(),
                    context,
                    null);
        }
        return new MongoSecurityException(
                talk.mechanism() + " authentication of " + user + " at " + target.server() + " failed with "
                        + refusal.text() + "; " + talk.hint(),
                context,
                null);
    }

    private MongoException translated(AuthException e) {
        if (e.isMisconfigured()) {
            return new MongoConfigurationException(String.valueOf(e.getMessage()), e);
        }
        return new MongoSecurityException(
                e.getMessage() + " (server " + target.server() + ")", ErrorContext.unsent(target.server()), e);
    }

    /** Overwrites what was secret. */
    @Override
    public void close() {
        if (conversation != null) {
            conversation.close();
        }
    }
}
