package io.github.mooring.client;

import io.github.mooring.api.MongoConfigurationException;
import io.github.mooring.pool.Budget;
import io.github.mooring.pool.PoolConfig;
import io.github.mooring.pool.Sharing;
import io.github.mooring.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * What {@link ClientOptions} say about connections, their pools and their number; immutable. Names, defaults, units and
 * ranges are those of {@link Option}. The limits hold for each pool, and there is one for each user at each server,
 * unless something else is said.
 *
 * @param maxSize             most connections; 0 is no limit
 * @param minSize             connections that are kept open, used or not; at most {@code maxSize}
 * @param maxConnecting       most connections that are being opened at the same time; 1 or more
 * @param sharing             when several operations use one connection at the same time
 * @param maxInFlight         most operations that use one connection at the same time; 1 is exclusive use
 * @param maxWaitQueueSize    most callers that wait for a connection; 0 is no limit
 * @param waitQueueTimeout    longest wait for a connection; zero leaves it to {@code timeoutMS}
 * @param maxIdleTime         how long a connection may lie idle; zero is for ever
 * @param maxLifeTime         how old a connection may become; zero is for ever
 * @param maxTotalConnections most connections of all pools together; 0 is derived from the process
 * @param maxIdentityPools    most users at a server who have a pool at the same time; 0 is no limit
 * @param identityPoolExpiry  how long the empty pool of a user is remembered; zero is for ever
 */
public record PoolOptions(
        int maxSize,
        int minSize,
        int maxConnecting,
        Sharing sharing,
        int maxInFlight,
        int maxWaitQueueSize,
        Duration waitQueueTimeout,
        Duration maxIdleTime,
        Duration maxLifeTime,
        int maxTotalConnections,
        int maxIdentityPools,
        Duration identityPoolExpiry) {

    /**
     * Checks the values.
     *
     * @throws IllegalArgumentException naming option, value and what is allowed, or two options that contradict each
     *     other
     */
    public PoolOptions {
        Option.MAX_POOL_SIZE.check(maxSize);
        Option.MIN_POOL_SIZE.check(minSize);
        Option.MAX_CONNECTING.check(maxConnecting);
        Objects.requireNonNull(sharing, "sharing");
        Option.MAX_IN_FLIGHT.check(maxInFlight);
        Option.MAX_WAIT_QUEUE_SIZE.check(maxWaitQueueSize);
        Option.WAIT_QUEUE_TIMEOUT.check(waitQueueTimeout);
        Option.MAX_IDLE_TIME.check(maxIdleTime);
        Option.MAX_LIFE_TIME.check(maxLifeTime);
        Option.MAX_TOTAL_CONNECTIONS.check(maxTotalConnections);
        Option.MAX_IDENTITY_POOLS.check(maxIdentityPools);
        Option.IDENTITY_POOL_EXPIRY.check(identityPoolExpiry);
        refuseMinimumAbove(minSize, Option.MAX_POOL_SIZE, maxSize);
        refuseMinimumAbove(minSize, Option.MAX_TOTAL_CONNECTIONS, maxTotalConnections);
        if (sharing == Sharing.NEVER && maxInFlight > 1) {
            throw new IllegalArgumentException("connectionSharing is never, but maxInFlight is " + maxInFlight
                    + ": without sharing it can only be 1");
        }
        if (sharing == Sharing.ALWAYS && maxInFlight == 1) {
            throw new IllegalArgumentException("connectionSharing is always, but maxInFlight is 1: sharing needs room"
                    + " for 2 operations or more");
        }
    }

    private static void refuseMinimumAbove(int minSize, Option limit, int value) {
        if (value > 0 && minSize > value) {
            throw new IllegalArgumentException(
                    "minPoolSize is " + minSize + ", but " + limit.displayName() + " is only " + value);
        }
    }

    /**
     * What a configuration says.
     *
     * @throws IllegalArgumentException    if two options contradict each other
     * @throws MongoConfigurationException if one is wrong
     */
    static PoolOptions of(Settings given) {
        return new PoolOptions(
                given.get(Option.MAX_POOL_SIZE, Integer.class),
                given.get(Option.MIN_POOL_SIZE, Integer.class),
                given.get(Option.MAX_CONNECTING, Integer.class),
                given.get(Option.CONNECTION_SHARING, Sharing.class),
                maxInFlight(given),
                given.get(Option.MAX_WAIT_QUEUE_SIZE, Integer.class),
                given.get(Option.WAIT_QUEUE_TIMEOUT, Duration.class),
                given.get(Option.MAX_IDLE_TIME, Duration.class),
                given.get(Option.MAX_LIFE_TIME, Duration.class),
                given.get(Option.MAX_TOTAL_CONNECTIONS, Integer.class),
                given.get(Option.MAX_IDENTITY_POOLS, Integer.class),
                given.get(Option.IDENTITY_POOL_EXPIRY, Duration.class));
    }

    /** The part of them that each pool has to know. */
    PoolConfig config() {
        return PoolConfig.DEFAULTS
                .withMaxSize(maxSize)
                .withMinSize(minSize)
                .withMaxConnecting(maxConnecting)
                .withMaxInFlight(maxInFlight)
                .withSharing(sharing)
                .withMaxWaiting(maxWaitQueueSize)
                .withWaitQueueTimeout(waitQueueTimeout)
                .withMaxIdleTime(maxIdleTime)
                .withMaxLifeTime(maxLifeTime);
    }

    /** The limit of all pools together; {@link Budget#ofProcess} if none is configured. */
    public Budget budget(Clock clock) {
        return maxTotalConnections == 0 ? Budget.ofProcess() : Budget.of(maxTotalConnections, clock);
    }

    /**
     * The options of a pool that are not at their defaults, in the order of the table: by their names in a connection
     * string, an {@link Integer} for a number, a {@link Long} for milliseconds, a {@link String} for a word.
     */
    Map<String, Object> changed() {
        Map<String, Object> changed = new LinkedHashMap<>();
        putIfChanged(changed, Option.CONNECTION_SHARING, sharing);
        putIfChanged(changed, Option.MAX_CONNECTING, maxConnecting);
        putIfChanged(changed, Option.MAX_IDLE_TIME, maxIdleTime);
        putIfChanged(changed, Option.MAX_IN_FLIGHT, maxInFlight);
        putIfChanged(changed, Option.MAX_LIFE_TIME, maxLifeTime);
        putIfChanged(changed, Option.MAX_POOL_SIZE, maxSize);
        putIfChanged(changed, Option.MAX_WAIT_QUEUE_SIZE, maxWaitQueueSize);
        putIfChanged(changed, Option.MIN_POOL_SIZE, minSize);
        putIfChanged(changed, Option.WAIT_QUEUE_TIMEOUT, waitQueueTimeout);
        return changed;
    }

    private static void putIfChanged(Map<String, Object> changed, Option option, Object value) {
        if (!value.equals(option.defaultValue())) {
            changed.put(option.displayName(), simple(value));
        }
    }

    private static Object simple(Object value) {
        if (value instanceof Duration time) {
            return time.toMillis();
        }
        return value instanceof Sharing sharing ? Choices.word(Choices.sharing(), sharing) : value;
    }

    /** Whoever says never and nothing else need not say 1 as well. */
    private static int maxInFlight(Settings given) {
        boolean exclusive = given.get(Option.CONNECTION_SHARING, Sharing.class) == Sharing.NEVER;
        return exclusive && !given.has(Option.MAX_IN_FLIGHT) ? 1 : given.get(Option.MAX_IN_FLIGHT, Integer.class);
    }
}
