package io.github.mooring.client;

import io.github.mooring.auth.Identity;
import io.github.mooring.session.Bond;
import io.github.mooring.session.SessionSettings;
import org.jspecify.annotations.Nullable;

/**
 * What a session begins with.
 *
 * @param settings what it is set to
 * @param login    the user that has logged in; null is the one that the session is opened with
 * @param shared   what it has seen already, together with another session; null is nothing
 */
public record SessionStart(
        SessionSettings settings,
        @Nullable Identity login,
        @Nullable Bond shared) {
    /** A session that begins with nothing but settings. */
    public static SessionStart with(SessionSettings settings) {
        return new SessionStart(settings, null, null);
    }
}
