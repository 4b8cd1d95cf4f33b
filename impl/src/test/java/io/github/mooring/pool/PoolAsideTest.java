package io.github.mooring.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.mooring.time.Caller;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is given back while something that was begun with it goes on. */
class PoolAsideTest extends PoolFixture {
    private static final PoolConfig SHARING =
            CONFIG.withSharing(Sharing.WHEN_FULL).withMaxInFlight(3);

    private final List<String> heard = new ArrayList<>();

    /** A resource that its only user has given back busy. */
    private static FakeResource giveBackBusy(Pool<FakeResource> pool) {
        Lease<FakeResource> lease = pool.checkOut(NEVER);
        FakeResource resource = lease.resource();
        resource.busy = true;
        assertThat(lease.release()).isTrue();
        return resource;
    }

    private Lease<FakeResource> share(Pool<FakeResource> pool) {
        return pool.checkOut(NEVER, Use.SHARED);
    }

    private Caller<Lease<FakeResource>> sharing(Pool<FakeResource> pool) throws InterruptedException {
        Caller<Lease<FakeResource>> caller = Caller.start(() -> share(pool));
        time.awaitWaiters(1);
        return caller;
    }

    private void listen(boolean toCheckOuts) {
        listener = new PoolListener() {
            @Override
            public void checkedIn(long id) {
                heard.add("checked in " + id);
            }

            @Override
            public void closed(long id, CloseReason reason, @Nullable Throwable error) {
                heard.add("closed " + id + " " + reason);
            }

            @Override
            public boolean hearsCheckOuts() {
                return toCheckOuts;
            }
        };
    }

    @Test
    void nobodyGetsItUntilItIsNoLongerBusy() throws Exception {
        Pool<FakeResource> pool = pool(1);
        FakeResource resource = giveBackBusy(pool);
        Caller<Lease<FakeResource>> next = waiting(pool, 1);
        pool.recall();
        assertStats(pool, 1, 0, 0, 1);
        assertThat(next.isDone()).isFalse();

        resource.busy = false;
        pool.recall();

        Lease<FakeResource> lease = next.result();
        assertThat(lease.resource()).isSameAs(resource);
        assertStats(pool, 1, 0, 0, 0);
        assertThat(lease.release()).isTrue();
        assertStats(pool, 0, 0, 1, 0);
    }

    @Test
    void aLeaseThatWasGivenBackBusyHasEnded() {
        Pool<FakeResource> pool = pool(1);
        Lease<FakeResource> lease = pool.checkOut(NEVER);
        FakeResource resource = lease.resource();
        resource.busy = true;
        lease.release();

        assertThat(lease.release()).isFalse();
        assertThat(lease.discard()).isFalse();
        assertThatThrownBy(lease::resource).isInstanceOf(IllegalStateException.class);
        resource.busy = false;
        pool.recall();
        assertThat(lease.discard()).isFalse();
        assertStats(pool, 0, 0, 1, 0);
    }

    @Test
    void anotherIsCreatedMeanwhileWhereThereIsRoom() {
        Pool<FakeResource> pool = pool(2);
        FakeResource resource = giveBackBusy(pool);

        Lease<FakeResource> other = pool.checkOut(NEVER);

        assertThat(other.resource()).isNotSameAs(resource);
        assertStats(pool, 2, 0, 0, 0);
    }

    @Test
    void theTextOfATimeOutSaysWhoLeftItBusy() {
        Pool<FakeResource> pool = pool(1);
        giveBackBusy(pool);
        time.advance(Duration.ofSeconds(3));

        assertThat(pool.holders())
                .containsExactly(new Holder(
                        1,
                        Thread.currentThread().getName(),
                        Duration.ofSeconds(3),
                        Use.SHARED,
                        1,
                        true,
                        Purpose.OPERATION));
        assertThatThrownBy(() -> pool.checkOut(in(Duration.ZERO)))
                .isInstanceOf(PoolTimeoutException.class)
                .hasMessageContaining("max=1 inUse=1 creating=0 idle=0")
                .hasMessageEndingWith(
                        "1 by " + Thread.currentThread().getName() + " for 3000 ms, given back but still busy");
    }

