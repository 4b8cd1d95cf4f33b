package io.github.mooring.testkit.lab;

import java.time.Duration;

/**
 * What becomes of the bytes on a connection. Immutable.
 *
 * @param delay how much later replies arrive; requests that were sent together are not slowed down one after the other
 * @param bytesPerMillisecond how fast replies arrive; 0 for no limit
 * @param cutAfter after how many bytes of replies the connection is reset; negative for never
 * @param silent whether bytes vanish in both directions while the connection seems to stand
 */
public record LinkFault(Duration delay, int bytesPerMillisecond, long cutAfter, boolean silent) {
    static final LinkFault NONE = new LinkFault(Duration.ZERO, 0, -1, false);

    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if the delay is negative or longer than an hour, or the rate is negative
     */
    public LinkFault {
        if (delay.isNegative() || delay.compareTo(Duration.ofHours(1)) > 0) {
            throw new IllegalArgumentException("a delay must be between zero and an hour, not " + delay);
        }
        if (bytesPerMillisecond < 0) {
            throw new IllegalArgumentException("a rate must be at least 0, not " + bytesPerMillisecond);
        }
    }

    /** Replies arrive so much later. */
    public static LinkFault delay(Duration time) {
        return new LinkFault(time, 0, -1, false);
    }

    /** Replies arrive at this rate, in pieces. */
    public static LinkFault trickle(int bytesPerMillisecond) {
        if (bytesPerMillisecond < 1) {
            throw new IllegalArgumentException(
                    "a trickle is at least 1 byte per millisecond, not " + bytesPerMillisecond);
        }
        return new LinkFault(Duration.ZERO, bytesPerMillisecond, -1, false);
    }

    /** After so many bytes of replies, counted from now or from the connection's beginning, the connection is reset. */
    public static LinkFault cutAfter(long bytes) {
        if (bytes < 0) {
            throw new IllegalArgumentException("a byte count must be at least 0, not " + bytes);
        }
        return new LinkFault(Duration.ZERO, 0, bytes, false);
    }

    /** Nothing arrives any more, in either direction, and nobody is told. */
    public static LinkFault blackHole() {
        return new LinkFault(Duration.ZERO, 0, -1, true);
    }

    /** Both: the longer delay, the lower rate, the earlier cut. */
    public LinkFault and(LinkFault other) {
        return new LinkFault(
                delay.compareTo(other.delay) > 0 ? delay : other.delay,
                lower(bytesPerMillisecond, other.bytesPerMillisecond),
                cutAfter < 0 ? other.cutAfter : other.cutAfter < 0 ? cutAfter : Math.min(cutAfter, other.cutAfter),
                silent || other.silent);
    }

    private static int lower(int one, int other) {
        return one == 0 || other == 0 ? Math.max(one, other) : Math.min(one, other);
    }
}
