package io.github.mooring.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.mooring.time.Caller;
import io.github.mooring.time.Deadline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class PoolCheckOutTest extends PoolFixture {
    @Test
    void createsAtFirstAndReusesLater() {
        Pool<FakeResource> pool = pool(2);

        Lease<FakeResource> first = pool.checkOut(NEVER);
        FakeResource resource = first.resource();
        assertStats(pool, 1, 0, 0, 0);
        assertThat(first.release()).isTrue();
        assertStats(pool, 0, 0, 1, 0);

        assertThat(pool.checkOut(NEVER).resource()).isSameAs(resource);
        assertStats(pool, 1, 0, 0, 0);
        assertThat(factory.creations).hasValue(1);
    }

    @Test
    void usesTheSameOneAgainAndAgainSoThatTheOthersGrowOld() {
        Pool<FakeResource> pool = pool(3);
        List<Lease<FakeResource>> leases = List.of(pool.checkOut(NEVER), pool.checkOut(NEVER), pool.checkOut(NEVER));
        leases.get(1).release();
        leases.get(2).release();
        leases.get(0).release();
        Set<Integer> used = new HashSet<>();

        for (int i = 0; i < 10; i++) {
            try (Lease<FakeResource> lease = pool.checkOut(NEVER)) {
                used.add(lease.resource().id);
            }
        }

        assertThat(used).hasSize(1);
    }

    @Test
    void handsTheCallersDeadlineToTheFactory() {
        Deadline deadline = in(Duration.ofSeconds(7));
        List<Deadline> seen = new ArrayList<>();
        factory.whileCreating = seen::add;

        pool(1, Duration.ofSeconds(1), Duration.ZERO).checkOut(deadline);

        assertThat(seen).containsExactly(deadline);
    }

    @Test
    void knowsNoLimitWhenMaxSizeIsZero() {
        Pool<FakeResource> pool = pool(0);

        for (int i = 0; i < 1000; i++) {
            pool.checkOut(in(Duration.ofMillis(1)));
        }

        assertStats(pool, 1000, 0, 0, 0);
        assertThat(pool.stats()).asString().contains("max=unlimited inUse=1000");
    }

    @Test
    void destroysWhatIsNotUsableAndTakesTheNext() {
        Pool<FakeResource> pool = pool(3);
        List<Lease<FakeResource>> leases = List.of(pool.checkOut(NEVER), pool.checkOut(NEVER), pool.checkOut(NEVER));
        leases.forEach(Lease::release);
        List<Integer> unfit = new ArrayList<>();
        factory.whileJudging = resource -> {
            resource.usable = unfit.size() == 2;
            if (!resource.usable) {
                unfit.add(resource.id);
            }
        };

        assertThat(pool.checkOut(NEVER).resource().id).isLessThanOrEqualTo(3).isNotIn(unfit);

        assertThat(factory.destroyed).isEqualTo(unfit).hasSize(2);
        assertStats(pool, 1, 0, 0, 0);
    }

    @Test
    void createsWhenNothingIdleIsUsable() {
        Pool<FakeResource> pool = pool(2);
        pool.checkOut(NEVER).release();
        factory.whileJudging = resource -> resource.usable = false;

        Lease<FakeResource> lease = pool.checkOut(NEVER);

        assertThat(lease.resource().id).isEqualTo(2);
        assertThat(factory.destroyed).containsExactly(1);
        assertStats(pool, 1, 0, 0, 0);
    }

    @Test
    void destroysWhatHasBeenIdleForTooLongAndTakesTheNext() {
        Pool<FakeResource> pool = pool(2, Duration.ZERO, Duration.ofSeconds(10));
        Lease<FakeResource> lease = pool.checkOut(NEVER);
        lease.release();

        time.advance(Duration.ofSeconds(10).minusNanos(1));
        lease = pool.checkOut(NEVER);
        assertThat(lease.resource().id).isEqualTo(1);
        time.advance(Duration.ofSeconds(60)); // in use is not idle
        lease.release();
        time.advance(Duration.ofSeconds(10));
        lease = pool.checkOut(NEVER);

        assertThat(lease.resource().id).isEqualTo(2);
        assertThat(factory.destroyed).containsExactly(1);
        assertStats(pool, 1, 0, 0, 0);
    }

    @Test
    void givesWhatIsIdleEvenWhenTheDeadlineHasPassed() {
        Pool<FakeResource> pool = pool(2);
        pool.checkOut(NEVER).release();

        assertThat(pool.checkOut(in(Duration.ZERO)).resource().id).isEqualTo(1);
    }

    @Test
    void doesNotBeginToCreateWhenTheDeadlineHasPassed() {
        Pool<FakeResource> pool = pool(2);

        assertThatThrownBy(() -> pool.checkOut(in(Duration.ZERO)))
                .isInstanceOfSatisfying(
                        PoolTimeoutException.class, e -> assertThat(e.waited()).isZero())
                .hasMessageContaining("db:27017")
                .hasMessageContaining("max=2 inUse=0 creating=1 idle=0");

        assertThat(factory.creations).hasValue(0);
        assertStats(pool, 0, 0, 0, 0);
    }

    @Test
    @DisplayName("F21 never creates more than maxSize, however slow creation is")
    void neverCreatesMoreThanMaxSizeHoweverSlowCreationIs() throws Exception {
        Pool<FakeResource> pool = pool(2);
        CountDownLatch bothCreating = new CountDownLatch(2);
        CountDownLatch created = new CountDownLatch(1);
        factory.whileCreating = deadline -> {
            bothCreating.countDown();
            await(created);
        };
        List<Caller<Integer>> callers = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            callers.add(Caller.start(() -> {
                try (Lease<FakeResource> lease = pool.checkOut(NEVER)) {
                    return lease.resource().id;
                }
            }));
        }

        await(bothCreating);
        time.awaitWaiters(48);
        assertStats(pool, 0, 2, 0, 48);
        created.countDown();

        for (Caller<Integer> caller : callers) {
            assertThat(caller.result()).isBetween(1, 2);
        }
        assertThat(factory.creations).hasValue(2);
        assertThat(factory.mostAlive).hasValue(2);
        assertStats(pool, 0, 0, 2, 0);
    }

    @Test
    void oneSlowCreationKeepsNobodyElseWaiting() throws Exception {
        Pool<FakeResource> pool = pool(2);
        Lease<FakeResource> other = pool.checkOut(NEVER);
        CountDownLatch creating = new CountDownLatch(1);
        CountDownLatch created = new CountDownLatch(1);
        factory.whileCreating = deadline -> {
            creating.countDown();
            await(created);
        };
        Caller<Lease<FakeResource>> slow = Caller.start(() -> pool.checkOut(NEVER));
        await(creating);

        other.release();
        assertThat(pool.checkOut(NEVER).resource().id).isEqualTo(1);
        assertStats(pool, 1, 1, 0, 0);

        created.countDown();
        assertThat(slow.result().resource().id).isEqualTo(2);
    }
}
