package io.github.mooring.pool;

import java.time.Duration;

/**
 * The limits of a pool; immutable.
 *
 * @param maxSize          most resources alive at once, counting those being created or destroyed; 0 = unlimited
 * @param waitQueueTimeout longest wait for one to come free; zero = the caller's deadline alone decides
 * @param maxIdleTime      a resource unused for so long is destroyed; zero = never
 */
public record PoolConfig(int maxSize, Duration waitQueueTimeout, Duration maxIdleTime) {
    private static final Duration LONGEST = Duration.ofNanos(Long.MAX_VALUE);

    /**
     * Checks the values.
     *
     * @throws IllegalArgumentException if one is out of range
     */
    public PoolConfig {
        requireCount("maxSize", maxSize);
        requireDuration("waitQueueTimeout", waitQueueTimeout);
        requireDuration("maxIdleTime", maxIdleTime);
    }

    static int requireCount(String option, int value) {
        if (value < 0) {
            throw new IllegalArgumentException(option + " is " + value + ", allowed: 1 or more, or 0 for unlimited");
        }
        return value;
    }

    static Duration requireDuration(String option, Duration value) {
        if (value.isNegative() || value.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(
                    option + " is " + value + ", allowed: zero or more, at most 292 years (" + LONGEST + ")");
        }
        return value;
    }
}
