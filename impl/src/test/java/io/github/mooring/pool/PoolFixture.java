package io.github.mooring.pool;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mooring.time.Caller;
import io.github.mooring.time.Deadline;
import io.github.mooring.time.ManualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;

/**
 * Pools in time that stands still. After each test the books of all pools must add up, nothing may be in motion, and
 * as many resources must be alive as the books say.
 */
@Timeout(300)
abstract class PoolFixture {
    static final Deadline NEVER = Deadline.never();
    /** Without what most tests are not about. */
    static final PoolConfig CONFIG = PoolConfig.DEFAULTS
            .withMaxConnecting(1000)
            .withSharing(Sharing.NEVER)
            .withPeekAfter(Duration.ZERO);

    final ManualClock time = new ManualClock();
    final FakeFactory factory = new FakeFactory();
    /** To be replaced before the pool is made. */
    PoolListener listener = PoolListener.NONE;

    Budget budget = Budget.unlimited();
    private final List<Pool<FakeResource>> pools = new ArrayList<>();

    final Pool<FakeResource> pool(int maxSize) {
        return pool(maxSize, Duration.ZERO, Duration.ZERO);
    }

    final Pool<FakeResource> pool(int maxSize, Duration waitQueueTimeout, Duration maxIdleTime) {
        return pool(CONFIG.withMaxSize(maxSize)
                .withWaitQueueTimeout(waitQueueTimeout)
                .withMaxIdleTime(maxIdleTime));
    }

    /** One that is ready. */
    final Pool<FakeResource> pool(PoolConfig config) {
        Pool<FakeResource> pool = paused(config);
        pool.ready();
        return pool;
    }

    final Pool<FakeResource> paused(PoolConfig config) {
        Pool<FakeResource> pool = new Pool<>("db:27017", config, factory, context());
        pools.add(pool);
        return pool;
    }

    final PoolContext context() {
        return new PoolContext(time.clock(), listener, budget).withJitter(() -> 0);
    }

    final Deadline in(Duration budget) {
        return Deadline.after(time.clock(), budget);
    }

    /** A thread that checks out, once it stands in the wait queue as the {@code position}th. */
    final Caller<Lease<FakeResource>> waiting(Pool<FakeResource> pool, int position) throws InterruptedException {
        Caller<Lease<FakeResource>> caller = Caller.start(() -> pool.checkOut(NEVER));
        time.awaitWaiters(position);
        return caller;
    }

    static void assertStats(Pool<FakeResource> pool, int inUse, int creating, int idle, int waiting) {
        pool.checkStill();
        assertThat(numbers(pool)).isEqualTo(stats(pool.stats().maxSize(), inUse, creating, idle, 0, waiting));
    }

    private static PoolStats numbers(Pool<FakeResource> pool) {
        PoolStats stats = pool.stats();
        return new PoolStats(
                stats.maxSize(),
                stats.inUse(),
                stats.creating(),
                stats.idle(),
                stats.destroying(),
                stats.waiting(),
                0,
                stats.leases(),
                0,
                stats.cursors(),
                stats.transactions());
    }

    /** Numbers of a pool in which nothing is shared. */
    static PoolStats stats(int maxSize, int inUse, int creating, int idle, int destroying, int waiting) {
        return new PoolStats(maxSize, inUse, creating, idle, destroying, waiting, 0, inUse, 0, 0, 0);
    }

    static void await(CountDownLatch latch) {
        try {
            if (!latch.await(40, TimeUnit.SECONDS)) {
                throw new AssertionError("waited in vain");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while creating", e);
        }
    }

    @AfterEach
    final void everythingAddsUp() {
        int size = 0;
        for (Pool<FakeResource> pool : pools) {
            pool.checkStill();
            PoolStats stats = pool.stats();
            assertThat(stats.creating() + stats.destroying() + stats.waiting())
                    .as("in motion at the end: %s", stats)
                    .isZero();
            size += stats.size();
        }
        assertThat(factory.alive).as("resources alive").hasValue(size);
    }
}