    @Test
    void whatBreaksMeanwhileIsDestroyedAndMakesRoom() throws Exception {
        Pool<FakeResource> pool = pool(1);
        FakeResource resource = giveBackBusy(pool);
        Caller<Lease<FakeResource>> next = waiting(pool, 1);

        resource.usable = false;
        pool.recall();

        assertThat(next.result().resource().id).isEqualTo(2);
        assertThat(factory.destroyed).containsExactly(1);
    }

    @Test
    void whatTurnsOutBrokenByTheLookIsDestroyed() {
        Pool<FakeResource> pool = pool(1);
        FakeResource resource = giveBackBusy(pool);
        factory.whileAsked = asked -> {
            asked.busy = false;
            asked.usable = false;
        };

        pool.recall();

        assertThat(resource.destroyed).isTrue();
        assertStats(pool, 0, 0, 0, 0);
    }

    @Test
    void oneOfSeveralWhoLeavesItBusyLeavesItToTheOthers() {
        Pool<FakeResource> pool = pool(SHARING.withMaxSize(1));
        Lease<FakeResource> one = share(pool);
        Lease<FakeResource> two = share(pool);
        one.resource().busy = true;
        one.release();

        Lease<FakeResource> joined = share(pool);

        assertThat(joined.id()).isEqualTo(two.id());
        two.resource().busy = false;
        two.release();
        joined.release();
        assertStats(pool, 0, 0, 1, 0);
    }

    @Test
    void theLastOfSeveralWhoLeavesItBusyLeavesItToNobody() throws Exception {
        Pool<FakeResource> pool = pool(SHARING.withMaxSize(1));
        Lease<FakeResource> one = share(pool);
        Lease<FakeResource> two = share(pool);
        FakeResource resource = two.resource();
        resource.busy = true;
        one.release();

        assertThat(two.release()).isTrue();

        assertThat(two.release()).isFalse();
        Caller<Lease<FakeResource>> next = sharing(pool);
        assertStats(pool, 1, 0, 0, 1);
        resource.busy = false;
        pool.recall();
        assertThat(next.result().resource()).isSameAs(resource);
    }

    @Test
    void onlyTheLastOfSeveralIsAskedWhetherItIsBusy() {
        Pool<FakeResource> pool = pool(SHARING.withMaxSize(1));
        List<FakeResource> asked = new ArrayList<>();
        factory.whileAsked = asked::add;
        Lease<FakeResource> one = share(pool);
        Lease<FakeResource> two = share(pool);

        one.release();
        assertThat(asked).isEmpty();

        two.release();
        assertThat(asked).hasSize(1);
    }

    @Test
    void whoJoinsWhileTheLastOneIsLookingTakesItOver() {
        Pool<FakeResource> pool = pool(SHARING.withMaxSize(1));
        Lease<FakeResource> one = share(pool);
        FakeResource resource = one.resource();
        List<Lease<FakeResource>> joined = new ArrayList<>();
        factory.whileAsked = asked -> {
            factory.whileAsked = ignored -> {};
            joined.add(share(pool));
        };
        resource.busy = true;

        assertThat(one.release()).isTrue();

        assertThat(pool.stats().leases())
                .as("it is not kept from whoever has joined")
                .isEqualTo(1);
        assertThat(joined.get(0).resource()).isSameAs(resource);
        resource.busy = false;
        joined.get(0).release();
        assertStats(pool, 0, 0, 1, 0);
    }

