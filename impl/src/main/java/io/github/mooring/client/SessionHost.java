package io.github.mooring.client;

import io.github.mooring.api.MongoSession;
import io.github.mooring.operation.Command;
import io.github.mooring.session.SessionSettings;

/**
 * What a session needs of whoever owns it: the client library itself, or a managed connection of a container.
 * Thread-safe.
 */
public interface SessionHost {
    /**
     * Runs a command with the rights of the session's user.
     *
     * @param settings what the session is set to
     * @param wrote    whether the session has written since it was opened or refreshed
     * @throws io.github.mooring.api.MongoClosedException if the owner has taken the session back
     */
    <R> R execute(Command<R> command, SessionSettings settings, boolean wrote);

    /** The database that the configuration names. */
    String defaultDatabaseName();

    /** The server cursors that have to end with whatever carries the session. */
    CursorRegistry cursors();

    /** Opens another session for the same user. */
    MongoSession open(SessionSettings settings);

    /** Is told once that the session was closed by its user. */
    void sessionClosed();
}
