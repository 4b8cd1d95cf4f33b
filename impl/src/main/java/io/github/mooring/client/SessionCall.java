package io.github.mooring.client;

import io.github.mooring.auth.Identity;
import io.github.mooring.session.Bond;
import io.github.mooring.session.SessionSettings;
import io.github.mooring.time.Cancellation;
import org.jspecify.annotations.Nullable;

/**
 * What one operation brings along of its session.
 *
 * @param identity     whose rights it has
 * @param settings     what the session is set to
 * @param bond         what the session has seen
 * @param binding      the connection that it has to go over, or may have to keep; null if any will do
 * @param cancellation ends its waits when the session is closed
 */
public record SessionCall(
        Identity identity,
        SessionSettings settings,
        Bond bond,
        @Nullable Binding binding,
        Cancellation cancellation) {
    /** An operation of nobody's session. */
    public static SessionCall of(Identity identity, SessionSettings settings) {
        return of(identity, settings, null);
    }

    /** As above, over a certain connection; null if any will do. */
    static SessionCall of(Identity identity, SessionSettings settings, @Nullable Binding binding) {
        return new SessionCall(identity, settings, new Bond(), binding, Cancellation.none());
    }
}
