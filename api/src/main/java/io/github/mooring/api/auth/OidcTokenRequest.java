package io.github.mooring.api.auth;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a token is wanted for; immutable. More may be added in later versions.
 *
 * @param username who asks, as configured; empty if that is left to the source. Its meaning depends on the provider
 * @param resource the mechanism property {@code TOKEN_RESOURCE}: what the token is to be good for; null if not given
 * @param timeout  how long the caller can wait; who needs longer has to give up
 * @param version  of this interface, 1 now
 */
public record OidcTokenRequest(String username, @Nullable String resource, Duration timeout, int version) {
    /** The version of this interface. */
    public static final int VERSION = 1;
}
