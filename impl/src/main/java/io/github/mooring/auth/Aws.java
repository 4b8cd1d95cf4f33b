package io.github.mooring.auth;

import io.github.mooring.api.auth.AwsCredentialSource;
import io.github.mooring.api.auth.AwsCredentials;
import io.github.mooring.time.Clock;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * MONGODB-AWS: a signature that AWS would accept says who the user is. Thread-safe.
 *
 * <p>The keys are those of the credential, else those of an installed {@link AwsCredentialSource}, else those of the
 * environment's variables. The metadata services of AWS are not asked here; that is what a source is for.
 *
 * @see <a href="https://github.com/mongodb/specifications/blob/master/source/auth/auth.md#mongodb-aws">Authentication
 *     specification: MONGODB-AWS</a>
 */
final class Aws implements SaslMechanism {

    static final String NAME = "MONGODB-AWS";
    static final String SESSION_TOKEN = "AWS_SESSION_TOKEN";

    private final LazyParts parts;
    private final UnaryOperator<@Nullable String> environment;
    private final Clock clock;
    private final Supplier<byte[]> nonces;

    /** @param environment reads the environment's variables; null for one that is not set */
    Aws(LazyParts parts, UnaryOperator<@Nullable String> environment, Clock clock) {
        this(parts, environment, clock, randomNonces());
    }

    Aws(LazyParts parts, UnaryOperator<@Nullable String> environment, Clock clock, Supplier<byte[]> nonces) {
        this.parts = parts;
        this.environment = environment;
        this.clock = clock;
        this.nonces = nonces;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public SaslConversation begin(Credential credential, AuthTarget target) {
        return new AwsConversation(credential, keys(credential), nonces.get(), clock);
    }

    private AwsCredentials keys(Credential credential) {
        AwsCredentials given = given(credential);
        if (given != null) {
            return given;
        }
        List<AwsCredentialSource> sources = parts.get(NAME, credential).awsSources();
        if (sources.size() > 1) {
            throw AuthException.misconfigured(
                    NAME,
                    credential,
                    "more than one source of AWS keys is installed: "
                            + sources.stream()
                                    .map(source -> source.getClass().getName())
                                    .toList() + "; leave one");
        }
        return sources.isEmpty() ? ofEnvironment(credential) : ofSource(sources.get(0), credential);
    }

    private static @Nullable AwsCredentials given(Credential credential) {
        if (credential.username().isEmpty()) {
            return null;
        }
        char[] password = credential.copyPassword();
        try {
            if (password.length == 0) {
                throw AuthException.misconfigured(
                        NAME, credential, "an access key id is given as user name, but no secret key as password");
            }
            return new AwsCredentials(
                    credential.username(),
                    new String(password),
                    MechanismProperties.of(credential, NAME).find(SESSION_TOKEN));
        } finally {
            Arrays.fill(password, '\0');
        }
    }

    private static AwsCredentials ofSource(AwsCredentialSource source, Credential credential) {
        try {
            return source.credentials();
        } catch (IOException | RuntimeException e) {
            throw new AuthException(NAME, credential, "no AWS keys: " + e.getMessage(), e);
        }
    }

    private AwsCredentials ofEnvironment(Credential credential) {
        String id = environment.apply("AWS_ACCESS_KEY_ID");
        String key = environment.apply("AWS_SECRET_ACCESS_KEY");
        if (id == null || id.isEmpty() || key == null || key.isEmpty()) {
            throw AuthException.misconfigured(
                    NAME,
                    credential,
                    "it needs AWS keys: as user name and password, in the environment's variables AWS_ACCESS_KEY_ID and"
                            + " AWS_SECRET_ACCESS_KEY, or from an implementation of "
                            + AwsCredentialSource.class.getName() + " beside the library, with its class name in"
                            + " META-INF/services/" + AwsCredentialSource.class.getName()
                            + "; the metadata services of AWS are not asked without one");
        }
        return new AwsCredentials(id, key, environment.apply(SESSION_TOKEN));
    }

    private static Supplier<byte[]> randomNonces() {
        SecureRandom random = new SecureRandom();
        return () -> {
            byte[] nonce = new byte[AwsConversation.NONCE_BYTES];
            random.nextBytes(nonce);
            return nonce;
        };
    }
}
