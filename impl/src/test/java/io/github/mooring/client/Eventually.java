package io.github.mooring.client;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for what another thread or the other end of a socket is about to do, for a bounded time. */
public final class Eventually {
    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final Duration PAUSE = Duration.ofMillis(1);

    private Eventually() {}

    /** Returns once it is so. */
    public static void isTrue(String what, BooleanSupplier condition) {
        isTrue(what, PATIENCE, condition);
    }

    /** As above, with more patience or less. */
    public static void isTrue(String what, Duration patience, BooleanSupplier condition) {
        long start = System.nanoTime();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - start > patience.toNanos()) {
                throw new AssertionError("not true within " + patience + ": " + what);
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }
}
