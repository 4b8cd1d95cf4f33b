package io.github.mooring.client;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What each authentication mechanism asks of a configuration.
 *
 * @see <a href="https://github.com/mongodb/specifications/blob/master/source/auth/auth.md#auth-related-options">
 *     Authentication: auth related options</a>
 */
// the checker cannot see it: all fields are final, the set is Set.of
@SuppressWarnings("ImmutableEnumChecker")
enum Mechanism {
    /** {@code SCRAM-SHA-256}. */
    SCRAM_SHA_256("SCRAM-SHA-256", Need.REQUIRED, Need.REQUIRED, false),
    /** {@code SCRAM-SHA-1}. */
    SCRAM_SHA_1("SCRAM-SHA-1", Need.REQUIRED, Need.REQUIRED, false),
    /** {@code MONGODB-X509}: the client's certificate says who it is. */
    X509("MONGODB-X509", Need.OPTIONAL, Need.REFUSED, true),
    /** {@code PLAIN}: a directory (LDAP) behind the server knows the user. */
    PLAIN("PLAIN", Need.REQUIRED, Need.REQUIRED, false),
    /** {@code GSSAPI}: Kerberos. */
    GSSAPI(
            "GSSAPI",
            Need.REQUIRED,
            Need.OPTIONAL,
            true,
            MechanismProperties.SERVICE_NAME,
            MechanismProperties.SERVICE_REALM,
            MechanismProperties.SERVICE_HOST,
            MechanismProperties.CANONICALIZE_HOST_NAME),
    /** {@code MONGODB-AWS}: an access key as the user, or what the environment has. */
    AWS("MONGODB-AWS", Need.OPTIONAL, Need.OPTIONAL, true, MechanismProperties.AWS_SESSION_TOKEN),
    /** {@code MONGODB-OIDC}: a token of the environment. */
    OIDC(
            "MONGODB-OIDC",
            Need.OPTIONAL,
            Need.REFUSED,
            true,
            MechanismProperties.ENVIRONMENT,
            MechanismProperties.TOKEN_RESOURCE);

    private final String text;
    private final Need user;
    private final Need password;
    private final boolean external;
    private final Set<String> properties;

    Mechanism(String text, Need user, Need password, boolean external, String... properties) {
        this.text = text;
        this.user = user;
        this.password = password;
        this.external = external;
        this.properties = Set.of(properties);
    }

    /** Whether something must be given. */
    enum Need {
        /** It must. */
        REQUIRED,
        /** It may. */
        OPTIONAL,
        /** It must not. */
        REFUSED
    }

    /** The one of a name; SCRAM's rules hold where none is named. */
    static Mechanism of(@Nullable String text) {
        return Stream.of(values())
                .filter(mechanism -> mechanism.text.equals(text))
                .findFirst()
                .orElse(SCRAM_SHA_256);
    }

    /** Every property that some mechanism takes. */
    static Set<String> allProperties() {
        return Arrays.stream(values())
                .flatMap(mechanism -> mechanism.properties.stream())
                .collect(Collectors.toUnmodifiableSet());
    }

    /** As the server spells it. */
    String text() {
        return text;
    }

    /** Whether it needs a user name. */
    Need user() {
        return user;
    }

    /** Whether it needs a password. */
    Need password() {
        return password;
    }

    /** Whether the server asks somebody else about users, so that {@code $external} is the only database for them. */
    boolean isExternal() {
        return external;
    }

    /** The names of the properties that it takes. */
    Set<String> properties() {
        return properties;
    }
}
