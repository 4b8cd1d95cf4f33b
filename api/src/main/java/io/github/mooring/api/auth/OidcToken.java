package io.github.mooring.api.auth;

import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** An access token, as the identity provider has signed it. Immutable; prints as hidden. */
public final class OidcToken {
    private final String accessToken;
    private final @Nullable Duration expiresIn;

    private OidcToken(String accessToken, @Nullable Duration expiresIn) {
        this.accessToken = accessToken;
        this.expiresIn = expiresIn;
    }

    /**
     * A token of which it is not known when it expires; it is used until the server refuses it.
     *
     * @param accessToken the signed token in its compact form; not empty
     * @throws IllegalArgumentException if it is empty
     */
    public static OidcToken of(String accessToken) {
        if (accessToken.isEmpty()) {
            throw new IllegalArgumentException("the access token is empty");
        }
        return new OidcToken(accessToken, null);
    }

    /**
     * This token, to be used no longer than that.
     *
     * @param lifetime counted from now; positive
     * @throws IllegalArgumentException if it is zero or negative
     */
    public OidcToken expiresIn(Duration lifetime) {
        if (lifetime.isNegative() || lifetime.isZero()) {
            throw new IllegalArgumentException("the token's lifetime is " + lifetime + ", it has to be positive");
        }
        return new OidcToken(accessToken, Objects.requireNonNull(lifetime, "lifetime"));
    }

    /** Returns the token itself; a secret. */
    public String accessToken() {
        return accessToken;
    }

    /** Returns for how long it may be used, counted from when it was got; null if that is not known. */
    public @Nullable Duration expiresIn() {
        return expiresIn;
    }

    @Override
    public String toString() {
        return "OidcToken[<hidden>]";
    }
}
