package io.github.mooring.auth;

import io.github.mooring.api.auth.OidcTokenRequest;
import io.github.mooring.api.auth.OidcTokenSource;
import io.github.mooring.time.Deadline;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * MONGODB-OIDC for machines: a signed token says who the user is. Thread-safe.
 *
 * <p>Where the token comes from depends on the mechanism property {@code ENVIRONMENT}: {@code k8s} and {@code test} are
 * files, which are read here; anything else, and what is got without that property, comes from an {@link
 * OidcTokenSource}. Signing on by a person at a browser is not for servers, and not here.
 *
 * @see <a href="https://github.com/mongodb/specifications/blob/master/source/auth/auth.md#mongodb-oidc">Authentication
 *     specification: MONGODB-OIDC</a>
 */
final class Oidc implements AuthMechanism {

    static final String NAME = "MONGODB-OIDC";
    static final String ENVIRONMENT = "ENVIRONMENT";
    static final String TOKEN_RESOURCE = "TOKEN_RESOURCE";

    /** What the specification gives a source where nothing else limits it. */
    private static final Duration DEFAULT_TIMEOUT = Duration.ofMinutes(1);

    private final LazyParts parts;
    private final OidcTokens tokens;
    private final UnaryOperator<@Nullable String> environment;

    /** @param environment reads the environment's variables; null for one that is not set */
    Oidc(LazyParts parts, OidcTokens tokens, UnaryOperator<@Nullable String> environment) {
        this.parts = parts;
        this.tokens = tokens;
        this.environment = environment;
    }

    @Override
    public String name() {
        return NAME;
    }

    /** Only with a token that is there already: the handshake does not wait for one. */
    @Override
    public boolean mayBeSpeculative(Credential credential) {
        return tokens.known(credential) != null;
    }

    @Override
    public AuthConversation begin(Credential credential, AuthTarget target) {
        String known = tokens.known(credential);
        boolean fresh = known == null;
        String token = known == null ? fetch(credential, target) : known;
        OidcConversation conversation = new OidcConversation(credential, tokens, token, fresh);
        return new SaslExchange(conversation, credential);
    }

    private String fetch(Credential credential, AuthTarget target) {
        MechanismProperties properties = MechanismProperties.of(credential, NAME);
        OidcTokenSource source = source(credential, properties);
        return tokens.fetch(credential, target, () -> source.token(request(credential, properties, target)));
    }

    /** Made when it is the caller's turn: waiting for that takes time, too. */
    private static OidcTokenRequest request(Credential credential, MechanismProperties properties, AuthTarget target) {
        return new OidcTokenRequest(
                credential.username(),
                properties.find(TOKEN_RESOURCE),
                patience(target.deadline()),
                OidcTokenRequest.VERSION);
    }

    private static Duration patience(Deadline deadline) {
        if (deadline.isNever()) {
            return DEFAULT_TIMEOUT;
        }
        return Duration.ofNanos(Math.max(0, deadline.remainingNanos()));
    }

    private OidcTokenSource source(Credential credential, MechanismProperties properties) {
        String wanted = properties.get(ENVIRONMENT, "");
        OidcTokenSource builtIn = TokenFile.of(wanted, environment);
        if (builtIn != null) {
            return builtIn;
        }
        List<OidcTokenSource> found = parts.get(NAME, credential).tokenSources().stream()
                .filter(source -> source.environment().equals(wanted))
                .toList();
        if (found.size() != 1) {
            throw properties.refuse(ENVIRONMENT, found.isEmpty() ? missing(wanted) : ambiguous(wanted, found));
        }
        return found.get(0);
    }

    private static String missing(String wanted) {
        return (wanted.isEmpty() ? "not given" : "'" + wanted + "'") + "; this needs an implementation of "
                + OidcTokenSource.class.getName() + " whose environment() is '" + wanted
                + "', and none is installed: put its jar beside the library's, with its class name in META-INF/services/"
                + OidcTokenSource.class.getName() + "; without one there are k8s and test";
    }

    private static String ambiguous(String wanted, List<OidcTokenSource> found) {
        return "there is more than one source of tokens for '" + wanted + "': "
                + found.stream().map(source -> source.getClass().getName()).toList() + "; leave one";
    }
}
