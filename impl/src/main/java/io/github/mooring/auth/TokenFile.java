package io.github.mooring.auth;

import io.github.mooring.api.auth.OidcToken;
import io.github.mooring.api.auth.OidcTokenRequest;
import io.github.mooring.api.auth.OidcTokenSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Tokens that something else keeps up to date in a file. Immutable; thread-safe.
 *
 * @see <a href="https://github.com/mongodb/specifications/blob/master/source/auth/auth.md#built-in-oidc-environment-integrations">
 *     Authentication specification: Built-in OIDC Environment Integrations</a>
 */
record TokenFile(String environment, String file) implements OidcTokenSource {

    private static final String KUBERNETES_FILE = "/var/run/secrets/kubernetes.io/serviceaccount/token";

    /** More than any token has. Chosen: tokens have a few KiB, and travel inside hello. */
    private static final int MAX_BYTES = 64 * 1024;

    /** The file for an environment; null if that one has none. */
    static @Nullable TokenFile of(String name, UnaryOperator<@Nullable String> variables) {
        return switch (name) {
            case "k8s" ->
                new TokenFile(
                        name, first(variables, List.of("AZURE_FEDERATED_TOKEN_FILE", "AWS_WEB_IDENTITY_TOKEN_FILE")));
            case "test" -> new TokenFile(name, Objects.requireNonNullElse(variables.apply("OIDC_TOKEN_FILE"), ""));
            default -> null;
        };
    }

    private static String first(UnaryOperator<@Nullable String> variables, List<String> names) {
        for (String name : names) {
            String file = variables.apply(name);
            if (file != null) {
                return file;
            }
        }
        return KUBERNETES_FILE;
    }

    @Override
    public OidcToken token(OidcTokenRequest request) throws IOException {
        try {
            Path path = Path.of(file);
            if (Files.size(path) > MAX_BYTES) {
                throw new IOException("the file " + file + " is too large for a token");
            }
            String token = Files.readString(path).strip();
            if (token.isEmpty()) {
                throw new IOException("the file " + file + " is empty");
            }
            return OidcToken.of(token);
        } catch (InvalidPathException e) {
            throw new IOException("'" + file + "' is no file name", e);
        }
    }
}
