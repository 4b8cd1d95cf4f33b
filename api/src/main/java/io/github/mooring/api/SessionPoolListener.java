package io.github.mooring.api;

/**
 * Hears what a session pool does; the logger of mgosession. Must be thread-safe and quick: it is called on the
 * thread of whoever asks for a session. No lock is held meanwhile, and what it throws is counted
 * ({@link SessionPoolStatistics#listenerErrors()}) and goes no further.
 */
public interface SessionPoolListener {
    /** Hears nothing. */
    SessionPoolListener NONE = new SessionPoolListener() {};

    /**
     * A new session was put into a slot.
     *
     * @param slot from 0
     */
    default void sessionCreated(int slot) {}

    /**
     * A handle on a session that was there already is given out.
     *
     * @param slot from 0
     */
    default void sessionReused(int slot) {}
}
