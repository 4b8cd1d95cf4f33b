package io.github.mooring.auth;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.function.Supplier;

/**
 * SCRAM-SHA-256 and SCRAM-SHA-1. Thread-safe.
 *
 * @see <a href="https://github.com/mongodb/specifications/blob/master/source/auth/auth.md">Authentication
 *     specification</a>
 */
final class Scram implements SaslMechanism {

    /** 192 bits: two conversations never share a nonce. */
    private static final int NONCE_BYTES = 24;

    private final ScramVariant variant;
    private final ScramKeyCache cache;
    private final Supplier<String> nonces;

    Scram(ScramVariant variant, ScramKeyCache cache) {
        this(variant, cache, randomNonces());
    }

    /** With nonces of the caller's own, which must be printable ASCII without commas. */
    Scram(ScramVariant variant, ScramKeyCache cache, Supplier<String> nonces) {
        this.variant = variant;
        this.cache = cache;
        this.nonces = nonces;
    }

    @Override
    public String name() {
        return variant.algorithm.getName();
    }

    @Override
    public SaslConversation begin(Credential credential, AuthTarget target) {
        return begin(credential);
    }

    /** It is the same for all connections. */
    SaslConversation begin(Credential credential) {
        return new ScramConversation(variant, credential, cache, nonces.get());
    }

    private static Supplier<String> randomNonces() {
        SecureRandom random = new SecureRandom();
        return () -> {
            byte[] nonce = new byte[NONCE_BYTES];
            random.nextBytes(nonce);
            return Base64.getEncoder().encodeToString(nonce);
        };
    }
}
