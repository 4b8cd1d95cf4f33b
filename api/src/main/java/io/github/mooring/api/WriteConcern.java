package io.github.mooring.api;

import java.math.BigInteger;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How well established a write must be before it is acknowledged; immutable.
 *
 * @param w        a number of members (0 = not acknowledged at all), or a mode such as {@code majority}; null leaves
 *                 it to the server
 * @param journal  whether the write must be in the journal; null leaves it to the server
 * @param wTimeout how long the server may wait for the members, in whole milliseconds; zero = no limit
 * @see <a href="https://github.com/mongodb/specifications/blob/master/source/read-write-concern/read-write-concern.md">
 *     Read and Write Concern: WriteConcern</a>
 */
public record WriteConcern(@Nullable String w, @Nullable Boolean journal, Duration wTimeout) {
    /** Whatever the server is set to; nothing is sent. */
    public static final WriteConcern SERVER_DEFAULT = new WriteConcern(null, null, Duration.ZERO);

    /** Acknowledged by a majority of the members. */
    public static final WriteConcern MAJORITY = new WriteConcern("majority", null, Duration.ZERO);

    /** Acknowledged by the primary. */
    public static final WriteConcern W1 = new WriteConcern("1", null, Duration.ZERO);

    /** Not acknowledged: the server does not answer, and errors go unnoticed. */
    public static final WriteConcern UNACKNOWLEDGED = new WriteConcern("0", null, Duration.ZERO);

    /**
     * Refuses what contradicts itself.
     *
     * @throws IllegalArgumentException if {@code w} is empty or a negative number, {@code wTimeout} is negative, or an
     *     unacknowledged write shall be journalled
     */
    public WriteConcern {
        Objects.requireNonNull(wTimeout, "wTimeout");
        if (w != null && (w.isEmpty() || w.matches("-\\d+"))) {
            throw new IllegalArgumentException("w is '" + w + "', allowed is a number from 0 or the name of a mode");
        }
        if (wTimeout.isNegative()) {
            throw new IllegalArgumentException("wTimeout is " + wTimeout.toMillis() + " ms, allowed is 0 or more");
        }
        if ("0".equals(w) && Boolean.TRUE.equals(journal)) {
            throw new IllegalArgumentException("w=0 asks for no acknowledgement, journal=true asks for one");
        }
    }

    /** Whether the server answers at all. */
    public boolean isAcknowledged() {
        return !"0".equals(w);
    }

    /**
     * This concern, raised where {@code atLeast} asks for more, and never lowered (mgo's EnsureSafe). An unacknowledged
     * one gives way to one that is acknowledged. A mode, such as {@code majority}, replaces whatever {@code w} was,
     * because only the server knows how much it means; a number replaces a smaller one, and what is left to the server
     * counts as 1, which every server gives at least. {@code journal} can only be added. A {@code wTimeout} can be
     * added (mgo forgot that) or made shorter.
     */
    public WriteConcern raisedTo(WriteConcern atLeast) {
        if (!isAcknowledged()) {
            return atLeast;
        }
        if (!atLeast.isAcknowledged()) {
            return this;
        }
        Boolean journalled = Boolean.TRUE.equals(atLeast.journal) ? atLeast.journal : journal;
        Duration limit = !atLeast.wTimeout.isZero() && (wTimeout.isZero() || atLeast.wTimeout.compareTo(wTimeout) < 0)
                ? atLeast.wTimeout
                : wTimeout;
        return new WriteConcern(stronger(w, atLeast.w), journalled, limit);
    }

    private static @Nullable String stronger(@Nullable String w, @Nullable String atLeast) {
        if (atLeast == null || (isNumber(w) && isNumber(atLeast) && !isMore(atLeast, w))) {
            return w;
        }
        return isNumber(atLeast) && !isNumber(w) ? w : atLeast;
    }

    /** What is left to the server counts as the number 1. */
    private static boolean isNumber(@Nullable String w) {
        return w == null || w.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    private static boolean isMore(String one, @Nullable String other) {
        return new BigInteger(one).compareTo(other == null ? BigInteger.ONE : new BigInteger(other)) > 0;
    }

    /** Whether nothing is sent. */
    public boolean isServerDefault() {
        return w == null && journal == null && wTimeout.isZero();
    }
}
