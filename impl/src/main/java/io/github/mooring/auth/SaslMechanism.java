package io.github.mooring.auth;

/** A way to authenticate over {@code saslStart} and {@code saslContinue}. Thread-safe. */
interface SaslMechanism {

    /** Returns the name that goes into {@code saslStart}. */
    String name();

    /**
     * Begins a conversation for one connection.
     *
     * @throws AuthException if the credential, or this connection, cannot work with this mechanism
     */
    SaslConversation begin(Credential credential, AuthTarget target);
}
