package io.github.mooring.api;

import java.util.Iterator;
import java.util.NoSuchElementException;

/**
 * Results that the server hands out batch by batch. One thread at a time may use it; any thread may close it. It ends
 * with its session.
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

    /** How many results can be had without asking the server. */
    int available();

    /** The server that holds the cursor. */
    ServerAddress serverAddress();

    /** Ends the cursor here and at the server. Idempotent; never throws for a server that cannot be reached. */
    @Override
    void close();
}
