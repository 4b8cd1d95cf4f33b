package io.github.mooring.topology;

import java.time.Duration;

/**
 * How far away a server is: the exponentially weighted average of how long its answers took; immutable. A server that is
 * heard of again after it was gone begins with a new one.
 *
 * @param average never negative
 * @see <a href="https://github.com/mongodb/specifications/blob/master/source/server-selection/server-selection.md#calculation-of-average-round-trip-times">
 *     Server Selection: calculation of average round trip times</a>
 */
public record RoundTripTime(Duration average) {
    /** The newest measurement has a weight of one in so many. Source: the specification's alpha of 0.2. */
    private static final int NEWEST_IN = 5;

    /**
     * The average after the first measurement is that measurement.
     *
     * @throws IllegalArgumentException if it is negative
     */
    public RoundTripTime {
        requireNotNegative(average);
    }

    /**
     * The average after one more measurement.
     *
     * @throws IllegalArgumentException if it is negative
     */
    public RoundTripTime with(Duration measured) {
        requireNotNegative(measured);
        return new RoundTripTime(average.plus(measured.minus(average).dividedBy(NEWEST_IN)));
    }

    private static void requireNotNegative(Duration measured) {
        if (measured.isNegative()) {
            throw new IllegalArgumentException("a round trip of " + measured + ", which is less than none");
        }
    }
}
