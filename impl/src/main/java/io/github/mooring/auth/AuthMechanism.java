package io.github.mooring.auth;

/** A way to prove who one is, as commands and their replies. Thread-safe. */
public interface AuthMechanism {

    /** Returns its name, as the server spells it. */
    String name();

    /**
     * Begins a conversation for one connection.
     *
     * @throws AuthException if the credential, or this connection, cannot work with this mechanism
     */
    AuthConversation begin(Credential credential, AuthTarget target);

    /**
     * Tells whether the first command for a user may travel inside {@code hello}, which saves a round trip.
     *
     * @see <a href="https://github.com/mongodb/specifications/blob/master/source/mongodb-handshake/handshake.md#speculative-authentication">
     *     MongoDB Handshake: Speculative Authentication</a>
     */
    boolean mayBeSpeculative(Credential credential);
}
