package io.github.mooring.pool;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class PoolMaintenanceTest extends PoolFixture {
    private static final Duration MAX_IDLE = Duration.ofSeconds(10);

    @Test
    @DisplayName("F26 destroys what has been idle for so long and nothing else")
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

    @Test
    void fillsUpToTheLeastSizeAndDestroysNothingIdleBelowIt() {
        Pool<FakeResource> pool = pool(CONFIG.withMinSize(2).withMaxIdleTime(MAX_IDLE));

        pool.runOnce();
        assertStats(pool, 0, 0, 2, 0);
        List<Lease<FakeResource>> leases = List.of(pool.checkOut(NEVER), pool.checkOut(NEVER), pool.checkOut(NEVER));
        leases.forEach(Lease::release);
        time.advance(MAX_IDLE);

        assertThat(pool.runOnce()).isEqualTo(MAX_IDLE.toNanos());
        assertStats(pool, 0, 0, 2, 0);
        pool.checkOut(NEVER).release();
        assertThat(factory.creations)
                .as("what is needed is not too old to be used")
                .hasValue(3);
    }

    @Test
    void whatFailsWhileItFillsIsLeftToTheNextRun() {
        Pool<FakeResource> pool = pool(CONFIG.withMinSize(3));
        factory.whileCreating = deadline -> {
            if (factory.creations.get() == 2) {
                throw new IllegalStateException("refused");
            }
        };

        pool.runOnce();
        assertStats(pool, 0, 0, 1, 0);
        pool.runOnce();

        assertStats(pool, 0, 0, 3, 0);
    }

    @Test
    void fillsNothingWhilePaused() {
        Pool<FakeResource> pool = pool(CONFIG.withMinSize(1));
        pool.clear(false);

        pool.runOnce();

        assertStats(pool, 0, 0, 0, 0);
    }

    @Test
    void endsALifeUpToATenthEarlierAndNeverWhileItIsUsed() {
        double[] jitter = {0};
        PoolConfig config = CONFIG.withMaxLifeTime(Duration.ofSeconds(100));
        Pool<FakeResource> pool = new Pool<>("db", config, factory, context().withJitter(() -> jitter[0]));
        pool.ready();
        Lease<FakeResource> full = pool.checkOut(NEVER);
        jitter[0] = 0.5;
        Lease<FakeResource> shorter = pool.checkOut(NEVER);
        Lease<FakeResource> used = pool.checkOut(NEVER);
        full.release();
        shorter.release();

        time.advance(Duration.ofSeconds(95).minusNanos(1));
        assertThat(pool.runOnce()).isEqualTo(1);
        assertThat(factory.destroyed).isEmpty();
        time.advance(Duration.ofNanos(1));
        assertThat(pool.runOnce()).isEqualTo(Duration.ofSeconds(5).toNanos());
        assertThat(factory.destroyed).containsExactly(2);
        used.release();
        time.advance(Duration.ofSeconds(5));
        Lease<FakeResource> fresh = pool.checkOut(NEVER);

        assertThat(fresh.id()).isEqualTo(4);
        assertThat(factory.destroyed).containsExactlyInAnyOrder(1, 2, 3);
        fresh.discard();
        pool.close();
    }

    @Test
    void looksWhetherItIsAliveOnlyAfterAWhile() {
        Pool<FakeResource> pool = pool(CONFIG.withPeekAfter(Duration.ofSeconds(1)));
        Lease<FakeResource> lease = pool.checkOut(NEVER);
        FakeResource resource = lease.resource();
        resource.alive = false;
        lease.release();
        time.advance(Duration.ofSeconds(1).minusNanos(1));

        pool.checkOut(NEVER).release();
        assertThat(factory.peeks).hasValue(0);
        time.advance(Duration.ofSeconds(1));

        assertThat(pool.checkOut(NEVER).id()).isEqualTo(2);
        assertThat(factory.peeks).hasValue(1);
        assertThat(factory.destroyed).containsExactly(1);
    }
}
