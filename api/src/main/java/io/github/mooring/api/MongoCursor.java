package io.github.mooring.api;

import java.util.Iterator;
import java.util.NoSuchElementException;

/**
 * Results that the server hands out batch by batch. One thread at a time may use it; any thread may close it. It ends
 * with its session.
 *
 * <p>If a batch was asked for and did not come, or has a document that does not fit the class asked for, the server has
 * moved past it: the cursor then throws the same exception at every further use, rather than leave results out.
 *
 * @param <T> the class of the results
 */
public interface MongoCursor<T> extends Iterator<T>, AutoCloseable {
    /**
     * Whether there is another result; asks the server for the next batch where the last one is used up.
     *
     * @throws MongoClosedException           if the cursor or its session is closed
     * @throws MongoCursorNotFoundException   if the server has given the cursor up
     */
    @Override
    boolean hasNext();

    /**
     * The next result.
     *
     * @throws NoSuchElementException if there is none
     */
    @Override
    T next();

    /** How many results can be had without asking the server; 0 once the cursor is closed. */
    int available();

    /** The server that holds the cursor. */
    ServerAddress serverAddress();

    /** Ends the cursor here and at the server. Idempotent; never throws for a server that cannot be reached. */
    @Override
    void close();
}
