package io.github.mooring.pool;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/**
 * How many descriptors this process may open, and how many of them a {@link Budget} takes; immutable.
 *
 * <p>Half of a small limit is left to others, 50 of a middling one and a tenth of a large one. The rule has no step and
 * never rounds to less: a larger limit never gives a smaller budget.
 *
 * @param limit the limit of the process; 0 or less if nobody knows
 */
record ProcessLimit(long limit) {
    /** What a process has on most systems, less a reserve: for a platform that does not tell. */
    static final int UNKNOWN_CAPACITY = 900;

    private static final int LEAST_RESERVE = 50;

    /** The limit as the JVM knows it; some platforms have none, and some run-times leave that module out. */
    static ProcessLimit read() {
        try {
            return new ProcessLimit(Unix.maxDescriptors());
        } catch (LinkageError e) {
            return new ProcessLimit(0);
        }
    }

    boolean isKnown() {
        return limit > 0;
    }

    /** How many descriptors the budget takes; at least 1. */
    int capacity() {
        return isKnown() ? (int) Math.max(1, Math.min(Integer.MAX_VALUE - 1, limit - reserve())) : UNKNOWN_CAPACITY;
    }

    /** How it was derived, for messages. */
    String derivation() {
        return isKnown()
                ? "from the process limit of " + limit + " descriptors, " + (limit - capacity()) + " left to others"
                : "the platform does not tell the limit of descriptors, " + UNKNOWN_CAPACITY + " assumed";
    }

    private long reserve() {
        return Math.min(limit / 2, Math.max(LEAST_RESERVE, limit / 10));
    }

    /** In a class of its own, so that a run-time without that module fails in {@link #read} and nowhere else. */
    private static final class Unix {
        static long maxDescriptors() {
            return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
                    ? unix.getMaxFileDescriptorCount()
                    : 0;
        }
    }
}
