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
    public static final Heartbeat NONE = new Heartbeat(0, 0, null, null, null);

    /**
     * After an answer.
     *
     * @param newRoundTrip how long it took; null if it was kept back, so that this says nothing
     */
    public Heartbeat answered(@Nullable Duration newRoundTrip, Instant now) {
        return new Heartbeat(answered + 1, failed, newRoundTrip == null ? roundTrip : newRoundTrip, now, null);
    }

    /** After an answer that did not come. */
    public Heartbeat failed(String newError) {
        return new Heartbeat(answered, failed + 1, roundTrip, at, newError);
    }

    /** Of two servers together: the counts of both, the later answer, and an error if either has one. */
    public Heartbeat and(Heartbeat other) {
        boolean otherIsLater = at == null || (other.at != null && other.at.isAfter(at));
        Heartbeat later = otherIsLater ? other : this;
        return new Heartbeat(
                answered + other.answered,
                failed + other.failed,
                later.roundTrip,
                later.at,
                error == null ? other.error : error);
    }
}
