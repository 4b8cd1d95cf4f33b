package io.github.mooring.resource;

import io.github.mooring.pool.PoolStats;
import io.github.mooring.time.Clock;
import io.github.mooring.time.Deadline;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits for what other threads are about to do, with a limit. */
final class Await {
    private Await() {}

    /** Returns once so many callers stand in the queue. */
    static void waiting(Supplier<PoolStats> stats, int count) {
        until(count + " callers wait", () -> stats.get().waiting() == count);
    }

    static void until(String what, BooleanSupplier condition) {
        Deadline limit = Deadline.after(Clock.system(), Duration.ofSeconds(40));
        while (!condition.getAsBoolean()) {
            if (limit.isExpired()) {
                throw new AssertionError("in vain: " + what);
            }
            Clock.system().parkNanos(what, 1_000_000);
        }
    }
}
