package io.github.mooring.testkit.server;

import de.bwaldvogel.mongo.bson.BinData;
import de.bwaldvogel.mongo.bson.Document;
import io.github.mooring.testkit.bson.BsonInput;
import io.github.mooring.testkit.bson.MalformedBsonException;
import io.github.mooring.testkit.engine.CommandFailure;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** saslStart and saslContinue. */
final class SaslCommands {
    static final String PLAIN = "PLAIN";
    private static final String OIDC = "MONGODB-OIDC";

    private static final int CONVERSATION = 1;
    private static final int PROTOCOL_ERROR = 17;
    private static final int MECHANISM_UNAVAILABLE = 334;
    private static final byte[] NOTHING = {};

    private final Users users;

    SaslCommands(Users users) {
        this.users = users;
    }

    Document start(Document body, String database, Session session) {
        session.conversation(null);
        String name = String.valueOf(body.get("mechanism"));
        if (!users.isEnabled(name)) {
            throw disabled(name);
        }
        return switch (name) {
            case PLAIN -> finish(session, ofPassword(database, payload(body)), NOTHING);
            case OIDC -> finish(session, ofToken(payload(body)), NOTHING);
            default -> startScram(name, body, database, session);
        };
    }

    private Document startScram(String name, Document body, String database, Session session) {
        ScramMechanism mechanism = ScramMechanism.named(name).orElseThrow(() -> disabled(name));
        boolean skip = body.get("options") instanceof Document options
                && Boolean.TRUE.equals(options.get("skipEmptyExchange"));
        ScramConversation conversation = ScramConversation.open(users, database, mechanism, payload(body), skip);
        session.conversation(conversation);
        return reply(false, conversation.serverFirst());
    }

    /** RFC 4616: the name to act as, which may be left out, the name, the password. */
    private User ofPassword(String database, byte[] payload) {
        String[] parts = new String(payload, StandardCharsets.UTF_8).split("\0", -1);
        if (parts.length != 3 || (!parts[0].isEmpty() && !parts[0].equals(parts[1]))) {
            throw ScramConversation.failed();
        }
        User user = users.find(database, parts[1]);
        if (user == null || !user.isKnownToDirectory(parts[2])) {
            throw ScramConversation.failed();
        }
        return user;
    }

    private User ofToken(byte[] payload) {
        User user = users.ofToken(token(payload));
        if (user == null) {
            throw ScramConversation.failed();
        }
        return user;
    }

    private static String token(byte[] payload) {
        try {
            Document step = new BsonInput(ByteBuffer.wrap(payload)).readDocument();
            return step.get("jwt") instanceof String token ? token : "";
        } catch (MalformedBsonException e) {
            throw ScramConversation.failed();
        }
    }

    Document proceed(Document body, Session session) {
        ScramConversation conversation = session.conversation();
        boolean known = body.get("conversationId") instanceof Number id && id.intValue() == CONVERSATION;
        if (conversation == null || !known) {
            throw new CommandFailure(PROTOCOL_ERROR, "No SASL session state found");
        }
        User proven = conversation.proven();
        if (proven != null) {
            return finish(session, proven, NOTHING);
        }
        byte[] answer;
        try {
            answer = conversation.finish(payload(body));
        } catch (CommandFailure e) {
            session.conversation(null);
            throw e;
        }
        User user = conversation.proven();
        return conversation.skipEmptyExchange && user != null ? finish(session, user, answer) : reply(false, answer);
    }

    private static Document finish(Session session, User user, byte[] answer) {
        session.conversation(null);
        session.user(user);
        return reply(true, answer);
    }

    private static CommandFailure disabled(String name) {
        return new CommandFailure(
                MECHANISM_UNAVAILABLE, "Received authentication for mechanism " + name + " which is not enabled");
    }

    private static byte[] payload(Document body) {
        if (!(body.get("payload") instanceof BinData payload)) {
            throw new CommandFailure(14, "the SASL payload must be binary data");
        }
        return payload.getData();
    }

    private static Document reply(boolean done, byte[] payload) {
        return new Document("conversationId", CONVERSATION)
                .append("done", done)
                .append("payload", new BinData(payload))
                .append("ok", 1.0);
    }
}
