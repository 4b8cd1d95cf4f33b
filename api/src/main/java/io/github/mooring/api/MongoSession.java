package io.github.mooring.api;

import java.time.Duration;
import java.util.List;
import org.bson.Document;

/**
 * A conversation with the deployment: whose rights, which mode, which concerns, which open cursors. It holds no socket
 * of its own; each operation takes one for as long as it lasts.
 *
 * <p>Any thread may use it; concurrent operations of one session run side by side. Closing it ends its cursors. In a
 * container it is a connection handle: open it, use it and close it within one business method, or keep it, as the
 * container allows.
 */
public interface MongoSession extends AutoCloseable {
    /**
     * The database that the configuration names, {@code test} if it names none. No I/O.
     *
     * @throws MongoClosedException if the session is closed
     */
    MongoDatabase getDatabase();

    /**
     * A database by name. No I/O.
     *
     * @throws IllegalArgumentException if a server would refuse the name
     * @throws MongoClosedException     if the session is closed
     */
    MongoDatabase getDatabase(String databaseName);

    /** The names of the databases that the session's user may see. */
    List<String> listDatabaseNames();

    /** The databases that the session's user may see: {@code name}, {@code sizeOnDisk}, {@code empty}. */
    List<Document> listDatabases();

    /**
     * Asks the server for a sign of life.
     *
     * @return how long the round trip took
     */
    Duration ping();

    /**
     * A new session with the same user, mode and concerns, that shares nothing else with this one (mgo's Copy). No I/O.
     *
     * @throws MongoClosedException if this session is closed
     */
    MongoSession copy();

    /**
     * Forgets what binds the session to a server, so that a {@link Mode#MONOTONIC} session may read from secondaries
     * again (mgo's Refresh). Open cursors go on.
     *
     * @throws MongoClosedException if the session is closed
     */
    void refresh();

    /** From which servers the session reads; {@link Mode#STRONG} unless the configuration says otherwise. */
    Mode mode();

    /**
     * Changes the mode and forgets what binds the session to a server.
     *
     * @throws MongoClosedException if the session is closed
     */
    void setMode(Mode mode);

    /** What reads of this session ask for. */
    ReadConcern readConcern();

    /** Changes what reads of this session ask for, from the next operation on. */
    void setReadConcern(ReadConcern readConcern);

    /** What writes of this session ask for. */
    WriteConcern writeConcern();

    /** Changes what writes of this session ask for, from the next operation on. */
    void setWriteConcern(WriteConcern writeConcern);

    /** Whether {@link #close()} was called, or the container has taken the session back. */
    boolean isClosed();

    /**
     * Ends the session and its cursors. Idempotent; never throws for a server that cannot be reached. Everything else
     * that is called on it afterwards, and every operation on what it has given out, throws {@link MongoClosedException}.
     */
    @Override
    void close();
}
