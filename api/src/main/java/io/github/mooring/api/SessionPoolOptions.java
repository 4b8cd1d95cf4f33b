package io.github.mooring.api;

import java.time.Duration;
import java.util.Objects;

/**
 * What a session pool is like; immutable: each method with an argument returns a changed copy.
 *
 * @param maxSessions  how many slots there are, 1 to 10000. Less than 1 is refused; mgosession took it for 1 without a
 *                     word
 * @param probePeriod  from the end of one probe of the slots to the start of the next, at least 1 ms. The default is
 *                     mgosession's 1 s
 * @param probeTimeout longest time for the probe of one slot, at least 1 ms. The default is 5 s
 * @param listener     hears what the pool does
 */
public record SessionPoolOptions(
        int maxSessions, Duration probePeriod, Duration probeTimeout, SessionPoolListener listener) {
    /** Chosen: a slot is searched and probed, so a number without bound would be a mistake that shows late. */
    private static final int MOST_SESSIONS = 10_000;

    /** Five slots, chosen for want of a better number; a probe each second. */
    public static final SessionPoolOptions DEFAULTS =
            new SessionPoolOptions(5, Duration.ofSeconds(1), Duration.ofSeconds(5), SessionPoolListener.NONE);

    /**
     * Checks the values.
     *
     * @throws IllegalArgumentException if one is out of range
     */
    public SessionPoolOptions {
        if (maxSessions < 1 || maxSessions > MOST_SESSIONS) {
            throw new IllegalArgumentException("maxSessions is " + maxSessions + ", allowed is 1 to " + MOST_SESSIONS
                    + "; a pool without sessions could not give any");
        }
        requireMillis("probePeriod", probePeriod);
        requireMillis("probeTimeout", probeTimeout);
        Objects.requireNonNull(listener, "listener");
    }

    private static void requireMillis(String name, Duration value) {
        Objects.requireNonNull(value, name);
        if (value.compareTo(Duration.ofMillis(1)) < 0 || value.compareTo(Duration.ofMillis(Integer.MAX_VALUE)) > 0) {
            throw new IllegalArgumentException(
                    name + " is " + value + ", allowed is 1 to " + Integer.MAX_VALUE + " ms");
        }
    }

    /** These options with another {@code maxSessions}. */
    public SessionPoolOptions maxSessions(int maxSessions) {
        return new SessionPoolOptions(maxSessions, probePeriod, probeTimeout, listener);
    }

    /** These options with another {@code probePeriod}. */
    public SessionPoolOptions probePeriod(Duration probePeriod) {
        return new SessionPoolOptions(maxSessions, probePeriod, probeTimeout, listener);
    }

    /** These options with another {@code probeTimeout}. */
    public SessionPoolOptions probeTimeout(Duration probeTimeout) {
        return new SessionPoolOptions(maxSessions, probePeriod, probeTimeout, listener);
    }

    /** These options with another {@code listener}. */
    public SessionPoolOptions listener(SessionPoolListener listener) {
        return new SessionPoolOptions(maxSessions, probePeriod, probeTimeout, listener);
    }
}
