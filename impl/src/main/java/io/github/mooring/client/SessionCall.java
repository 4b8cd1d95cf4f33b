package io.github.mooring.client;

import io.github.mooring.auth.Identity;
import io.github.mooring.session.Bond;
import io.github.mooring.session.HeldSession;
import io.github.mooring.session.SessionSettings;
import io.github.mooring.session.Transaction;
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
 * @param transaction  what it is a part of; null if it is done by itself
 * @param held         the server session of the session's own; null if it has none
 */
public record SessionCall(
        Identity identity,
        SessionSettings settings,
        Bond bond,
        @Nullable Binding binding,
        Cancellation cancellation,
        @Nullable Transaction transaction,
        @Nullable HeldSession held) {
    /** An operation that is done by itself. */
    public SessionCall(
            Identity identity,
            SessionSettings settings,
            Bond bond,
            @Nullable Binding binding,
            Cancellation cancellation) {
        this(identity, settings, bond, binding, cancellation, null, null);
    }

    /** An operation of nobody's session. */
    public static SessionCall of(Identity identity, SessionSettings settings) {
        return of(identity, settings, null);
    }

    /** As above, over a certain connection; null if any will do. */
    static SessionCall of(Identity identity, SessionSettings settings, @Nullable Binding binding) {
        return new SessionCall(identity, settings, new Bond(), binding, Cancellation.none());
    }

    /**
     * The same operation as a part of a transaction, such as that of the managed connection that carries the session; a further operation
     * of a cursor belongs to whatever the cursor was opened in.
     *
     * @param current null for none
     */
    public SessionCall in(@Nullable Transaction current) {
        return in(current, held);
    }

    /** As above, with the server session of the session's own. */
    SessionCall in(@Nullable Transaction current, @Nullable HeldSession own) {
        Transaction its =
                binding instanceof CursorConnection cursor && cursor.isOpened() ? cursor.transaction() : current;
        return with(its, own);
    }

    /** The same operation, done by itself whatever its session is in. */
    SessionCall outside() {
        return with(null, held);
    }

    @SuppressWarnings("ReferenceEquality") // a transaction is itself alone
    private SessionCall with(@Nullable Transaction its, @Nullable HeldSession own) {
        return its == transaction && own == held
                ? this
                : new SessionCall(identity, settings, bond, binding, cancellation, its, own);
    }
}
