package io.github.mooring.auth;

import io.github.mooring.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Chooses the mechanism for a credential: the one it names, or the best that the server knows for this user.
 *
 * <p>One for each client: the mechanisms it hands out share what they remember. Immutable but for that; thread-safe.
 *
 * @see <a href="https://github.com/mongodb/specifications/blob/master/source/auth/auth.md">Authentication
 *     specification: Default Authentication Methods</a>
 */
public final class MechanismNegotiation {

    private static final String SHA_256 = ScramVariant.SHA_256.algorithm.getName();
    private static final String SHA_1 = ScramVariant.SHA_1.algorithm.getName();
    private static final List<String> SUPPORTED =
            List.of(SHA_256, SHA_1, X509.NAME, Plain.NAME, Gssapi.NAME, Oidc.NAME, Aws.NAME);

    private final ScramKeyCache cache;
    private final OidcTokens tokens;
    private final AuthMechanism sha256;
    private final AuthMechanism sha1;
    private final Map<String, AuthMechanism> mechanisms = new LinkedHashMap<>();

    /** Makes a negotiation whose mechanisms use this cache, and what the JVM has. */
    public MechanismNegotiation(ScramKeyCache cache) {
        this(cache, AuthEnvironment.ofJvm(Clock.system()));
    }

    /** Makes a negotiation whose mechanisms use this cache and environment. */
    public MechanismNegotiation(ScramKeyCache cache, AuthEnvironment environment) {
        LazyParts parts = new LazyParts(environment.parts());
        this.cache = cache;
        this.tokens = new OidcTokens(environment.clock());
        this.sha256 = add(new OverSasl(new Scram(ScramVariant.SHA_256, cache), true));
        this.sha1 = add(new OverSasl(new Scram(ScramVariant.SHA_1, cache), true));
        add(new X509());
        add(new OverSasl(new Plain(environment.plainUnencrypted()), false));
        add(new OverSasl(new Gssapi(), false));
        add(new Oidc(parts, tokens, environment.variables()));
        add(new OverSasl(new Aws(parts, environment.variables(), environment.clock()), false));
    }

    private AuthMechanism add(AuthMechanism mechanism) {
        mechanisms.put(mechanism.name(), mechanism);
        return mechanism;
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
    public AuthMechanism choose(Credential credential, @Nullable List<String> offered) {
        if (credential.mechanism() != null) {
            return named(credential.mechanism());
        }
        return offered != null && offered.contains(SHA_256) ? sha256 : sha1;
    }

    /**
     * Returns what to try before the server has said anything, inside {@code hello}: the mechanism that the credential
     * names, else SCRAM-SHA-256; null if that one has to wait for its turn.
     *
     * @throws AuthException if the credential names a mechanism that is not supported here
     */
    public @Nullable AuthMechanism speculative(Credential credential) {
        AuthMechanism mechanism = credential.mechanism() == null ? sha256 : named(credential.mechanism());
        return mechanism.mayBeSpeculative(credential) ? mechanism : null;
    }

    /**
     * Tells whether the conversation that {@link #speculative} began, and the server has taken up, is the right one to go
     * on with. It is not if the server says that it knows the user by other mechanisms only. A server that takes it up
     * without a list has shown that it knows the user by this one.
     *
     * @param offered as for {@link #choose}
     */
    public boolean mayGoOn(Credential credential, @Nullable List<String> offered) {
        return credential.mechanism() != null || offered == null || offered.contains(SHA_256);
    }

    /** Forgets what was derived for a credential, for when its pools are gone. */
    public void forget(Credential credential) {
        cache.forget(credential);
        tokens.forget(credential);
    }

    private AuthMechanism named(String name) {
        AuthMechanism mechanism = mechanisms.get(name);
        if (mechanism == null) {
            throw AuthException.unsupported(name, mechanisms.keySet());
        }
        return mechanism;
    }
}
