package io.github.mooring.pool;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class PoolMaintenanceTest extends PoolFixture {
    private static final Duration MAX_IDLE = Duration.ofSeconds(10);

    @Test
    void destroysWhatHasBeenIdleForSoLongAndNothingElse() {
        Pool<FakeResource> pool = pool(4, Duration.ZERO, MAX_IDLE);
        List<Lease<FakeResource>> leases =
                List.of(pool.checkOut(NEVER), pool.checkOut(NEVER), pool.checkOut(NEVER), pool.checkOut(NEVER));
        leases.get(0).release();
        leases.get(1).release();
        time.advance(Duration.ofSeconds(4));
        leases.get(2).release();
        time.advance(Duration.ofSeconds(6).minusNanos(1));

        assertThat(pool.runOnce()).isEqualTo(1);
        assertThat(factory.destroyed).isEmpty();
        time.advance(Duration.ofNanos(1));
        assertThat(pool.runOnce()).isEqualTo(Duration.ofSeconds(4).toNanos());

        assertThat(factory.destroyed).containsExactly(1, 2);
        assertStats(pool, 1, 0, 1, 0);
    }

    @Test
    void wantsToRunAgainAfterTheIdleTimeWhenNothingIsIdle() {
        Pool<FakeResource> pool = pool(1, Duration.ZERO, MAX_IDLE);

        assertThat(pool.runOnce()).isEqualTo(MAX_IDLE.toNanos());
    }

    @Test
    void hasNothingToDoWithoutAnIdleTime() {
        Pool<FakeResource> pool = pool(1);
        pool.checkOut(NEVER).release();
        time.advance(Duration.ofDays(1000));

        assertThat(pool.runOnce()).isEqualTo(Long.MAX_VALUE);
        assertStats(pool, 0, 0, 1, 0);
    }

    @Test
    void aClosedPoolNeedsNone() {
        Pool<FakeResource> pool = pool(1, Duration.ZERO, MAX_IDLE);
        pool.checkOut(NEVER).release();
        pool.close();
        time.advance(MAX_IDLE);

        pool.runOnce();

        assertThat(factory.destroyed).containsExactly(1);
    }
}
