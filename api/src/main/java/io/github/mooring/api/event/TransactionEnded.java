package io.github.mooring.api.event;

import io.github.mooring.api.ServerAddress;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A transaction has come to its end; immutable.
 *
 * @param address    where its end was decided; null if nothing was sent in it
 * @param user       who ran it, as {@code user@source}; null for nobody
 * @param outcome    what has become of it
 * @param operations how many operations were part of it
 * @param duration   from its beginning to its end
 */
public record TransactionEnded(
        @Nullable ServerAddress address, @Nullable String user, Outcome outcome, int operations, Duration duration) {
    /** Checks for null. */
    public TransactionEnded {
        Objects.requireNonNull(outcome, "outcome");
        Objects.requireNonNull(duration, "duration");
    }

    /** What has become of a transaction. */
    public enum Outcome {
        /** Everything in it is stored. */
        COMMITTED,
        /** Nothing in it is stored. */
        ABORTED,
        /** It was to be committed, and nobody could find out whether it was. */
        UNKNOWN
    }
}
