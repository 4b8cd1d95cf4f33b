package io.github.mooring.client;

import io.github.mooring.operation.Command;
import io.github.mooring.session.SessionSettings;

/** What databases, collections and cursors work through: a session, or a request of it. Thread-safe. */
interface CommandScope {
    /** Runs a command. */
    <R> R execute(Command<R> command);

    /**
     * Runs a command of a cursor.
     *
     * @param connection what the cursor keeps; if it keeps none yet, this is where it finds the one that it has to
     */
    <R> R execute(Command<R> command, CursorConnection connection);

    /** Runs a command that tidies up, closed or not. */
    <R> R executeAlways(Command<R> command);

    /** As above, over the connection that a cursor keeps. */
    <R> R executeAlways(Command<R> command, CursorConnection connection);

    /** Throws if it is closed. */
    void checkOpen();

    /** What ends with the session. */
    Belongings belongings();

    /** What the session is set to. */
    SessionSettings settings();
}
