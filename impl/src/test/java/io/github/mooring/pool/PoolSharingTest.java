package io.github.mooring.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.mooring.time.Caller;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Several holders of one resource. */
class PoolSharingTest extends PoolFixture {
    private static final PoolConfig SHARING =
            CONFIG.withSharing(Sharing.WHEN_FULL).withMaxInFlight(3);

    private static final Duration LIFE = Duration.ofSeconds(100);
    private static final PoolConfig MORTAL = SHARING.withMaxLifeTime(LIFE);

    @Test
    @DisplayName("N3 each has its own until the pool is full, and then the least loaded is joined")
    void eachHasItsOwnUntilThePoolIsFullAndThenTheLeastLoadedIsJoined() {
        Pool<FakeResource> pool = pool(SHARING.withMaxSize(2));

        List<Integer> ids = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            ids.add(share(pool).resource().id);
        }

        assertThat(ids.subList(0, 2)).containsExactly(1, 2);
        assertThat(ids.subList(2, 4)).containsExactlyInAnyOrder(1, 2);
        assertThat(ids.subList(4, 6)).containsExactlyInAnyOrder(1, 2);
        assertThat(pool.stats().inUse()).isEqualTo(2);
        assertThat(pool.stats().leases()).isEqualTo(6);
        assertThatThrownBy(() -> pool.checkOut(in(Duration.ZERO), Use.SHARED))
                .isInstanceOf(PoolTimeoutException.class)
                .hasMessageContaining("inUse=2 leases=6")
                .hasMessageContaining("1 by main and 2 more for 0 ms");
    }

    @Test
    void anIdleOneIsTakenBeforeASharedOneIsJoined() {
        Pool<FakeResource> pool = pool(SHARING.withMaxSize(2));
        Lease<FakeResource> one = share(pool);
        Lease<FakeResource> two = share(pool);
        share(pool);
        Lease<FakeResource> last = share(pool);
        Lease<FakeResource> idle = one.id() == 1 ? one : two;
        List.of(one, two, last).stream()
                .filter(lease -> lease.id() == idle.id())
                .forEach(Lease::release);

        assertThat(share(pool).id()).isEqualTo(idle.id());
    }

    @Test
    void alwaysJoinsBeforeItCreates() {
        Pool<FakeResource> pool = pool(SHARING.withSharing(Sharing.ALWAYS).withMaxSize(2));

        List<Long> ids = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            ids.add(share(pool).id());
        }

        assertThat(ids).containsExactly(1L, 1L, 1L, 2L, 2L, 2L);
    }

    @Test
    void neverSharesWhereThePolicyForbidsIt() {
        for (PoolConfig config : List.of(SHARING.withSharing(Sharing.NEVER), SHARING.withMaxInFlight(1))) {
            Pool<FakeResource> pool = pool(config.withMaxSize(1));
            Lease<FakeResource> lease = share(pool);

            assertThatThrownBy(() -> pool.checkOut(in(Duration.ZERO), Use.SHARED))
                    .isInstanceOf(PoolTimeoutException.class);
            assertThat(pool.holders()).singleElement().extracting(Holder::use).isEqualTo(Use.EXCLUSIVE);
            lease.release();
        }
    }

    @Test
    void nobodyJoinsWhoHasItAlone() {
        Pool<FakeResource> pool = pool(SHARING.withMaxSize(1));
        pool.checkOut(NEVER);

        assertThatThrownBy(() -> pool.checkOut(in(Duration.ZERO), Use.SHARED)).isInstanceOf(PoolTimeoutException.class);
    }

    @Test
    void aSharedLeaseEndsOnceHoweverManyShareWithIt() {
        Pool<FakeResource> pool = pool(SHARING.withMaxSize(1));
        Lease<FakeResource> one = share(pool);
        Lease<FakeResource> two = share(pool);

        assertThat(one.release()).isTrue();
        assertThat(one.release()).isFalse();
        assertThat(one.discard()).isFalse();
        assertThatThrownBy(one::resource).isInstanceOf(IllegalStateException.class);

        assertThat(two.resource().id).isEqualTo(1);
        assertThat(pool.stats().leases()).isEqualTo(1);
        assertThat(two.release()).isTrue();
        assertStats(pool, 0, 0, 1, 0);
    }

    @Test
    void whoWantsItAloneWaitsForTheLastHolderAndNobodyJoinsMeanwhile() throws Exception {
        Pool<FakeResource> pool = pool(SHARING.withMaxSize(1));
        Lease<FakeResource> one = share(pool);
        Lease<FakeResource> two = share(pool);
        Caller<Lease<FakeResource>> alone = waiting(pool, 1);
        Caller<Lease<FakeResource>> late = sharing(pool, 2);

        one.release();
        assertThat(alone.isDone()).isFalse();
        two.release();

        Lease<FakeResource> lease = alone.result();
        assertThat(pool.holders()).singleElement().extracting(Holder::use).isEqualTo(Use.EXCLUSIVE);
        assertThat(late.isDone()).isFalse();
        lease.release();
        assertThat(late.result().id()).isEqualTo(1);
    }

    @Test
    void othersGoOnJoiningWhatIsNotDrained() throws Exception {
        Pool<FakeResource> pool = pool(SHARING.withMaxSize(2));
        List<Lease<FakeResource>> leases = List.of(share(pool), share(pool));
        Caller<Lease<FakeResource>> alone = waiting(pool, 1);

        Lease<FakeResource> third = share(pool);
        Lease<FakeResource> fourth = share(pool);

        assertThat(fourth.id()).isEqualTo(third.id());
        Lease<FakeResource> drained = leases.stream()
                .filter(lease -> lease.id() != third.id())
                .findFirst()
                .orElseThrow();
        drained.release();
        assertThat(alone.result().id()).isEqualTo(drained.id());
    }

    @Test
    void whoGivesUpWaitingForOneAloneLetsTheOthersJoinAgain() throws Exception {
        Pool<FakeResource> pool = pool(SHARING.withMaxSize(1));
        share(pool);
        Caller<Lease<FakeResource>> alone = Caller.start(() -> pool.checkOut(in(Duration.ofMillis(5))));
        time.awaitWaiters(1);
        Caller<Lease<FakeResource>> late = sharing(pool, 2);

        time.advance(Duration.ofMillis(5));

        assertThat(alone.failure()).isInstanceOf(PoolTimeoutException.class);
        assertThat(late.result().id()).isEqualTo(1);
        assertThat(pool.stats().leases()).isEqualTo(2);
    }

    @Test
    void steadySharingDoesNotStarveWhoWantsOneAlone() throws Exception {
        Pool<FakeResource> pool = pool(SHARING.withMaxSize(2));
        Lease<FakeResource> mine = share(pool);
        Lease<FakeResource> other = share(pool);
        Caller<Lease<FakeResource>> alone = waiting(pool, 1);
        for (int i = 0; i < 20; i++) {
            Lease<FakeResource> next = share(pool);
            mine.release();
            mine = other;
            other = next;
        }

        assertThat(alone.result().release()).isTrue();
    }

    @Test
    void whatIsCreatedIsJoinedByThoseWhoWaitAsFarAsThereIsRoom() throws Exception {
        Pool<FakeResource> pool = pool(SHARING.withMaxSize(1));
        CountDownLatch creating = new CountDownLatch(1);
        CountDownLatch created = new CountDownLatch(1);
        factory.whileCreating = deadline -> {
            creating.countDown();
            await(created);
        };
        Caller<Lease<FakeResource>> creator = Caller.start(() -> share(pool));
        await(creating);
        List<Caller<Lease<FakeResource>>> others = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            others.add(sharing(pool, i + 1));
        }

        created.countDown();

        creator.result();
        others.get(0).result();
        others.get(1).result();
        assertThat(others.get(2).isDone()).isFalse();
        assertThat(pool.stats().leases()).isEqualTo(3);
        others.get(0).result().release();
        others.get(2).result();
    }

    @Test
    void roomInASharedOneGoesToTheHeadOfTheQueue() throws Exception {
        Pool<FakeResource> pool = pool(SHARING.withMaxSize(1));
        Lease<FakeResource> one = share(pool);
        share(pool);
        share(pool);
        Caller<Lease<FakeResource>> first = sharing(pool, 1);
        Caller<Lease<FakeResource>> second = sharing(pool, 2);

        one.release();

        first.result();
        assertThat(second.isDone()).isFalse();
        first.result().release();
        second.result();
    }

    @Test
    void aSharedResourceThatOneFoundBrokenIsJoinedByNobodyAndDestroyedByTheLast() {
        Pool<FakeResource> pool = pool(SHARING.withMaxSize(2).withSharing(Sharing.ALWAYS));
        Lease<FakeResource> one = share(pool);
        Lease<FakeResource> two = share(pool);

        assertThat(one.discard()).isTrue();

        assertThat(factory.destroyed).isEmpty();
        assertThat(two.resource().id).isEqualTo(1);
        assertThat(share(pool).id()).isEqualTo(2);
        two.release();
        assertThat(factory.destroyed).containsExactly(1);
    }

    @Test
    void whoJoinsWhatTurnsOutUnusableGetsAnother() {
        Pool<FakeResource> pool = pool(SHARING.withMaxSize(2).withSharing(Sharing.ALWAYS));
        Lease<FakeResource> one = share(pool);
        one.resource().usable = false;

        assertThat(share(pool).id()).isEqualTo(2);

        assertThat(factory.destroyed).isEmpty();
        one.release();
        assertThat(factory.destroyed).containsExactly(1);
    }

    @Test
    void whatWasSharedDuringARenewalIsDestroyedByItsLastHolder() {
        Pool<FakeResource> pool = pool(SHARING.withMaxSize(1));
        Lease<FakeResource> one = share(pool);
        Lease<FakeResource> two = share(pool);

        assertThat(pool.renew(one.generation())).isTrue();
        one.release();
        assertThat(factory.destroyed).isEmpty();
        two.release();

        assertThat(factory.destroyed).containsExactly(1);
        assertThat(share(pool).id()).isEqualTo(2);
    }

    @Test
    void whatWasIdleForLongIsPeekedAtBeforeItIsShared() {
        Pool<FakeResource> pool = pool(SHARING.withMaxSize(1).withPeekAfter(Duration.ofSeconds(1)));
        Lease<FakeResource> lease = share(pool);
        lease.resource().alive = false;
        lease.release();
        time.advance(Duration.ofSeconds(1));

        assertThat(share(pool).id()).isEqualTo(2);

        assertThat(share(pool).id()).as("and joined afterwards").isEqualTo(2);
        assertThat(pool.holders()).singleElement().extracting(Holder::leases).isEqualTo(2);
    }

    @ParameterizedTest
    @EnumSource(names = {"WHEN_FULL", "ALWAYS"})
    void soIsTheNextOneIfTheFirstWasDead(Sharing sharing) {
        Pool<FakeResource> pool =
                pool(SHARING.withMaxSize(2).withSharing(sharing).withPeekAfter(Duration.ofSeconds(1)));
        List<Lease<FakeResource>> leases = List.of(pool.checkOut(NEVER), pool.checkOut(NEVER));
        leases.forEach(lease -> lease.resource().alive = false);
        leases.forEach(Lease::release);
        time.advance(Duration.ofSeconds(1));

        assertThat(share(pool).id()).isEqualTo(3);

        assertThat(factory.destroyed).containsExactlyInAnyOrder(1, 2);
    }

    @Test
    void whatIsPastItsLifeIsNotSharedByWhoeverReplacesAnother() {
        Pool<FakeResource> pool = pool(MORTAL.withMaxSize(2));
        List<Lease<FakeResource>> leases = List.of(pool.checkOut(NEVER), pool.checkOut(NEVER));
        leases.forEach(Lease::release);
        time.advance(LIFE);

        assertThat(share(pool).id()).isEqualTo(3);

        assertThat(factory.destroyed).containsExactlyInAnyOrder(1, 2);
    }

    @Test
    void whatWasPeekedAtOnTheLongWayIsSharedAfterwards() {
        Pool<FakeResource> pool = pool(SHARING.withMaxSize(2).withPeekAfter(Duration.ofSeconds(1)));
        List<Lease<FakeResource>> leases = List.of(pool.checkOut(NEVER), pool.checkOut(NEVER));
        leases.forEach(Lease::release);
        time.advance(Duration.ofSeconds(1));
        factory.whileJudging = resource -> {
            factory.whileJudging = next -> {};
            resource.usable = false;
        };

        Lease<FakeResource> lease = share(pool);

        assertThat(lease.id()).isLessThan(3);
        assertThat(factory.peeks).as("that which was unusable, and the other").hasValue(2);
        assertThat(pool.holders()).singleElement().extracting(Holder::use).isEqualTo(Use.SHARED);
    }

    @Test
    void whatIsPastItsLifeIsJoinedByNobodyAndEndsWithItsLastHolder() {
        List<String> ends = new ArrayList<>();
        listener = new PoolListener() {
            @Override
            public void closed(long id, CloseReason reason, @Nullable Throwable error) {
                ends.add(id + " " + reason + " " + error);
            }
        };
        Pool<FakeResource> pool = pool(MORTAL.withMaxSize(2).withSharing(Sharing.ALWAYS));
        Lease<FakeResource> one = share(pool);
        Lease<FakeResource> two = share(pool);
        time.advance(LIFE);

        assertThat(share(pool).id()).isEqualTo(2);

        assertThat(two.release()).isTrue();
        assertThat(factory.destroyed).isEmpty();
        assertThat(one.release()).isTrue();
        assertThat(factory.destroyed).containsExactly(1);
        assertThat(ends).containsExactly("1 IDLE null");
    }

    @Test
    void whatIsNeverIdleComesToItsEndAllTheSame() throws Exception {
        Pool<FakeResource> pool = pool(MORTAL.withMaxSize(1));
        Lease<FakeResource> held = share(pool);
        for (int second = 1; second < LIFE.toSeconds(); second++) {
            time.advance(Duration.ofSeconds(1));
            Lease<FakeResource> next = share(pool);
            held.release();
            held = next;
        }
        assertThat(factory.creations).hasValue(1);

        time.advance(Duration.ofSeconds(1));
        Caller<Lease<FakeResource>> next = sharing(pool, 1);
        held.release();

        assertThat(next.result().id()).isEqualTo(2);
        assertThat(factory.destroyed).containsExactly(1);
    }

    @Test
    void whoWaitsIsNotServedByWhatIsPastItsLife() throws Exception {
        Pool<FakeResource> pool = pool(MORTAL.withMaxSize(1));
        List<Lease<FakeResource>> holders = List.of(share(pool), share(pool), share(pool));
        Caller<Lease<FakeResource>> waiter = sharing(pool, 1);
        time.advance(LIFE);

        holders.get(0).release();
        holders.get(1).release();
        assertThat(pool.stats().waiting()).isEqualTo(1);
        holders.get(2).release();

        assertThat(waiter.result().id()).isEqualTo(2);
    }

    @Test
    void whoWantsOneAloneIsServedWhenTheLastHolderOfWhatIsPastItsLifeLeaves() throws Exception {
        Pool<FakeResource> pool = pool(MORTAL.withMaxSize(1));
        Lease<FakeResource> held = share(pool);
        time.advance(LIFE);
        Caller<Lease<FakeResource>> sharer = sharing(pool, 1);
        Caller<Lease<FakeResource>> alone = waiting(pool, 2);

        held.release();

        assertThat(sharer.result().release()).isTrue();
        assertThat(alone.result().id()).isEqualTo(2);
    }

    @Test
    void slotsTakenWithoutALeaseCountAsWell() {
        Pool<FakeResource> pool = pool(SHARING.withMaxSize(1));
        Slot<FakeResource> one = pool.take(NEVER, Use.SHARED, io.github.mooring.time.Cancellation.none());
        Slot<FakeResource> two = pool.take(NEVER, Use.SHARED, io.github.mooring.time.Cancellation.none());

        assertThat(two).isSameAs(one);
        assertThat(pool.stats().leases()).isEqualTo(2);
        pool.giveBack(one);
        pool.throwAway(two);

        assertThat(factory.destroyed).containsExactly(1);
        assertStats(pool, 0, 0, 0, 0);
    }

    private static Lease<FakeResource> share(Pool<FakeResource> pool) {
        return pool.checkOut(NEVER, Use.SHARED);
    }

    private Caller<Lease<FakeResource>> sharing(Pool<FakeResource> pool, int position) throws InterruptedException {
        Caller<Lease<FakeResource>> caller = Caller.start(() -> share(pool));
        time.awaitWaiters(position);
        return caller;
    }
}
