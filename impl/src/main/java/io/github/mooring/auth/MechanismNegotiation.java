package io.github.mooring.auth;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Chooses the mechanism for a credential: the one it names, or the best that the server knows for this user.
 *
 * <p>One for each client: the mechanisms it hands out share a cache of derived keys. Immutable; thread-safe.
 *
 * @see <a href="https://github.com/mongodb/specifications/blob/master/source/auth/auth.md">Authentication
 *     specification: Default Authentication Methods</a>
 */
public final class MechanismNegotiation {

    private static final String SHA_256 = ScramVariant.SHA_256.algorithm.getName();
    private static final String SHA_1 = ScramVariant.SHA_1.algorithm.getName();
    private static final List<String> SUPPORTED = List.of(SHA_256, SHA_1);

    private final SaslMechanism sha256;
    private final SaslMechanism sha1;

    /** Makes a negotiation whose mechanisms use this cache. */
    public MechanismNegotiation(ScramKeyCache cache) {
        this.sha256 = new Scram(ScramVariant.SHA_256, cache);
        this.sha1 = new Scram(ScramVariant.SHA_1, cache);
    }

    /**
     * Checks a mechanism's name as early as it is known, before any server is asked.
     *
     * @throws AuthException naming the supported ones if this is not one of them; names are case-sensitive
     */
    public static void requireSupported(String mechanism) {
        if (!SUPPORTED.contains(mechanism)) {
            throw AuthException.unsupported(mechanism, SUPPORTED);
        }
    }

    /**
     * Chooses.
     *
     * @param offered {@code saslSupportedMechs} of the handshake's reply, null if it had none; unknown names in it are
     *     no error, and it does not matter to a credential that names its mechanism
     * @throws AuthException if the credential names a mechanism that is not supported here
     */
    public SaslMechanism choose(Credential credential, @Nullable List<String> offered) {
        String wanted = credential.mechanism();
        if (wanted != null) {
            requireSupported(wanted);
            return wanted.equals(SHA_256) ? sha256 : sha1;
        }
        return offered != null && offered.contains(SHA_256) ? sha256 : sha1;
    }
}
