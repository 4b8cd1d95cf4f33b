package io.github.mooring.faults;

import io.github.mooring.time.Clock;
import java.time.Duration;

/** How long trouble lasts. No test relies on it that something has happened meanwhile. Stateless. */
final class Waits {
    private Waits() {}

    static void pass(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        for (long left = time.toNanos(); left > 0; left = end - System.nanoTime()) {
            Clock.system().parkNanos(Waits.class, left);
        }
    }
}
