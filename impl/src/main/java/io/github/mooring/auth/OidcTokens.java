package io.github.mooring.auth;

import io.github.mooring.api.ErrorContext;
import io.github.mooring.api.MongoInterruptedException;
import io.github.mooring.api.MongoOperationTimeoutException;
import io.github.mooring.api.auth.OidcToken;
import io.github.mooring.time.Clock;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The last token of each user, and the only way to get a new one: one caller at a time for each user, and no more often
 * than every 100 ms. Thread-safe.
 *
 * @see <a href="https://github.com/mongodb/specifications/blob/master/source/auth/auth.md#credential-caching">Authentication
 *     specification: Credential Caching</a>
 */
final class OidcTokens {

    private final Clock clock;
    /** As many as there are identities with pools: {@link #forget} is called when one's are gone. */
    private final Map<Credential, TokenSlot> slots = new ConcurrentHashMap<>();

    OidcTokens(Clock clock) {
        this.clock = clock;
    }

    /** Returns a token that is known and has not expired, or null. */
    @Nullable
    String known(Credential credential) {
        TokenSlot slot = slots.get(credential);
        return slot == null ? null : slot.known();
    }

    /**
     * Returns a token that somebody else has got in the meantime, or gets one.
     *
     * @throws AuthException if the source has none
     */
    String fetch(Credential credential, AuthTarget target, Source source) {
        TokenSlot slot = slots.computeIfAbsent(credential, any -> new TokenSlot(clock));
        try {
            String token = slot.claim(target.deadline());
            return token == null ? ask(slot, credential, source) : token;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new MongoInterruptedException(
                    "interrupted while waiting for an access token of " + AuthException.userOf(credential),
                    ErrorContext.unsent(target.server()),
                    e);
        } catch (TimeoutException e) {
            throw new MongoOperationTimeoutException(
                    "waited in vain for an access token of " + AuthException.userOf(credential)
                            + ", which another thread is getting",
                    ErrorContext.unsent(target.server()),
                    e);
        }
    }

    private static String ask(TokenSlot slot, Credential credential, Source source) {
        OidcToken token = null;
        try {
            token = source.token();
            return token.accessToken();
        } catch (IOException | RuntimeException e) {
            throw new AuthException(Oidc.NAME, credential, "no access token: " + e.getMessage(), e);
        } finally {
            slot.settle(token);
        }
    }

    void invalidate(Credential credential, String token) {
        TokenSlot slot = slots.get(credential);
        if (slot != null) {
            slot.invalidate(token);
        }
    }

    void forget(Credential credential) {
        slots.remove(credential);
    }

    /** Gets a token, with I/O. */
    interface Source {
        OidcToken token() throws IOException;
    }
}
