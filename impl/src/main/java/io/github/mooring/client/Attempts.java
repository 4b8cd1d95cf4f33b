package io.github.mooring.client;

import io.github.mooring.api.MongoException;
import io.github.mooring.api.MongoSocketException;
import io.github.mooring.connection.ConnectionDescription;
import io.github.mooring.session.HeldSession;
import io.github.mooring.session.ServerSession;
import io.github.mooring.session.ServerSessions;
import io.github.mooring.session.WriteNumber;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The attempts of one write, which all have the same number, so that the server carries it out once; confined to the thread
 * that makes them. Its server session is taken with the first connection, and kept until the end.
 */
final class Attempts implements AutoCloseable {
    private final ServerSessions sessions;
    /** What the write's session has; null if it has nothing. */
    private final @Nullable HeldSession held;
    /** Whether {@link #session} is that. */
    private boolean lent;

    private @Nullable ServerSession session;
    private @Nullable WriteNumber number;
    private Duration timeout = Duration.ZERO;
    /** The last server that there was a connection to. */
    private @Nullable ConnectionDescription server;

    /**
     * Of a write that has not been tried yet.
     *
     * @param held a server session of the session's own, which is used if it is free; null for none
     */
    Attempts(ServerSessions sessions, @Nullable HeldSession held) {
        this.sessions = sessions;
        this.held = held;
    }

    /** The write's number for a server; null if that would not understand it. */
    @Nullable
    WriteNumber numberFor(ConnectionDescription description) {
        server = description;
        Duration kept = RetryRules.sessionTimeout(description);
        if (kept == null || !RetryRules.numbersWrites(description)) {
            return null;
        }
        WriteNumber known = number;
        if (known == null) {
            timeout = kept;
            ServerSession taken = take();
            session = taken;
            known = new WriteNumber(taken.id(), taken.nextTransactionNumber());
            number = known;
        }
        return known;
    }

    private ServerSession take() {
        ServerSession own = held == null ? null : held.lend(sessions, timeout);
        lent = own != null;
        return own == null ? sessions.take(timeout) : own;
    }

    /** Whether another attempt may be made after this error. */
    boolean allowAnother(MongoException e) {
        return (number != null || server == null) && RetryRules.helpsWrite(e, server);
    }

    /** What the caller is told if all attempts have come to nothing: that the write may be made again, if it had a number. */
    MongoException labelled(MongoSocketException e) {
        return number == null ? e : WriteLabels.of(e);
    }

    /** Nobody else shall have the session: the server may still be at work for it. */
    void connectionLost() {
        if (session != null) {
            session.markDirty();
        }
    }

    @Override
    public void close() {
        if (session != null && lent && held != null) {
            held.takeBack(session, sessions, timeout);
        } else if (session != null) {
            sessions.giveBack(session, timeout);
        }
    }
}
