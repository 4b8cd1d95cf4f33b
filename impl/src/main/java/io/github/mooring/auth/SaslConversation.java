package io.github.mooring.auth;

/**
 * One authentication of one connection, seen from the client. Confined to whoever sets the connection up.
 *
 * <p>Send {@link #first} with {@code saslStart}; pass the payload of each reply to {@link #respond}; when a reply
 * says {@code done}, stop, and trust the server only if {@link #isDone} is true as well. Otherwise send what
 * {@code respond} returned with {@code saslContinue}. Both flows of the specification come out of this: with
 * {@code skipEmptyExchange} the server says {@code done} together with its proof; without, one more exchange of empty
 * payloads follows. {@code respond} must see the last payload too: the server's proof is in it.
 */
public interface SaslConversation {

    /** Returns the mechanism's name. */
    String mechanism();

    /** Returns the first message; the same bytes each time. */
    byte[] first();

    /**
     * Takes a challenge and returns the answer; empty when nothing is left to say.
     *
     * @throws AuthException if the challenge is malformed, not acceptable, or does not prove that the server knows the
     *     password; the conversation is over then
     */
    byte[] respond(byte[] challenge);

    /** Tells whether the server has proved that it knows the password. */
    boolean isDone();
}
