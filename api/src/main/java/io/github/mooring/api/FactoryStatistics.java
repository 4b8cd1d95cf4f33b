package io.github.mooring.api;

import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Numbers of one moment; immutable. The parts are read one after the other, so under load they may not add up.
 *
 * @param server          the server that is talked to; the name of {@code mongodb+srv://} while nobody has told which there are
 * @param sessionsOpen    sessions open now
 * @param sessionsOpened  sessions opened since the start
 * @param socketsOpen     pooled sockets open now, idle ones included
 * @param socketsInUse    pooled sockets that an operation holds now, or that are kept aside until the reply to one that
 *     gave up has come
 * @param socketsOpened   pooled sockets opened since the start
 * @param callersWaiting  callers that wait for a socket now
 * @param pings           pings that the server has answered since the start
 * @param pingsFailed     pings that it has not; while the servers behind a name are not known, vain attempts to find them
 * @param lastPing        how long the last answered ping took, null before the first
 * @param lastPingAt      when it was answered, null before the first
 * @param lastError       what the last ping ran into, null if it was answered
 */
public record FactoryStatistics(
        ServerAddress server,
        long sessionsOpen,
        long sessionsOpened,
        int socketsOpen,
        int socketsInUse,
        long socketsOpened,
        int callersWaiting,
        long pings,
        long pingsFailed,
        @Nullable Duration lastPing,
        @Nullable Instant lastPingAt,
        @Nullable String lastError)
        implements Serializable {
    /** Checks for null. */
    public FactoryStatistics {
        Objects.requireNonNull(server, "server");
    }

    /** How long the last answered ping took; empty before the first. */
    public Optional<Duration> roundTripTime() {
        return Optional.ofNullable(lastPing);
    }
}
