package io.github.mooring.auth;

import org.jspecify.annotations.Nullable;

/**
 * Authentication failed or cannot even be tried: what failed, by which mechanism, for which user. Never the password.
 *
 * <p>Internal; the connection layer closes the connection and translates.
 */
public final class AuthException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String mechanism;
    private final @Nullable String username;
    private final boolean misconfigured;

    /** Says that an exchange failed. */
    public AuthException(String mechanism, Credential credential, String reason, @Nullable Throwable cause) {
        this(
                mechanism + " authentication of " + userOf(credential) + " failed: " + reason,
                mechanism,
                credential.username(),
                false,
                cause);
    }

    private AuthException(
            String message,
            String mechanism,
            @Nullable String username,
            boolean misconfigured,
            @Nullable Throwable cause) {
        super(message, cause);
        this.mechanism = mechanism;
        this.username = username;
        this.misconfigured = misconfigured;
    }

    /** Says that the configuration lacks something, or has what cannot be; no server was asked. */
    static AuthException misconfigured(String mechanism, Credential credential, String reason) {
        return misconfigured(mechanism, credential, reason, null);
    }

    /** As above, with what led to it. */
    static AuthException misconfigured(
            String mechanism, Credential credential, String reason, @Nullable Throwable cause) {
        String message = mechanism + " for " + userOf(credential) + ": " + reason;
        return new AuthException(message, mechanism, credential.username(), true, cause);
    }

    static AuthException unsupported(String mechanism, Iterable<String> supported) {
        return new AuthException(
                "authentication mechanism '" + mechanism + "' is not supported; supported are "
                        + String.join(", ", supported) + ", or none given to negotiate one",
                mechanism,
                null,
                true,
                null);
    }

    /** Names a user in messages; some mechanisms leave it to the server to find out who it is. */
    public static String userOf(Credential credential) {
        String name =
                credential.username().isEmpty() ? "a user without a name" : "user '" + credential.username() + "'";
        return name + " on database '" + credential.source() + "'";
    }

    /** Returns the mechanism's name. */
    public String mechanism() {
        return mechanism;
    }

    /** Returns the user's name, or null where the failure is not about a user. */
    public @Nullable String username() {
        return username;
    }

    /** Tells whether it is the configuration that is at fault: no server was asked. */
    public boolean isMisconfigured() {
        return misconfigured;
    }
}
