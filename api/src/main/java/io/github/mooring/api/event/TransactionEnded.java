package io.github.mooring.api.event;

import io.github.mooring.api.ServerAddress;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A transaction has come to its end; immutable.
 *
 * @param address    where a command of it was sent last; null if nothing was sent in it
 * @param user       who ran it, as {@code user@source}; null for nobody
 * @param outcome    what has become of it
 * @param operations how many commands were sent in it, those not counted that end it
 * @param attempts   how often its commit was sent, or that it is aborted; zero if there was no need
 * @param duration   from when its first command was sent to its end; zero if nothing was sent in it
 */
public record TransactionEnded(
        @Nullable ServerAddress address,
        @Nullable String user,
        Outcome outcome,
        int operations,
        int attempts,
        Duration duration) {
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
