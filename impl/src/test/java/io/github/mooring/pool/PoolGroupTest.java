package io.github.mooring.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.mooring.time.Caller;
import io.github.mooring.time.Cancellation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Resources of one pool that go stale in groups. */
class PoolGroupTest extends PoolFixture {
    private final List<String> events = new ArrayList<>();

    private Lease<FakeResource> checkOut(Pool<FakeResource> pool, Object group) {
        factory.group = group;
        return pool.checkOut(NEVER);
    }

    private static Membership of(Lease<?> lease) {
        return Objects.requireNonNull(lease.membership());
    }

    @Test
    void aClearEndsWhatIsIdleOfTheGroupAndLeavesTheOthers() {
        Pool<FakeResource> pool = pool(4);
        Lease<FakeResource> failed = checkOut(pool, "a");
        Lease<FakeResource> idle = checkOut(pool, "a");
        Lease<FakeResource> other = checkOut(pool, "b");
        Lease<FakeResource> none = pool.checkOut(NEVER);
        List.of(idle, other, none).forEach(Lease::release);

        assertThat(pool.clear(of(failed), false)).isTrue();

        assertThat(factory.destroyed).containsExactly(2);
        assertThat(failed.isStale()).isTrue();
        assertThat(failed.resource().id).as("still usable").isEqualTo(1);
        failed.release();
        assertThat(factory.destroyed).containsExactly(2, 1);
        assertThat(other.isStale()).isFalse();
        assertThat(none.isStale()).isFalse();
        assertStats(pool, 0, 0, 2, 0);
    }

    @Test
    void thePoolGoesOnServingAndWhoWaitsGoesOnWaiting() throws Exception {
        Pool<FakeResource> pool = pool(1);
        Lease<FakeResource> failed = checkOut(pool, "a");
        Caller<Lease<FakeResource>> waiter = waiting(pool, 1);

        pool.clear(of(failed), false);

        assertStats(pool, 1, 0, 0, 1);
        failed.release();
        Lease<FakeResource> fresh = waiter.result();
        assertThat(fresh.resource().id).isEqualTo(2);
        assertThat(fresh.isStale()).as("of the same group").isFalse();
        assertThat(pool.groups()).isEqualTo(Map.of("a", 1));
    }

    @Test
    void whatOneHasToldNobodyTellsAgain() {
        Pool<FakeResource> pool = pool(3);
        Lease<FakeResource> one = checkOut(pool, "a");
        Lease<FakeResource> two = checkOut(pool, "a");

        assertThat(pool.clear(of(one), false)).isTrue();
        Lease<FakeResource> fresh = checkOut(pool, "a");
        assertThat(pool.clear(of(two), false)).isFalse();

        assertThat(fresh.isStale()).isFalse();
        fresh.release();
        assertStats(pool, 2, 0, 1, 0);
    }

    @Test
    void aClearOfThePoolIsOneOfEachGroup() {
        Pool<FakeResource> pool = pool(2);
        Lease<FakeResource> lease = checkOut(pool, "a");

        pool.renew(pool.generation());

        assertThat(lease.isStale()).isTrue();
        lease.release();
        assertThat(factory.destroyed).containsExactly(1);
        assertThat(pool.groups()).isEmpty();
    }

    @Test
    void whatJoinsAfterAClearIsFreshAlthoughItsCreationHadBegunBefore() {
        Pool<FakeResource> pool = pool(2);
        Lease<FakeResource> failed = checkOut(pool, "a");
        factory.beforeJoining = () -> pool.clear(of(failed), false);

        Lease<FakeResource> lease = checkOut(pool, "a");

        assertThat(failed.isStale()).isTrue();
        assertThat(lease.isStale()).isFalse();
        assertThat(lease.resource().id).isEqualTo(2);
    }

    @Test
    void whatHasJoinedBeforeAClearIsNotHandedOut() {
        Pool<FakeResource> pool = pool(3);
        Lease<FakeResource> failed = checkOut(pool, "a");
        factory.whileCreating = deadline -> {
            factory.whileCreating = later -> {};
            pool.clear(of(failed), false);
        };

        Lease<FakeResource> lease = checkOut(pool, "a");

        assertThat(lease.resource().id).isEqualTo(3);
        assertThat(factory.destroyed).containsExactly(2);
        assertThat(pool.groups()).isEqualTo(Map.of("a", 2));
    }

