package io.github.mooring.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.mooring.time.Caller;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class PoolSetTest extends PoolFixture {
    private static final Duration KEEP = Duration.ofMinutes(1);

    private final List<String> made = new ArrayList<>();

    @Test
    void makesAPoolPerKeyOnDemandAndKeepsThemApart() {
        PoolSet<String, FakeResource> set = set(0, Duration.ZERO);

        Lease<FakeResource> a = set.checkOut("a", NEVER);
        set.checkOut("b", NEVER).release();
        a.release();

        assertThat(set.checkOut("a", NEVER).resource().id).isEqualTo(1);
        assertThat(set.checkOut("b", NEVER).resource().id).isEqualTo(2);
        assertThat(made).containsExactly("a", "b");
        assertThat(set.statsByKey()).containsOnlyKeys("a", "b").containsEntry("a", stats(2, 1, 0, 0, 0, 0));
        assertThat(set.stats()).isEqualTo(stats(4, 2, 0, 0, 0, 0));
    }

    @Test
    void hasAPoolBeforeAnybodyUsesItIfThatIsWanted() {
        PoolSet<String, FakeResource> set = set(1, Duration.ZERO);

        set.have("a");
        set.have("a");

        assertThat(made).containsExactly("a");
        assertThat(set.stats().size()).as("it is empty").isZero();
        Lease<FakeResource> a = set.checkOut("a", NEVER);
        assertThatThrownBy(() -> set.have("b")).isInstanceOf(PoolLimitException.class);
        a.release();
        set.close();
        assertThatThrownBy(() -> set.have("a")).isInstanceOf(PoolClosedException.class);
    }

    @Test
    void clearsThePoolsThatAreMeantAndNoOther() {
        PoolSet<String, FakeResource> set = set(0, Duration.ZERO);
        for (String key : List.of("h1/a", "h1/b", "h2/a")) {
            set.checkOut(key, NEVER).release();
        }

        set.renew(key -> key.startsWith("h1/"));

        assertThat(factory.destroyed).containsExactlyInAnyOrder(1, 2);
        assertThat(set.statsByKey()).containsEntry("h2/a", stats(2, 0, 0, 1, 0, 0));
    }

    @Test
    void closesAllPoolsAndMakesNoMore() throws Exception {
        PoolSet<String, FakeResource> set = set(0, Duration.ZERO);
        set.checkOut("a", NEVER).release();
        Lease<FakeResource> b = set.checkOut("b", NEVER);
        Lease<FakeResource> other = set.checkOut("b", NEVER);
        Caller<Lease<FakeResource>> waiter = Caller.start(() -> set.checkOut("b", NEVER));
        time.awaitWaiters(1);

        set.close();
        set.close();

        assertThat(waiter.failure()).isInstanceOf(PoolClosedException.class);
        assertThatThrownBy(() -> set.checkOut("a", NEVER))
                .isInstanceOf(PoolClosedException.class)
                .hasMessage("the set of pools is closed");
        assertThatThrownBy(() -> set.checkOut("new", NEVER)).isInstanceOf(PoolClosedException.class);
        b.release();
        other.release();
        assertThat(factory.destroyed).containsExactlyInAnyOrder(1, 2, 3);
        assertThat(set.stats()).isEqualTo(PoolStats.NONE);
        assertThat(made).containsExactly("a", "b");
    }

    @Test
    void evictsThePoolUnusedForLongestWhenFull() {
        for (String oldest : List.of("a", "b", "c")) {
            PoolSet<String, FakeResource> set = set(3, Duration.ZERO);
            List<String> keys = List.of("a", "b", "c");
            keys.forEach(key -> set.checkOut(key, NEVER).release());
            time.advance(Duration.ofSeconds(1));
            keys.stream()
                    .filter(key -> !key.equals(oldest))
                    .forEach(key -> set.checkOut(key, NEVER).release());
            factory.destroyed.clear();

            set.checkOut("d", NEVER).release();

            assertThat(set.statsByKey()).hasSize(3).containsKey("d").doesNotContainKey(oldest);
            assertThat(factory.destroyed).as("what was idle in %s", oldest).hasSize(1);
        }
    }

    @Test
    void evictsNoPoolThatIsInUse() {
        PoolSet<String, FakeResource> set = set(2, Duration.ZERO);
        Lease<FakeResource> inUse = set.checkOut("a", NEVER);
        time.advance(Duration.ofSeconds(1));
        set.checkOut("b", NEVER).release();

        Lease<FakeResource> c = set.checkOut("c", NEVER);

        assertThat(set.statsByKey()).containsOnlyKeys("a", "c");
        assertThatThrownBy(() -> set.checkOut("d", NEVER))
                .isInstanceOf(PoolLimitException.class)
                .hasMessage("no pool for d: there are 2 (maxPools=2) and all are in use");
        inUse.release();
        set.checkOut("d", NEVER).release();
        assertThat(set.statsByKey()).containsOnlyKeys("c", "d");
        c.release();
    }

    @Test
    void evictsNoPoolInWhichSomebodyCreates() throws Exception {
        PoolSet<String, FakeResource> set = set(1, Duration.ZERO);
        CountDownLatch creating = new CountDownLatch(1);
        CountDownLatch created = new CountDownLatch(1);
        factory.whileCreating = deadline -> {
            creating.countDown();
            await(created);
        };
        Caller<Lease<FakeResource>> creator = Caller.start(() -> set.checkOut("a", NEVER));
        await(creating);

        assertThatThrownBy(() -> set.checkOut("b", NEVER)).isInstanceOf(PoolLimitException.class);

        created.countDown();
        assertThat(creator.result().release()).isTrue();
    }

    @Test
    void removesPoolsThatAreEmptyAndUnusedForAWhile() {
        PoolSet<String, FakeResource> set = set(0, KEEP);
        set.checkOut("discarded", NEVER).discard();
        set.checkOut("idle", NEVER).release();
        Lease<FakeResource> used = set.checkOut("in use", NEVER);

        time.advance(KEEP.minusNanos(1));
        assertThat(set.runOnce()).isEqualTo(KEEP.toNanos());
        assertThat(set.statsByKey()).hasSize(3);
        time.advance(Duration.ofNanos(1));
        set.runOnce();

        assertThat(set.statsByKey()).containsOnlyKeys("idle", "in use");
        used.release();
        assertThat(set.checkOut("discarded", NEVER).discard()).isTrue();
    }

    @Test
    void runsTheMaintenanceOfItsPools() {
        PoolSet<String, FakeResource> set =
                new PoolSet<>(key -> pool(1, Duration.ZERO, Duration.ofSeconds(10)), 0, KEEP, time.clock());
        set.checkOut("a", NEVER).release();

        assertThat(set.runOnce()).isEqualTo(Duration.ofSeconds(10).toNanos());
        time.advance(Duration.ofSeconds(10));
        set.runOnce();
        assertThat(factory.destroyed).containsExactly(1);
        assertThat(set.statsByKey()).containsOnlyKeys("a");
        time.advance(KEEP);
        set.runOnce();

        assertThat(set.statsByKey()).isEmpty();
    }

    @Test
    void removesNothingWithoutARemovalTime() {
        PoolSet<String, FakeResource> set = set(0, Duration.ZERO);
        set.checkOut("a", NEVER).discard();
        time.advance(Duration.ofDays(1000));

        assertThat(set.runOnce()).isEqualTo(Long.MAX_VALUE);
        assertThat(set.statsByKey()).containsOnlyKeys("a");
    }

    @Test
    void aFailedFirstCheckOutLeavesAPoolThatCanBeRemoved() {
        PoolSet<String, FakeResource> set = set(1, KEEP);
        factory.whileCreating = deadline -> {
            throw new IllegalStateException("wrong password");
        };

        assertThatThrownBy(() -> set.checkOut("a", NEVER)).hasMessage("wrong password");
        assertThatThrownBy(() -> set.checkOut("b", NEVER)).hasMessage("wrong password");
        time.advance(KEEP);
        set.runOnce();

        assertThat(set.statsByKey()).isEmpty();
    }

    @Test
    void aPoolThatIsBeingMadeCannotBeEvictedBeforeItsFirstCheckOut() {
        // the newcomer evicts the pool it finds while the other's caller is between the set and its pool
        List<Throwable> newcomers = new ArrayList<>();
        PoolSet<String, FakeResource> set = set(1, Duration.ZERO);
        factory.whileCreating = deadline -> {
            factory.whileCreating = later -> {};
            newcomers.add(catchThrowable(() -> set.checkOut("b", NEVER)));
        };

        assertThat(set.checkOut("a", NEVER).resource().id).isEqualTo(1);

        assertThat(newcomers).singleElement().isInstanceOf(PoolLimitException.class);
    }

    @Test
    void aPinnedPoolIsNotRetired() {
        Pool<FakeResource> pool = pool(1);
        pool.retirement().pin();

        assertThat(pool.retirement().retireIfUnused()).isFalse();
        assertThat(pool.retirement().retireIfEmpty(time.nanoTime(), 0)).isFalse();
        pool.retirement().unpin();

        assertThat(pool.retirement().retireIfUnused()).isTrue();
    }

    @Test
    void whoFindsItsPoolRetiredGetsANewOne() throws Exception {
        // one key, evicted again and again by another while many threads ask for both
        PoolSet<String, FakeResource> set = new PoolSet<>(
                key -> {
                    Pool<FakeResource> pool = new Pool<>(key, CONFIG.withMaxSize(2), factory, context());
                    pool.ready();
                    return pool;
                },
                1,
                Duration.ZERO,
                time.clock());
        List<Caller<Integer>> callers = new ArrayList<>();
        for (String key : List.of("a", "b")) {
            callers.add(Caller.start(() -> {
                int served = 0;
                for (int i = 0; i < 2000; i++) {
                    try (Lease<FakeResource> lease = set.checkOut(key, NEVER)) {
                        served += lease.resource().destroyed ? 0 : 1;
                    } catch (PoolLimitException e) {
                        served++; // the other one is in use: the only answer beside a lease
                    }
                }
                return served;
            }));
        }

        for (Caller<Integer> caller : callers) {
            assertThat(caller.result()).isEqualTo(2000);
        }
        set.close();
        assertThat(factory.alive).hasValue(0);
    }

    @Test
    void aPoolThatSomebodyElseWasFasterToMakeIsClosed() {
        List<Pool<FakeResource>> pools = new ArrayList<>();
        List<PoolSet<String, FakeResource>> self = new ArrayList<>();
        PoolSet<String, FakeResource> set = new PoolSet<>(
                key -> {
                    Pool<FakeResource> pool = pool(2);
                    pools.add(pool);
                    if (pools.size() == 1) {
                        self.get(0).checkOut(key, NEVER).release();
                    }
                    return pool;
                },
                0,
                Duration.ZERO,
                time.clock());
        self.add(set);

        set.checkOut("a", NEVER).release();

        assertThat(pools).hasSize(2);
        assertThat(pools.get(0).generation()).as("closed").isEqualTo(-1);
        assertThat(pools.get(1).stats().idle()).isEqualTo(1);
        set.close();
    }

    @Test
    void refusesWhatLiesOutsideItsRanges() {
        assertThatThrownBy(() -> set(-1, Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("maxPools", "-1");
        assertThatThrownBy(() -> set(1, Duration.ofMillis(-1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("removeAfter", "PT-0.001S");
    }

    @Test
    void tellsOfThePoolsThatWereRemoved() {
        List<String> removed = new ArrayList<>();
        PoolSet<String, FakeResource> set = new PoolSet<>(key -> pool(2), 1, KEEP, time.clock(), removed::add);
        set.checkOut("evicted", NEVER).release();
        set.checkOut("expired", NEVER).discard();
        time.advance(KEEP);
        set.runOnce();
        set.checkOut("closed", NEVER).release();

        set.close();

        assertThat(removed).containsExactly("evicted", "expired", "closed");
    }

    @Test
    void pausesAndResumesThePoolsThatAreMeant() {
        PoolSet<String, FakeResource> set = set(0, Duration.ZERO);
        Lease<FakeResource> a = set.checkOut("a", NEVER);
        set.checkOut("b", NEVER).release();

        set.clear(key -> key.equals("a"), true);

        assertThat(a.resource().interrupted).isTrue();
        assertThatThrownBy(() -> set.checkOut("a", NEVER)).isInstanceOf(PoolPausedException.class);
        set.checkOut("b", NEVER).release();
        set.ready(key -> true);
        set.checkOut("a", NEVER).release();
        a.release();
    }

    private PoolSet<String, FakeResource> set(int maxPools, Duration removeAfter) {
        return new PoolSet<>(
                key -> {
                    made.add(key);
                    return pool(2);
                },
                maxPools,
                removeAfter,
                time.clock());
    }
}
