package io.github.mooring.jta;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for what happens on the container's threads, of which nobody tells. */
final class Await {
    private static final Duration LOOK = Duration.ofMillis(10);

    private Await() {}

    /** Returns as soon as it holds; fails if it does not in time. */
    static void until(Duration atMost, BooleanSupplier holds) {
        long begin = System.nanoTime();
        while (!holds.getAsBoolean()) {
            if (System.nanoTime() - begin > atMost.toNanos()) {
                throw new AssertionError("not within " + atMost);
            }
            LockSupport.parkNanos(LOOK.toNanos());
        }
    }
}