    @Test
    void interruptsThoseOfTheGroupAndNoOther() {
        Pool<FakeResource> pool = pool(3);
        Lease<FakeResource> a = checkOut(pool, "a");
        Lease<FakeResource> alsoA = checkOut(pool, "a");
        Lease<FakeResource> b = checkOut(pool, "b");

        pool.clear(of(a), true);

        assertThat(a.resource().interrupted).isTrue();
        assertThat(alsoA.resource().interrupted).isTrue();
        assertThat(b.resource().interrupted).isFalse();
    }

    @Test
    void aCreationThatIsInterruptedWithItsGroupIsMadeAnew() throws Exception {
        Pool<FakeResource> pool = pool(3);
        Lease<FakeResource> failed = checkOut(pool, "a");
        CountDownLatch creating = new CountDownLatch(1);
        CountDownLatch cancelled = new CountDownLatch(1);
        factory.whileCreating = deadline -> {
            factory.whileCreating = later -> {};
            Cancellation.Registration unused = factory.creation.onCancel(cancelled::countDown);
            creating.countDown();
            await(cancelled);
            throw new IllegalStateException("cancelled");
        };
        Caller<Lease<FakeResource>> creator = Caller.start(() -> pool.checkOut(NEVER));
        await(creating);

        pool.clear(of(failed), true);

        assertThat(creator.result().resource().id).isEqualTo(3);
        assertStats(pool, 2, 0, 0, 0);
    }

    @Test
    void aCreationOfAnotherGroupIsLeftAlone() {
        Pool<FakeResource> pool = pool(3);
        Lease<FakeResource> failed = checkOut(pool, "a");
        factory.whileCreating = deadline -> pool.clear(of(failed), true);

        Lease<FakeResource> lease = checkOut(pool, "b");

        assertThat(factory.creation.isCancelled()).isFalse();
        assertThat(lease.resource().id).isEqualTo(2);
    }

    @Test
    void whatIsSharedIsEndedByItsLastHolder() {
        Pool<FakeResource> pool = pool(CONFIG.withMaxSize(1).withMaxInFlight(2).withSharing(Sharing.ALWAYS));
        factory.group = "a";
        Lease<FakeResource> one = pool.checkOut(NEVER, Use.SHARED);
        Lease<FakeResource> two = pool.checkOut(NEVER, Use.SHARED);

        pool.clear(of(one), false);
        one.release();
        assertThat(factory.destroyed).isEmpty();
        two.release();

        assertThat(factory.destroyed).containsExactly(1);
        assertThat(pool.groups()).isEmpty();
    }

    @Test
    void whatIsKeptAsideIsEndedAtOnce() {
        Pool<FakeResource> pool = pool(2);
        Lease<FakeResource> failed = checkOut(pool, "a");
        Lease<FakeResource> late = checkOut(pool, "a");
        late.resource().busy = true;
        late.release();

        pool.clear(of(failed), false);

        assertThat(factory.destroyed).containsExactly(2);
    }

    @Test
    void aGroupCountsThoseThatAreBeingMadeAndForgetsThoseThatFailed() {
        Pool<FakeResource> pool = pool(2);
        List<Map<Object, Integer>> meanwhile = new ArrayList<>();
        factory.whileCreating = deadline -> {
            meanwhile.add(pool.groups());
            throw new IllegalStateException("refused");
        };

        assertThatThrownBy(() -> checkOut(pool, "a")).hasMessage("refused");

        assertThat(meanwhile).containsExactly(Map.of("a", 1));
        assertThat(pool.groups()).isEmpty();
    }

    @Test
    void whoFailsToMakeOneKnowsWhetherOthersHaveFailedBefore() {
        Pool<FakeResource> pool = pool(3);
        Lease<FakeResource> failed = checkOut(pool, "a");
        List<Boolean> cleared = new ArrayList<>();
        factory.whileCreating = deadline -> {
            Membership mine = Objects.requireNonNull(factory.membership());
            cleared.add(pool.clear(of(failed), false));
            cleared.add(pool.clear(mine, false));
            throw new IllegalStateException("refused");
        };

        assertThatThrownBy(() -> checkOut(pool, "a")).hasMessage("refused");

        assertThat(cleared).containsExactly(true, false);
    }

    @Test
    void groupsAreForgottenWithTheirLastResource() {
        Pool<FakeResource> pool = pool(100);
        List<Lease<FakeResource>> held = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            held.add(checkOut(pool, "service-" + i));
            if (held.size() == 100) {
                pool.clear(of(held.get(7)), false);
                held.forEach(Lease::discard);
                held.clear();
            }
        }

