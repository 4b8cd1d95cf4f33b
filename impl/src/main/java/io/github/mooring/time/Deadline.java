package io.github.mooring.time;

import java.time.Duration;

/**
 * An absolute point in time by which something must be done, or {@link #never()}; immutable and thread-safe.
 *
 * <p>An operation makes one deadline and hands it to every wait on its way, so the waits share one budget instead of
 * each starting its own.
 */
public final class Deadline {
    private static final Deadline NEVER = new Deadline(Clock.system(), 0, 0);

    private final Clock clock;
    private final long startNanos;
    private final long budgetNanos;

    private Deadline(Clock clock, long startNanos, long budgetNanos) {
        this.clock = clock;
        this.startNanos = startNanos;
        this.budgetNanos = budgetNanos;
    }

    /** A deadline that never comes. */
    public static Deadline never() {
        return NEVER;
    }

    /**
     * A deadline so long from now.
     *
     * @param budget zero or more; zero has expired already
     * @throws IllegalArgumentException if {@code budget} is negative or over 292 years
     */
    public static Deadline after(Clock clock, Duration budget) {
        if (budget.isNegative()) {
            throw new IllegalArgumentException("a deadline lies ahead, but the budget is " + budget);
        }
        return new Deadline(clock, clock.nanoTime(), toNanos(budget));
    }

    /** As {@link #after}, where a budget of zero means that there is no limit, as many options have it. */
    public static Deadline afterOrNever(Clock clock, Duration budget) {
        return budget.isZero() ? NEVER : after(clock, budget);
    }

    /**
     * The earlier of this deadline and the one that lies {@code limit} from now.
     *
     * @param limit zero or more; zero is no limit
     */
    public Deadline orWithin(Clock limitClock, Duration limit) {
        Deadline other = afterOrNever(limitClock, limit);
        return other.remainingNanos() < remainingNanos() ? other : this;
    }

    /** Nanoseconds until the deadline: negative once it has passed, {@link Long#MAX_VALUE} if it never comes. */
    public long remainingNanos() {
        return isNever() ? Long.MAX_VALUE : budgetNanos - (clock.nanoTime() - startNanos);
    }

    /** Milliseconds until the deadline, rounded up so that it is zero only once the deadline has passed. {@link Long#MAX_VALUE} if it never comes. */
    public long remainingMillis() {
        if (isNever()) {
            return Long.MAX_VALUE;
        }
        long nanos = remainingNanos();
        return nanos <= 0 ? 0 : (nanos - 1) / 1_000_000 + 1;
    }

    /** Whether the deadline has passed. */
    public boolean isExpired() {
        return remainingNanos() <= 0;
    }

    /** Whether this is {@link #never()}. */
    public boolean isNever() {
        return this == NEVER;
    }

    /** The time that was given when the deadline was made; zero if it never comes. */
    public Duration budget() {
        return Duration.ofNanos(budgetNanos);
    }

    /** How long ago the deadline was made; zero if it never comes. */
    public Duration elapsed() {
        return isNever() ? Duration.ZERO : Duration.ofNanos(clock.nanoTime() - startNanos);
    }

    @Override
    public String toString() {
        return isNever() ? "no deadline" : remainingMillis() + " of " + budget().toMillis() + " ms left";
    }

    private static long toNanos(Duration duration) {
        try {
            return duration.toNanos();
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException("a budget of " + duration + " is over 292 years", e);
        }
    }
}
