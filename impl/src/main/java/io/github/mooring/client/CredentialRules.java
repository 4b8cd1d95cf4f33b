package io.github.mooring.client;

import io.github.mooring.api.MongoConfigurationException;
import io.github.mooring.auth.AuthParts;
import io.github.mooring.auth.Identity;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * How a configuration becomes a sign-on and a user, by the rules of its mechanism. Confined to the thread that reads it.
 *
 * @see <a href="https://github.com/mongodb/specifications/blob/master/source/auth/auth.md#connection-string-options">
 *     Authentication: connection string options</a>
 */
final class CredentialRules {
    private static final String EXTERNAL = "$external";
    private static final Set<String> CANONICALIZATIONS =
            Set.of("none", "forward", "forwardAndReverse", "true", "false");
    private static final List<String> ENVIRONMENTS = List.of("azure", "gcp", "k8s", "test");
    private static final Set<String> WITH_RESOURCE = Set.of("azure", "gcp");

    private final Settings given;
    private final @Nullable String name;
    private final Mechanism mechanism;
    private final @Nullable String userName;
    private final @Nullable String password;
    private final MechanismProperties properties;

    CredentialRules(Settings given) {
        this.given = given;
        this.name = given.find(Option.AUTH_MECHANISM, String.class);
        this.mechanism = Mechanism.of(name);
        this.userName = given.find(Option.USER_NAME, String.class);
        this.password = given.find(Option.PASSWORD, String.class);
        MechanismProperties said = given.find(Option.AUTH_MECHANISM_PROPERTIES, MechanismProperties.class);
        this.properties = said == null ? new MechanismProperties(Map.of()) : said;
    }

    /**
     * How users are authenticated.
     *
     * @throws MongoConfigurationException if the mechanism does not take what is given, or lacks what it needs
     */
    SignOn signOn() {
        checkNames();
        switch (mechanism) {
            case GSSAPI -> checkKerberos();
            case AWS -> checkAws();
            case OIDC -> checkOidc();
            default -> {
                // takes no properties
            }
        }
        return new SignOn(source(), name, withDefaults());
    }

    /**
     * The configured user.
     *
     * @throws MongoConfigurationException if the mechanism does not take what is given, or lacks what it needs
     */
    Identity identity(SignOn signOn) {
        if (userName == null && password != null) {
            throw wrong("Password is given, but no user name");
        }
        if (userName == null && name == null) {
            return Identity.anonymous();
        }
        if (userName == null && mechanism.user() == Mechanism.Need.REQUIRED) {
            throw wrong("authMechanism is given, but no user name");
        }
        checkPassword();
        return signOn.identityOf(
                userName == null ? "" : userName, password == null ? new char[0] : password.toCharArray());
    }

    /** What a password is needed for may still come without: a container may know it. */
    private void checkPassword() {
        if (password != null && mechanism.password() == Mechanism.Need.REFUSED) {
            throw wrong("a password is given, but " + mechanism.text() + " takes none; leave it out");
        }
        if (password == null && mechanism.password() == Mechanism.Need.REQUIRED) {
            String needs = name == null ? "SCRAM" : name;
            given.complaints().obstacle("a user name is given, but no password; " + needs + " needs both");
        }
    }

    private String source() {
        String source = given.find(Option.AUTH_SOURCE, String.class);
        if (!mechanism.isExternal()) {
            return source != null ? source : defaultSource();
        }
        if (source != null && !source.equals(EXTERNAL)) {
            throw wrong("authSource is " + Quoted.text(source) + ", but for " + mechanism.text() + " it can only be "
                    + EXTERNAL + "; leave it out");
        }
        return EXTERNAL;
    }

    private String defaultSource() {
        if (given.has(Option.DATABASE_NAME)) {
            return given.get(Option.DATABASE_NAME, String.class);
        }
        return mechanism == Mechanism.PLAIN ? EXTERNAL : "admin";
    }

    /** A name is shown only if it is known: with a comma in it, a value falls to pieces that look like names. */
    private void checkNames() {
        Set<String> others = new TreeSet<>(properties.values().keySet());
        others.removeAll(mechanism.properties());
        if (!others.isEmpty()) {
            others.retainAll(Mechanism.allProperties());
            String shown = others.isEmpty() ? "a property" : others.iterator().next();
            String takes = mechanism.properties().isEmpty()
                    ? "takes none"
                    : "takes " + String.join(", ", new TreeSet<>(mechanism.properties()));
            throw wrong("authMechanismProperties has " + shown + ", which " + (name == null ? "SCRAM" : name)
                    + " does not take; it " + takes);
        }
    }

    private void checkKerberos() {
        String how = properties.get(MechanismProperties.CANONICALIZE_HOST_NAME);
        if (how != null && !CANONICALIZATIONS.contains(how)) {
            throw wrong("CANONICALIZE_HOST_NAME of authMechanismProperties is " + Quoted.text(how)
                    + ", allowed is none, forward, forwardAndReverse");
        }
    }

    private void checkAws() {
        if (userName != null && password == null) {
            throw wrong("a user name is given, but no password; MONGODB-AWS needs both, or neither");
        }
        if (userName == null && properties.has(MechanismProperties.AWS_SESSION_TOKEN)) {
            throw wrong("AWS_SESSION_TOKEN is given in authMechanismProperties, but no user name and password; it"
                    + " belongs to them");
        }
    }

    private void checkOidc() {
        String environment = properties.get(MechanismProperties.ENVIRONMENT);
        if (environment == null && AuthParts.installed().hasTokenSource("")) {
            return; // it has its own mind about user and resource
        }
        if (environment == null || !ENVIRONMENTS.contains(environment)) {
            throw wrong("ENVIRONMENT of authMechanismProperties is "
                    + (environment == null ? "not given" : Quoted.text(environment))
                    + ", but MONGODB-OIDC needs one of " + String.join(", ", ENVIRONMENTS)
                    + ", or none and an installed OidcTokenSource");
        }
        boolean needsResource = WITH_RESOURCE.contains(environment);
        if (needsResource != properties.has(MechanismProperties.TOKEN_RESOURCE)) {
            throw wrong("TOKEN_RESOURCE of authMechanismProperties is " + (needsResource ? "not given" : "given")
                    + ", but ENVIRONMENT is " + environment
                    + (needsResource ? ", which needs it" : ", which has no use for it"));
        }
        if (userName != null && !environment.equals("azure")) {
            throw wrong("a user name is given, but ENVIRONMENT is " + environment + ", which has no use for it");
        }
    }

    private Map<String, String> withDefaults() {
        Map<String, String> all = new TreeMap<>(properties.values());
        if (mechanism == Mechanism.GSSAPI) {
            all.putIfAbsent(MechanismProperties.SERVICE_NAME, "mongodb");
        }
        return all;
    }

    private static MongoConfigurationException wrong(String text) {
        return new MongoConfigurationException(text);
    }
}
