package io.github.mooring.testkit.server;

import de.bwaldvogel.mongo.bson.BinData;
import de.bwaldvogel.mongo.bson.Document;
import io.github.mooring.testkit.engine.CommandFailure;

/** saslStart and saslContinue. */
final class SaslCommands {
    private static final int CONVERSATION = 1;
    private static final int PROTOCOL_ERROR = 17;

    private final Users users;

    SaslCommands(Users users) {
        this.users = users;
    }

    Document start(Document body, String database, Session session) {
        session.conversation(null);
        String name = String.valueOf(body.get("mechanism"));
        ScramMechanism mechanism = ScramMechanism.named(name)
                .orElseThrow(() -> new CommandFailure(
                        334, "Received authentication for mechanism " + name + " which is not enabled"));
        boolean skip = body.get("options") instanceof Document options
                && Boolean.TRUE.equals(options.get("skipEmptyExchange"));
        ScramConversation conversation = ScramConversation.open(users, database, mechanism, payload(body), skip);
        session.conversation(conversation);
        return reply(false, conversation.serverFirst());
    }

    Document proceed(Document body, Session session) {
        ScramConversation conversation = session.conversation();
        boolean known = body.get("conversationId") instanceof Number id && id.intValue() == CONVERSATION;
        if (conversation == null || !known) {
            throw new CommandFailure(PROTOCOL_ERROR, "No SASL session state found");
        }
        User proven = conversation.proven();
        if (proven != null) {
            return finish(session, proven, new byte[0]);
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
