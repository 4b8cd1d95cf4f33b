package io.github.mooring.client;

import io.github.mooring.api.MongoSession;
import io.github.mooring.api.ServerAddress;
import io.github.mooring.auth.Identity;
import io.github.mooring.operation.Command;
import java.util.List;

/**
 * What a session needs of whoever owns it: the client library itself, or a managed connection of a container.
 * Thread-safe. It may carry any number of sessions.
 */
public interface SessionHost {
    /**
     * Runs a command.
     *
     * @throws io.github.mooring.api.MongoClosedException if the owner has taken the session back
     */
    <R> R execute(Command<R> command, SessionCall call);

    /** The database that the configuration names. */
    String defaultDatabaseName();

    /** The user that its sessions are opened with. */
    Identity identity();

    /**
     * Another user, authenticated as the configured one would be.
     *
     * @param password copied
     * @throws IllegalArgumentException if the user name is empty
     */
    Identity identityOf(String userName, char[] password);

    /** The servers that are known to be alive. */
    List<ServerAddress> liveServers();

    /** Opens another session, for the same user unless it begins with a login. */
    MongoSession open(SessionStart start);

    /**
     * Begins transactions of its sessions, and ends them.
     *
     * @throws io.github.mooring.api.MongoClosedException      if the owner has taken the session back
     * @throws io.github.mooring.api.MongoTransactionException if its sessions cannot have transactions of their own
     */
    Transactions transactions();

    /** Is told that the session shall not be used again; its owner may see to that when the session is closed. */
    void doNotReuse();

    /** Is told once that the session was closed by its user. */
    void sessionClosed();
}
