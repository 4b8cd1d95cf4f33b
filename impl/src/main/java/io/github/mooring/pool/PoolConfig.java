package io.github.mooring.pool;

import java.time.Duration;

/**
 * The limits and habits of a pool; immutable.
 *
 * @param maxSize          most resources alive at once, counting those being created or destroyed; 0 = unlimited.
 *     Default 100
 * @param minSize          so many are kept alive by maintenance; 0 or more, at most {@code maxSize}. Default 0
 * @param maxConnecting    most creations under way at once; 1 or more. Default 2
 * @param maxInFlight      most holders of one shared resource; 1 (nothing is shared) to 10,000. Default 8
 * @param sharing          when resources are shared. Default {@link Sharing#WHEN_FULL}
 * @param maxWaiting       most callers in the wait queue; 0 = unlimited. Default 0
 * @param waitQueueTimeout longest wait for a resource to come free, or for leave to create one; zero = the caller's
 *     deadline alone decides. Default zero
 * @param maxIdleTime      a resource unused for so long is destroyed unless {@code minSize} needs it; zero = never.
 *     Default zero
 * @param maxLifeTime      a resource of this age is destroyed once it is idle, and nobody joins it any more if it is shared;
 *     each up to a tenth of it earlier so that not all go at once; zero = never. Default zero
 * @param peekAfter        a resource idle for so long is asked whether it is alive before it is handed out; zero = never.
 *     Default one second
 */
public record PoolConfig(
        int maxSize,
        int minSize,
        int maxConnecting,
        int maxInFlight,
        Sharing sharing,
        int maxWaiting,
        Duration waitQueueTimeout,
        Duration maxIdleTime,
        Duration maxLifeTime,
        Duration peekAfter) {
    private static final Duration LONGEST = Duration.ofNanos(Long.MAX_VALUE);
    private static final int MOST_IN_FLIGHT = 10_000;

    /** What holds unless something else is said. */
    public static final PoolConfig DEFAULTS = new PoolConfig(
            100, 0, 2, 8, Sharing.WHEN_FULL, 0, Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ofSeconds(1));

    /**
     * Checks the values.
     *
     * @throws IllegalArgumentException if one is out of range
     */
    public PoolConfig {
        requireCount("maxSize", maxSize);
        requireCount("maxWaiting", maxWaiting);
        requireRange("minSize", minSize, 0, maxSize == 0 ? Integer.MAX_VALUE : maxSize, " (maxSize)");
        requireRange("maxConnecting", maxConnecting, 1, Integer.MAX_VALUE, "");
        requireRange("maxInFlight", maxInFlight, 1, MOST_IN_FLIGHT, "");
        requireDuration("waitQueueTimeout", waitQueueTimeout);
        requireDuration("maxIdleTime", maxIdleTime);
        requireDuration("maxLifeTime", maxLifeTime);
        requireDuration("peekAfter", peekAfter);
    }

    /** Whether two may hold one resource at the same time. */
    public boolean isSharing() {
        return sharing != Sharing.NEVER && maxInFlight > 1;
    }

    /** The same with another {@code maxSize}. */
    public PoolConfig withMaxSize(int value) {
        return new PoolConfig(
                value,
                minSize,
                maxConnecting,
                maxInFlight,
                sharing,
                maxWaiting,
                waitQueueTimeout,
                maxIdleTime,
                maxLifeTime,
                peekAfter);
    }

    /** The same with another {@code minSize}. */
    public PoolConfig withMinSize(int value) {
        return new PoolConfig(
                maxSize,
                value,
                maxConnecting,
                maxInFlight,
                sharing,
                maxWaiting,
                waitQueueTimeout,
                maxIdleTime,
                maxLifeTime,
                peekAfter);
    }

    /** The same with another {@code maxConnecting}. */
    public PoolConfig withMaxConnecting(int value) {
        return new PoolConfig(
                maxSize,
                minSize,
                value,
                maxInFlight,
                sharing,
                maxWaiting,
                waitQueueTimeout,
                maxIdleTime,
                maxLifeTime,
                peekAfter);
    }

    /** The same with another {@code maxInFlight}. */
    public PoolConfig withMaxInFlight(int value) {
        return new PoolConfig(
                maxSize,
                minSize,
                maxConnecting,
                value,
                sharing,
                maxWaiting,
                waitQueueTimeout,
                maxIdleTime,
                maxLifeTime,
                peekAfter);
    }

    /** The same with another {@code sharing}. */
    public PoolConfig withSharing(Sharing value) {
        return new PoolConfig(
                maxSize,
                minSize,
                maxConnecting,
                maxInFlight,
                value,
                maxWaiting,
                waitQueueTimeout,
                maxIdleTime,
                maxLifeTime,
                peekAfter);
    }

    /** The same with another {@code maxWaiting}. */
    public PoolConfig withMaxWaiting(int value) {
        return new PoolConfig(
                maxSize,
                minSize,
                maxConnecting,
                maxInFlight,
                sharing,
                value,
                waitQueueTimeout,
                maxIdleTime,
                maxLifeTime,
                peekAfter);
    }

    /** The same with another {@code waitQueueTimeout}. */
    public PoolConfig withWaitQueueTimeout(Duration value) {
        return new PoolConfig(
                maxSize,
                minSize,
                maxConnecting,
                maxInFlight,
                sharing,
                maxWaiting,
                value,
                maxIdleTime,
                maxLifeTime,
                peekAfter);
    }

    /** The same with another {@code maxIdleTime}. */
    public PoolConfig withMaxIdleTime(Duration value) {
        return new PoolConfig(
                maxSize,
                minSize,
                maxConnecting,
                maxInFlight,
                sharing,
                maxWaiting,
                waitQueueTimeout,
                value,
                maxLifeTime,
                peekAfter);
    }

    /** The same with another {@code maxLifeTime}. */
    public PoolConfig withMaxLifeTime(Duration value) {
        return new PoolConfig(
                maxSize,
                minSize,
                maxConnecting,
                maxInFlight,
                sharing,
                maxWaiting,
                waitQueueTimeout,
                maxIdleTime,
                value,
                peekAfter);
    }

    /** The same with another {@code peekAfter}. */
    public PoolConfig withPeekAfter(Duration value) {
        return new PoolConfig(
                maxSize,
                minSize,
                maxConnecting,
                maxInFlight,
                sharing,
                maxWaiting,
                waitQueueTimeout,
                maxIdleTime,
                maxLifeTime,
                value);
    }

    static int requireCount(String option, int value) {
        if (value < 0) {
            throw new IllegalArgumentException(option + " is " + value + ", allowed: 1 or more, or 0 for unlimited");
        }
        return value;
    }

    private static void requireRange(String option, int value, int least, int most, String whose) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(option + " is " + value + ", allowed: " + least + " to " + most + whose);
        }
    }

    static Duration requireDuration(String option, Duration value) {
        if (value.isNegative() || value.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(
                    option + " is " + value + ", allowed: zero or more, at most 292 years (" + LONGEST + ")");
        }
        return value;
    }
}
