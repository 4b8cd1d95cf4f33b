package io.github.mooring.auth;

import io.github.mooring.wire.RawDocument;
import org.bson.BsonDocument;
import org.jspecify.annotations.Nullable;

/**
 * One authentication of one connection: which commands to send, and what to make of their replies. Confined to whoever
 * sets the connection up.
 *
 * <p>Send {@link #first}, pass its reply to {@link #next} and send what that returns, until it returns null: then the
 * server knows the user, and has proved itself as far as the mechanism lets it. Commands go to the database {@link
 * Credential#source}. Only replies that say {@code ok: 1}, or come inside a {@code hello} that does, are passed on.
 */
public interface AuthConversation extends AutoCloseable {

    /** Returns the mechanism's name. */
    String mechanism();

    /** Returns the first command; with the same content each time. */
    BsonDocument first();

    /**
     * Takes the reply to the command that was sent last, and returns the next one; null when nothing is left to say.
     *
     * @throws AuthException if the reply is not acceptable; the conversation is over then
     * @throws io.github.mooring.wire.WireException if a field of the reply is missing or has the wrong type
     */
    @Nullable
    BsonDocument next(RawDocument reply);

    /** Returns what to look at when the server refuses, as a question. */
    String hint();

    /**
     * Takes the server's refusal, and tells whether another conversation, begun anew, has a chance.
     *
     * @param code the server's error code
     */
    default boolean isWorthAnother(int code) {
        return false;
    }

    /** Takes it that what was proved has expired: what it was proved with must not be used again. */
    default void expired() {}

    /** Overwrites the secrets in what was sent, as far as there are any. Idempotent. */
    @Override
    void close();
}