    @Test
    void whoComesAndGoesWhileTheLastOneIsLookingDoesNotGoUnnoticed() {
        Pool<FakeResource> pool = pool(SHARING.withMaxSize(1));
        Lease<FakeResource> last = share(pool);
        FakeResource resource = last.resource();
        factory.whileAsked = asked -> {
            factory.whileAsked = ignored -> {};
            Lease<FakeResource> visitor = share(pool);
            visitor.resource().busy = true;
            visitor.release();
        };

        last.release();

        assertThatThrownBy(() -> pool.checkOut(in(Duration.ZERO))).isInstanceOf(PoolTimeoutException.class);
        resource.busy = false;
        pool.recall();
        assertStats(pool, 0, 0, 1, 0);
    }

    @Test
    void whatWasLeftBusyAndIsDrainedReachesTheOneItIsDrainedForWhenItIsOver() throws Exception {
        Pool<FakeResource> pool = pool(SHARING.withMaxSize(1));
        Lease<FakeResource> shared = share(pool);
        FakeResource resource = shared.resource();
        Caller<Lease<FakeResource>> alone = waiting(pool, 1);
        resource.busy = true;
        shared.release();
        assertThat(alone.isDone()).isFalse();

        resource.busy = false;
        pool.recall();

        assertThat(alone.result().resource()).isSameAs(resource);
    }

    @Test
    void anotherOneIsDrainedForWhomeverABusyOneWasToServe() throws Exception {
        Pool<FakeResource> pool = pool(SHARING.withMaxSize(2));
        Lease<FakeResource> one = share(pool);
        Lease<FakeResource> two = share(pool);
        Caller<Lease<FakeResource>> alone = waiting(pool, 1);
        Lease<FakeResource> joined = share(pool);
        Lease<FakeResource> drained = joined.id() == one.id() ? two : one;
        Lease<FakeResource> other = drained == one ? two : one;
        drained.resource().busy = true;
        drained.release();

        joined.release();
        other.release();

        assertThat(alone.result().id()).isEqualTo(other.id());
    }

    @Test
    void aBrokenOneIsDestroyedAtOnceHoweverBusyItIs() {
        Pool<FakeResource> pool = pool(SHARING.withMaxSize(1));
        for (Use use : Use.values()) {
            Lease<FakeResource> lease = pool.checkOut(NEVER, use);
            lease.resource().busy = true;
            lease.discard();
            assertStats(pool, 0, 0, 0, 0);
        }
    }

    @Test
    void whatGoesStaleMeanwhileIsDestroyedAtOnce() {
        List<Consumer<Pool<FakeResource>>> ways = List.of(
                pool -> pool.clear(false),
                pool -> pool.clear(true),
                pool -> pool.renew(pool.generation()),
                Pool::close);
        for (Consumer<Pool<FakeResource>> way : ways) {
            Pool<FakeResource> pool = pool(1);
            FakeResource resource = giveBackBusy(pool);

            way.accept(pool);

            assertThat(resource.destroyed).isTrue();
            assertStats(pool, 0, 0, 0, 0);
        }
    }

    @Test
    void whatIsStaleAlreadyIsNotKept() {
        for (Use use : Use.values()) {
            Pool<FakeResource> pool = pool(SHARING.withMaxSize(1));
            Lease<FakeResource> lease = pool.checkOut(NEVER, use);
            lease.resource().busy = true;
            pool.close();

            assertThat(lease.release()).isTrue();

            assertStats(pool, 0, 0, 0, 0);
        }
    }

    @Test
    void aCloseDuringALookEndsWhatIsLookedAt() {
        Pool<FakeResource> pool = pool(1);
        FakeResource resource = giveBackBusy(pool);
        factory.whileAsked = asked -> pool.close();

        pool.recall();

        assertThat(resource.destroyed).isTrue();
        assertStats(pool, 0, 0, 0, 0);
    }

