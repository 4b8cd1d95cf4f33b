package io.github.mooring.time;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Duration;

/**
 * The time of a {@link Clock} as of its last tick: as cheap to read as a field, and late by up to a period; thread-safe.
 *
 * <p>For stamps where a fraction of a second does not matter, such as how long something has been idle: reading a real
 * clock costs as much as a whole check-out. Whoever makes one ticks it by a periodic task; without ticks it stands still.
 */
public final class CoarseClock {
    /** How often to {@link #tick}. Chosen: the shortest idle time of any use is a second. */
    public static final Duration PERIOD = Duration.ofMillis(200);

    private static final VarHandle LAST;

    static {
        try {
            LAST = MethodHandles.lookup().findVarHandle(CoarseClock.class, "lastNanos", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final Clock clock;
    private final boolean exact;

    /**
     * Written by {@link #tick}. Opaque access is enough: no other memory is published by it, a reader needs only some
     * recent value that is not torn and not read once for ever.
     */
    @SuppressWarnings("UnusedVariable") // read by its handle
    private long lastNanos;

    private CoarseClock(Clock clock, boolean exact) {
        this.clock = clock;
        this.exact = exact;
        this.lastNanos = clock.nanoTime();
    }

    /** One that moves when it is ticked. */
    public static CoarseClock of(Clock clock) {
        return new CoarseClock(clock, false);
    }

    /** One that is never late, because it reads the clock each time; for tests, and where nothing can tick. */
    public static CoarseClock exact(Clock clock) {
        return new CoarseClock(clock, true);
    }

    /** Takes the time of the clock over. */
    public void tick() {
        LAST.setOpaque(this, clock.nanoTime());
    }

    /** The present in nanoseconds, or a little before it; comparable with {@link Clock#nanoTime} of the same clock. */
    public long nanoTime() {
        return exact ? clock.nanoTime() : (long) LAST.getOpaque(this);
    }
}
