package io.github.mooring.api;

import java.time.Duration;

/**
 * Operations that all go over one connection, in their order, as the pooling notes of MongoDB's old drivers and their
 * {@code start_request} had it. What is done through the databases of a request uses that connection and no other; it
 * is nobody else's from the first operation until the request is closed. This is what an unacknowledged write needs
 * that must be seen by the read after it.
 *
 * <p>The scope is this handle and never the thread: other operations of the session are not part of it. Mode, concerns
 * and time-outs are those of the session; the user is the one that the session had when the request began. A request
 * takes a socket away from all others of the pool ({@code maxPoolSize}), so keep it short.
 *
 * <p>Any thread may use it; operations of one request wait for each other, in turn and within their time-out. If the
 * connection is lost, the operation that finds out throws {@link MongoSessionStateLostException}, once; the next one
 * takes a new connection.
 */
public interface MongoRequest extends AutoCloseable {
    /**
     * The database that the configuration names, over the request's connection. No I/O.
     *
     * @throws MongoClosedException if the request or its session is closed
     */
    MongoDatabase getDatabase();

    /**
     * A database by name, over the request's connection. No I/O.
     *
     * @throws IllegalArgumentException if a server would refuse the name
     * @throws MongoClosedException     if the request or its session is closed
     */
    MongoDatabase getDatabase(String databaseName);

    /**
     * Asks the server for a sign of life over the request's connection.
     *
     * @return how long the round trip took
     */
    Duration ping();

    /**
     * A request within this one, over the same connection. The connection goes back when all of them are closed, in
     * whatever order. No I/O.
     *
     * @throws MongoClosedException if the request or its session is closed
     */
    MongoRequest startRequest();

    /** Whether {@link #close()} was called, or the session has ended. */
    boolean isClosed();

    /**
     * Gives the connection back, once an operation under way on it is done. Idempotent, does not block. Cursors of the
     * request end with the session, or when they are closed.
     */
    @Override
    void close();
}
