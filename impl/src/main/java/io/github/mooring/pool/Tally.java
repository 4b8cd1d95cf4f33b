package io.github.mooring.pool;

import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Counts what happens in a pool beside check-outs that find something idle; thread-safe. Those are counted by the slots
 * themselves ({@link SlotState#begun}), so that they cost nothing.
 */
final class Tally {
    /** Filled once, with a counter for each reason. */
    private final Map<CloseReason, AtomicLong> closed = counters(CloseReason.class);
    /** As above. */
    private final Map<CheckOutFailure, AtomicLong> failures = counters(CheckOutFailure.class);

    private final AtomicLong longestWaitNanos = new AtomicLong();

    private static <E extends Enum<E>> Map<E, AtomicLong> counters(Class<E> reasons) {
        Map<E, AtomicLong> counters = new EnumMap<>(reasons);
        for (E reason : reasons.getEnumConstants()) {
            counters.put(reason, new AtomicLong());
        }
        return counters;
    }

    private static <E extends Enum<E>> void count(Map<E, AtomicLong> counters, E reason) {
        AtomicLong counter = counters.get(reason);
        if (counter != null) {
            counter.incrementAndGet();
        }
    }

    private static <E extends Enum<E>> Map<E, Long> counts(Map<E, AtomicLong> counters) {
        Map<E, Long> counts = new HashMap<>();
        counters.forEach((reason, counter) -> counts.put(reason, counter.get()));
        return counts;
    }

    /** A resource was, or is about to be, destroyed, or could not be created. */
    void closed(CloseReason reason) {
        count(closed, reason);
    }

    /** Somebody did not get a resource. */
    void failed(CheckOutFailure reason) {
        count(failures, reason);
    }

    /** A wait is over, whatever has come of it. */
    void waited(Duration wait) {
        long nanos = wait.toNanos();
        if (nanos > longestWaitNanos.get()) {
            longestWaitNanos.accumulateAndGet(nanos, Math::max);
        }
    }

    /** Begins to look for the longest wait anew. */
    void forgetLongestWait() {
        longestWaitNanos.set(0);
    }

    Duration longestWait() {
        return Duration.ofNanos(longestWaitNanos.get());
    }

    Map<CloseReason, Long> closed() {
        return counts(closed);
    }

    Map<CheckOutFailure, Long> failures() {
        return counts(failures);
    }
}
