package io.github.mooring.topology;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How a server fares, as far as its monitor knows; immutable.
 *
 * @param answered  heartbeats that the server has answered since the start
 * @param failed    heartbeats that it has not
 * @param roundTrip how long the last answered one took, null before the first
 * @param at        when it was answered, null before the first
 * @param error     what the last one ran into, null if it was answered
 */
public record Heartbeat(
        long answered,
        long failed,
        @Nullable Duration roundTrip,
        @Nullable Instant at,
        @Nullable String error) {
    /** Before the first. */
    static final Heartbeat NONE = new Heartbeat(0, 0, null, null, null);

    Heartbeat answered(Duration newRoundTrip, Instant now) {
        return new Heartbeat(answered + 1, failed, newRoundTrip, now, null);
    }

    Heartbeat failed(String newError) {
        return new Heartbeat(answered, failed + 1, roundTrip, at, newError);
    }
}