        assertThat(factory.creations).hasValue(10_000);
        assertThat(pool.groups()).isEmpty();
        assertStats(pool, 0, 0, 0, 0);
    }

    @Test
    void aMembershipThatWasForgottenClearsNothing() {
        Pool<FakeResource> pool = pool(1);
        Lease<FakeResource> gone = checkOut(pool, "a");
        Membership former = of(gone);
        gone.discard();
        Lease<FakeResource> fresh = checkOut(pool, "a");

        assertThat(pool.clear(former, false)).isFalse();

        assertThat(fresh.isStale()).isFalse();
    }

    @Test
    void nobodyJoinsTwice() {
        Pool<FakeResource> pool = pool(1);
        factory.whileCreating = deadline -> factory.join("b");

        assertThatThrownBy(() -> checkOut(pool, "a"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("a resource that is in a group already cannot join b");
        assertThat(pool.groups()).isEmpty();
    }

    @Test
    void afterTheCloseThereIsNothingToClear() {
        Pool<FakeResource> pool = pool(1);
        Lease<FakeResource> lease = checkOut(pool, "a");
        pool.close();

        assertThat(pool.clear(of(lease), false)).isFalse();
        lease.release();

        assertThat(pool.groups()).isEmpty();
    }

    @Test
    void theListenerHearsWhichGroupItWas() {
        listener = new PoolListener() {
            @Override
            public void groupCleared(Object group, boolean interruptInUse) {
                events.add("cleared " + group + " " + interruptInUse);
            }

            @Override
            public void closed(long id, CloseReason reason, @Nullable Throwable error) {
                events.add("closed " + id + " " + reason);
            }
        };
        Pool<FakeResource> pool = pool(2);
        Lease<FakeResource> failed = checkOut(pool, "a");
        checkOut(pool, "a").release();

        pool.clear(of(failed), true);
        pool.clear(of(failed), true);
        failed.release();

        assertThat(events).containsExactly("cleared a true", "closed 2 STALE", "closed 1 STALE");
    }

    @Test
    void aSetClearsTheGroupInAllPoolsThatAreMeantOnce() {
        PoolSet<String, FakeResource> set = new PoolSet<>(key -> pool(2), 0, Duration.ZERO, time.clock());
        factory.group = "a";
        Lease<FakeResource> failed = set.checkOut("ann", NEVER);
        set.checkOut("bob", NEVER).release();
        set.checkOut("eve", NEVER).release();

        assertThat(set.clear(user -> !user.equals("eve"), of(failed), false)).isTrue();
        assertThat(factory.destroyed).as("that of bob").containsExactly(2);
        set.checkOut("bob", NEVER).release();
        assertThat(set.clear(user -> true, of(failed), false)).as("old news").isFalse();

        assertThat(factory.destroyed).containsExactly(2);
        failed.release();
        set.close();
    }

    @Test
    void leasesAreCountedByWhatTheyAreFor() {
        Pool<FakeResource> pool = pool(4);
        Lease<FakeResource> cursor = pool.checkOut(NEVER);
        Lease<FakeResource> transaction = pool.checkOut(NEVER);
        Lease<FakeResource> operation = pool.checkOut(NEVER);
        cursor.dedicate(Purpose.CURSOR);
        transaction.dedicate(Purpose.TRANSACTION);

        PoolStats stats = pool.stats();
        assertThat(List.of(stats.cursors(), stats.transactions(), stats.operations()))
                .containsExactly(1, 1, 1);
        assertThat(stats)
                .hasToString("max=4 inUse=3 cursors=1 transactions=1 creating=0 idle=0 destroying=0 waiting=0");
        assertThat(pool.holders().get(0).toString()).endsWith(" for 0 ms, for a cursor");

        cursor.release();
        transaction.discard();
        operation.release();
        Lease<FakeResource> next = pool.checkOut(NEVER);
        assertThat(pool.stats().cursors() + pool.stats().transactions())
                .as("what ended with the leases")
                .isZero();
        next.release();
    }

    @Test
    void whatIsSharedIsKeptForNobody() {
        Pool<FakeResource> pool = pool(CONFIG.withMaxSize(1).withMaxInFlight(2).withSharing(Sharing.ALWAYS));
        try (Lease<FakeResource> lease = pool.checkOut(NEVER, Use.SHARED)) {
            assertThatThrownBy(() -> lease.dedicate(Purpose.CURSOR))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("only who has a resource alone can keep it for a cursor");
        }
    }
}