    @Test
    void aFactoryThatCannotTellHasItsResourceDestroyed() {
        Pool<FakeResource> pool = pool(SHARING.withMaxSize(1));
        for (Use use : Use.values()) {
            Lease<FakeResource> lease = pool.checkOut(NEVER, use);
            FakeResource resource = lease.resource();
            factory.whileAsked = asked -> {
                throw new IllegalStateException("cannot tell");
            };
            assertThat(lease.release()).isTrue();
            assertThat(pool.stats().inUse()).isEqualTo(1);

            pool.recall();

            assertThat(resource.destroyed).isTrue();
            assertThat(pool.stats().destroyFailures()).isPositive();
            factory.whileAsked = asked -> {};
        }
    }

    @Test
    void maintenanceAndEvictionLeaveItAlone() {
        budget = Budget.of(1, time.clock());
        Pool<FakeResource> pool = pool(1, Duration.ZERO, Duration.ofSeconds(1));
        FakeResource resource = giveBackBusy(pool);
        time.advance(Duration.ofSeconds(5));

        long unused = pool.runOnce();
        Pool<FakeResource> other = pool(1);
        assertThatThrownBy(() -> other.checkOut(in(Duration.ZERO))).isInstanceOf(PoolException.class);

        assertThat(resource.destroyed).isFalse();
        assertStats(pool, 1, 0, 0, 0);
    }

    @Test
    void itMakesRoomForAnotherPoolAsSoonAsItIsOver() throws Exception {
        budget = Budget.of(1, time.clock());
        Pool<FakeResource> pool = pool(1);
        Pool<FakeResource> other = pool(1);
        FakeResource resource = giveBackBusy(pool);
        Caller<Lease<FakeResource>> next = waiting(other, 1);

        resource.busy = false;
        pool.recall();

        assertThat(next.result().resource()).isNotSameAs(resource);
        assertThat(resource.destroyed).isTrue();
        assertThat(budget.stats().inUse()).isEqualTo(1);
    }

    @Test
    void itHasBeenIdleSinceItWasOver() {
        Pool<FakeResource> pool = pool(1, Duration.ZERO, Duration.ofSeconds(2));
        FakeResource resource = giveBackBusy(pool);
        time.advance(Duration.ofSeconds(5));
        resource.busy = false;
        pool.recall();

        long unused = pool.runOnce();

        assertThat(resource.destroyed).isFalse();
    }

    @Test
    void aPoolIsInUseAsLongAsSomethingInItIsBusy() {
        try (PoolSet<String, FakeResource> set = new PoolSet<>(
                key -> {
                    Pool<FakeResource> made = pool(1);
                    return made;
                },
                1,
                Duration.ofSeconds(1),
                time.clock())) {
            Lease<FakeResource> lease = set.checkOut("one", NEVER);
            FakeResource resource = lease.resource();
            resource.busy = true;
            lease.release();
            time.advance(Duration.ofSeconds(5));
            long unused = set.runOnce();

            assertThatThrownBy(() -> set.checkOut("two", NEVER)).isInstanceOf(PoolLimitException.class);

            resource.busy = false;
            set.recall();
            set.checkOut("two", NEVER).release();
            assertThat(resource.destroyed).isTrue();
        }
    }

    @Test
    void itIsCheckedInWhenItIsGivenBackAndNotOnceMoreLater() {
        listen(true);
        Pool<FakeResource> pool = pool(1);
        FakeResource resource = giveBackBusy(pool);
        assertThat(heard).containsExactly("checked in 1");

        resource.busy = false;
        pool.recall();
        pool.checkOut(NEVER).discard();

        assertThat(heard).containsExactly("checked in 1", "checked in 1", "closed 1 ERROR");
    }

    @Test
    void theRecallCallsNoListenerWhichCouldHoldItUp() {
        listen(false);
        Pool<FakeResource> pool = pool(1);
        giveBackBusy(pool).usable = false;

        pool.recall();
        assertThat(factory.destroyed).containsExactly(1);
        assertThat(heard).isEmpty();

        long unused = pool.runOnce();
        assertThat(heard).containsExactly("closed 1 ERROR");
    }
}
