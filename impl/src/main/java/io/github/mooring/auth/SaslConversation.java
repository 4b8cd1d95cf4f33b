package io.github.mooring.auth;

/**
 * One authentication of one connection, seen from the client. Confined to whoever sets the connection up.
 *
 * <p>{@link #first} goes out with {@code saslStart}; the payload of each reply goes to {@link #respond}; when a reply
 * says {@code done}, the server is trusted only if {@link #isDone} is true as well. Otherwise what {@code respond}
 * returned goes out with {@code saslContinue}. {@code respond} must see the last payload too: the server's proof may be
 * in it.
 */
interface SaslConversation {

    /** Returns the mechanism's name. */
    String mechanism();

    /** Returns the first message; the same bytes each time. */
    byte[] first();

    /**
     * Takes a challenge and returns the answer; empty when nothing is left to say.
     *
     * @throws AuthException if the challenge is malformed, not acceptable, or does not prove what it has to; the
     *     conversation is over then
     */
    byte[] respond(byte[] challenge);

    /** Tells whether the server has said, and proved, all that the mechanism asks of it. */
    boolean isDone();

    /** Returns what to look at when the server refuses, as a question. */
    String hint();

    /** See {@link AuthConversation#isWorthAnother}. */
    default boolean isWorthAnother(int code) {
        return false;
    }

    /** See {@link AuthConversation#expired}. */
    default void expired() {}

    /** Frees what it holds; the messages are wiped by whoever sent them. Idempotent. */
    default void close() {}
}
