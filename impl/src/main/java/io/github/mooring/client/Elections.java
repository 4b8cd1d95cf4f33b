package io.github.mooring.client;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How often a replica set was seen to elect; immutable.
 *
 * @param count   how often a primary became known after there had been one: another one, or the same again
 * @param last    when that was last; null if it never was
 * @param lastGap how long none was known then; null if it never was
 */
public record Elections(
        long count, @Nullable Instant last, @Nullable Duration lastGap) {
    /** None so far. */
    public static final Elections NONE = new Elections(0, null, null);

    Elections another(Instant now, Duration gap) {
        return new Elections(count + 1, now, gap);
    }
}
