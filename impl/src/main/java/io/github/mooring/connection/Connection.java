package io.github.mooring.connection;

import io.github.mooring.time.Deadline;
import io.github.mooring.wire.RawDocument;

/**
 * One connection past its handshake, used by one operation at a time. A second call while one is under way is a bug of
 * the caller's and is told so; {@link #isUsable}, {@link #close} and what describes it may be called by any thread.
 *
 * <p>After an exception, ask {@link #isUsable}: what failed before the first byte left the connection as it was;
 * anything else has closed it, since the next message would land in the middle of something.
 */
public interface Connection extends AutoCloseable {
    /** What the server said of itself when the connection was made. */
    ConnectionDescription description();

    /** Number of this connection, unique among those of one factory; for messages and events. */
    long id();

    /**
     * Sends a request and waits for its reply.
     *
     * @return the body of the reply, whether it says {@code ok: 1} or not; a view that is valid until the next call
     * @throws io.github.mooring.api.MongoDocumentException         if the request cannot be encoded; nothing was sent
     * @throws io.github.mooring.api.MongoOperationTimeoutException if {@code deadline} passed first
     * @throws io.github.mooring.api.MongoSocketException           if the connection broke or is closed
     * @throws io.github.mooring.api.MongoProtocolException         if what came back is not a reply to the request
     * @throws io.github.mooring.api.MongoInterruptedException      if the thread is interrupted, where it can be noticed
     * @throws IllegalStateException                                if another operation is using the connection
     */
    RawDocument call(Request request, Deadline deadline);

    /** Sends a request that the server does not answer ({@code moreToCome}); errors as for {@link #call}. */
    void send(Request request, Deadline deadline);

    /** Gives memory back that a large message took; the last reply must not be looked at any more. Cheap. */
    void trim();

    /** Whether the next operation may try this connection. Does no I/O: a server that has gone is not noticed here. */
    boolean isUsable();

    /** Closes it; an operation under way fails. Idempotent, does not block. */
    @Override
    void close();
}
