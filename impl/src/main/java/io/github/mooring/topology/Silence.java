package io.github.mooring.topology;

import io.github.mooring.time.Clock;
import java.time.Duration;

/**
 * How long a server has said nothing at all although operations wait for it. Somebody {@linkplain #look looks} every
 * {@link #period}; what happens between two looks is dated back to the first of them, so silence is never taken for shorter than it is.
 * Time in which nobody has looked, because the whole process stood still, does not count: what has come meanwhile could not be
 * read.
 *
 * <p>{@link #look} is called by one thread at a time, everything else by any.
 */
public final class Silence {
    /** Chosen: a tenth of a short limit, and never so often that looking would be felt. */
    private static final Duration LONGEST_PERIOD = Duration.ofMillis(100);

    private static final int LOOKS_IN_A_LIMIT = 10;

    private final Duration limit;
    private final long patienceNanos;
    private final Clock clock;
    /** Replaced by {@link #look} alone. */
    private volatile Finding last;

    /** What a look has found. */
    private record Finding(long nowNanos, long sinceNanos, boolean silent) {}

    /**
     * Not silent so far.
     *
     * @param limit how long is too long; more than zero
     */
    public Silence(Duration limit, Clock clock) {
        this.limit = limit;
        this.patienceNanos = 2 * period(limit).toNanos();
        this.clock = clock;
        long now = clock.nanoTime();
        this.last = new Finding(now, now, false);
    }

    /** How often to look. */
    public static Duration period(Duration limit) {
        Duration share = limit.dividedBy(LOOKS_IN_A_LIMIT);
        return share.compareTo(LONGEST_PERIOD) < 0 ? share : LONGEST_PERIOD;
    }

    /**
     * Looks once.
     *
     * @param awaited whether operations wait for the server
     * @param spoken  whether anything has come from it since the last look
     */
    public void look(boolean awaited, boolean spoken) {
        Finding before = last;
        long now = clock.nanoTime();
        long gap = now - before.nowNanos;
        long counted = Math.min(gap, patienceNanos);
        boolean silent = awaited && !spoken;
        last = new Finding(now, silent ? before.sinceNanos + gap - counted : now - counted, silent);
    }

    /** Whether it is time to ask the server: half of the limit is for that. */
    public boolean isSuspicious() {
        Finding now = last;
        return now.silent && now.nowNanos - now.sinceNanos >= limit.toNanos() / 2;
    }

    /** What the limit leaves for an answer; zero or less if that is over. */
    public Duration left() {
        return limit.minusNanos(clock.nanoTime() - last.sinceNanos);
    }

    /**
     * Whether the silence has lasted for the limit, as far as somebody has looked. Not so much later either: then this process has
     * stood still, and what has come could not be read.
     */
    public boolean isTooLong() {
        Finding found = last;
        long now = clock.nanoTime();
        long over = now - found.sinceNanos - limit.toNanos();
        return found.silent && over >= 0 && over <= patienceNanos && now - found.nowNanos <= patienceNanos;
    }
}
