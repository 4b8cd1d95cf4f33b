package io.github.mooring.auth;

/**
 * On whose behalf a socket was opened; the key, together with the server, of a socket pool.
 *
 * <p>Two identities are equal only if a socket of one may serve the other without anybody noticing. Immutable.
 */
public sealed interface Identity permits Anonymous, Credential {

    /** Returns the identity of connections that do not authenticate. */
    static Identity anonymous() {
        return Anonymous.INSTANCE;
    }
}
