package io.github.mooring.connection;

import io.github.mooring.api.MongoException;
import io.github.mooring.time.Deadline;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One connection past its handshake; thread-safe. It carries any number of calls at once, and how many it should carry is
 * for its owner to decide: a server works through the requests of one connection one after another.
 *
 * <p>After an exception, ask {@link #isUsable}. What failed before the first byte, and what was given up while it waited
 * for its reply, leaves the connection to the others; anything else has closed it, since the next message would land in
 * the middle of something.
 */
public interface Connection extends AutoCloseable {
    /** How often {@link #tend} is meant to be called. Chosen: small against any time-out that makes sense. */
    Duration TENDING_PERIOD = Duration.ofMillis(200);

    /** What the server said of itself when the connection was made. */
    ConnectionDescription description();

    /** Number of this connection, unique among those of one factory; for messages and events. */
    long id();

    /**
     * Sends a request, waits for its reply and has it read. The caller's thread may write and read for others while it
     * waits, but not longer than its own reply takes to come.
     *
     * @param reader sees the reply whether it says {@code ok: 1} or not; what it throws goes through
     * @return       what {@code reader} has made of it
     * @throws io.github.mooring.api.MongoDocumentException         if the request cannot be encoded; nothing was sent
     * @throws io.github.mooring.api.MongoOperationTimeoutException if {@code deadline} passed first; the others go on
     * @throws io.github.mooring.api.MongoSocketException           if the connection broke or is closed
     * @throws io.github.mooring.api.MongoProtocolException         if what came back is not a reply to the request
     * @throws io.github.mooring.api.MongoInterruptedException      if the thread is interrupted, where it can be noticed:
     *     before it sends, while another reads for it, and before it begins to read
     */
    <R> R call(Request request, Deadline deadline, ReplyReader<R> reader);

    /** Sends a request that the server does not answer ({@code moreToCome}); errors as for {@link #call}. */
    void send(Request request, Deadline deadline);

    /**
     * Proves the connection's user anew, because the server has said that it needs that (error 391). Calls of others go on.
     * If it fails the connection is of no use to anybody any more, and is ended.
     *
     * @return false if nobody was authenticated here, so that nothing was done
     * @throws io.github.mooring.api.MongoSecurityException if the server refuses the user; other errors as for the opening
     *     of a connection
     */
    default boolean reauthenticate(Deadline deadline) {
        return false;
    }

    /**
     * How many calls are under way, those included whose callers have given up but whose replies the server still owes.
     * Takes a short lock; may be asked under another.
     */
    int inFlight();

    /** What is under way, for dumps. */
    List<CallInFlight> calls();

    /** Whether the next operation may try this connection. Does no I/O: a server that has gone is not noticed here. */
    boolean isUsable();

    /** What has ended it, with the error that it began with as its cause; null if nothing has, as far as it is known. */
    @Nullable
    MongoException failure();

    /**
     * Whether every reply that is owed has come, or is waited for. Replies that have come after their callers had given up are
     * dropped on this occasion, without waiting. A connection that is not caught up is sound, but who uses it next stands
     * behind what the server is still busy with.
     */
    boolean isCaughtUp();

    /**
     * As {@link #isUsable}, and looks once whether the server has hung up, or sends what nobody has asked for; takes a
     * millisecond at most. Meant for a connection that has been idle; one in use is not looked at, its users notice.
     */
    boolean isAlive();

    /**
     * Looks after those who wait; to be called by one thread at a time, about every {@link #TENDING_PERIOD} as long as the
     * connection is open. From the first time on, callers with more than ten seconds left rely on it: it wakes them when their
     * time runs short. It drops replies that have come late, and closes a connection that owes the reply to a call that
     * was given up, if nothing has come for ten seconds. Takes a short lock; reads what has come, but does not wait.
     */
    void tend();

    /**
     * Whether something has come from the server since this was last asked, or since the connection was dialed; to be asked by
     * one thread at a time. Takes a short lock, does no I/O.
     */
    boolean hasSpoken();

    /**
     * Ends it for all: what is under way fails at once with this reason. Idempotent, does not block.
     *
     * @param why part of a sentence, such as "the server does not answer its monitor"
     */
    void abort(String why);

    /** Closes it; operations under way fail. Idempotent, does not block. */
    @Override
    void close();
}
