package io.github.mooring.api;

/**
 * Few sessions shared by many callers; thread-safe. It is what mgosession's pool was: a fixed number of slots, each
 * with one session, and {@link #session()} hands out a share of one of them.
 *
 * <p>A slot holds a session and no socket. What callers of one slot have in common is what its session has seen
 * ({@link MongoSession#share()}), and how it fares; how many sockets there are is the business of {@code maxPoolSize}
 * alone.
 *
 * <p>A slot is empty, ready or broken. A network error of an operation, or a probe that fails, breaks the slot that it
 * happened to, and no other; a slot that is broken is passed over while there is another. The probe, once in
 * {@link SessionPoolOptions#probePeriod()}, tries broken slots and those that have not been used since the last time,
 * and puts a new session into a broken slot when the server answers.
 */
public interface MongoSessionPool extends AutoCloseable {
    /**
     * A handle on the session of the slot that has the fewest operations in flight, among those that are not broken;
     * of more than 8 slots, two are drawn and compared. Never waits, does no I/O and takes no lock; there are as many
     * handles as are asked for. If all slots are broken, one of them gets a new session at once.
     *
     * @return a session of its own settings, to be closed by the caller
     * @throws MongoClosedException if the pool or its factory is closed
     */
    MongoSession session();

    /**
     * Empties all slots, so that the next callers get new sessions. Handles given out before go on with what they have.
     * Idempotent, thread-safe; no effect on a closed pool.
     */
    void reset();

    /** Numbers of this moment. */
    SessionPoolStatistics statistics();

    /** Whether {@link #close()} was called. */
    boolean isClosed();

    /**
     * Ends the probe and empties the slots. Handles given out before stay usable, until their factory is closed.
     * Idempotent; does not wait for a probe under way.
     */
    @Override
    void close();
}
