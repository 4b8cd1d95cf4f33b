package io.github.mooring.auth;

import org.jspecify.annotations.Nullable;

/**
 * Authentication failed or cannot even be tried: what failed, by which mechanism, for which user. Never the password.
 *
 * <p>Internal; the connection layer closes the connection and translates.
 */
public final class AuthException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final @Nullable String mechanism;
    private final @Nullable String username;

    /** Says that an exchange failed. */
    public AuthException(String mechanism, Credential credential, String reason, @Nullable Throwable cause) {
        super(
                mechanism + " authentication of user '" + credential.username() + "' on database '"
                        + credential.source() + "' failed: " + reason,
                cause);
        this.mechanism = mechanism;
        this.username = credential.username();
    }

    private AuthException(String mechanism, String message) {
        super(message);
        this.mechanism = mechanism;
        this.username = null;
    }

    static AuthException unsupported(String mechanism, Iterable<String> supported) {
        return new AuthException(
                mechanism,
                "authentication mechanism '" + mechanism + "' is not supported; supported are "
                        + String.join(", ", supported) + ", or none given to negotiate one");
    }

    /** Returns the mechanism's name, or null if it had not been chosen yet. */
    public @Nullable String mechanism() {
        return mechanism;
    }

    /** Returns the user's name, or null where the failure is not about a user. */
    public @Nullable String username() {
        return username;
    }
}
