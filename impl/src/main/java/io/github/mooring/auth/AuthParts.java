package io.github.mooring.auth;

import io.github.mooring.api.auth.AwsCredentialSource;
import io.github.mooring.api.auth.OidcTokenSource;
import java.util.List;
import java.util.ServiceLoader;

/**
 * What others supply to authentication; immutable.
 *
 * @param tokenSources  for {@code MONGODB-OIDC}
 * @param awsSources    for {@code MONGODB-AWS}
 */
public record AuthParts(List<OidcTokenSource> tokenSources, List<AwsCredentialSource> awsSources) {

    /** Copies the lists. */
    public AuthParts {
        tokenSources = List.copyOf(tokenSources);
        awsSources = List.copyOf(awsSources);
    }

    /**
     * Looks for those that lie beside the library.
     *
     * @throws java.util.ServiceConfigurationError if one of them cannot be made
     */
    public static AuthParts installed() {
        return new AuthParts(all(OidcTokenSource.class), all(AwsCredentialSource.class));
    }

    /** By the library's own class loader: whose thread happens to come first must not decide what is found. */
    private static <T> List<T> all(Class<T> type) {
        return ServiceLoader.load(type, AuthParts.class.getClassLoader()).stream()
                .map(ServiceLoader.Provider::get)
                .toList();
    }

    /** Tells whether a source of tokens is for that environment, the empty string being none. */
    public boolean hasTokenSource(String environment) {
        return tokenSources.stream().anyMatch(source -> source.environment().equals(environment));
    }
}
