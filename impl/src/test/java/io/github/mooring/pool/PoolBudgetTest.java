package io.github.mooring.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.mooring.time.Caller;
import io.github.mooring.time.Cancellation;
import io.github.mooring.time.Clock;
import io.github.mooring.time.CoarseClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Pools that have one budget in common. */
class PoolBudgetTest extends PoolFixture {
    private final PoolConfig config = CONFIG.withMaxSize(10);

    PoolBudgetTest() {
        budget = Budget.of(2, time.clock());
    }

    @AfterEach
    void thePermitsOutAreThoseOfResources() {
        assertThat(budget.stats().inUse()).isEqualTo(factory.alive.get());
        assertThat(budget.stats().waiting()).isZero();
    }

    @Test
    void whatIsIdleElsewhereMakesRoom() {
        Pool<FakeResource> a = pool(config);
        Pool<FakeResource> b = pool(config);
        Lease<FakeResource> one = a.checkOut(NEVER);
        a.checkOut(NEVER).release();
        time.advance(Duration.ofSeconds(1));
        one.release();

        Lease<FakeResource> lease = b.checkOut(NEVER);

        assertThat(factory.destroyed).as("the least recently used").containsExactly(2);
        assertThat(lease.resource().id).isEqualTo(3);
        assertThat(factory.mostAlive).hasValue(2);
    }

    @Test
    void whatBecomesIdleElsewhereMakesRoomForWhoWaits() throws Exception {
        Pool<FakeResource> a = pool(config);
        Pool<FakeResource> b = pool(config);
        Lease<FakeResource> one = a.checkOut(NEVER);
        a.checkOut(NEVER);
        Caller<Lease<FakeResource>> waiter = waiting(b, 1);

        one.release();

        assertThat(waiter.result().resource().id).isEqualTo(3);
        assertThat(factory.destroyed).containsExactly(1);
    }

    @Test
    void whoWaitsForTheBudgetIsServedByWhatComesBackToItsOwnPool() throws Exception {
        Pool<FakeResource> a = pool(config);
        Lease<FakeResource> one = a.checkOut(NEVER);
        a.checkOut(NEVER);
        Caller<Lease<FakeResource>> waiter = waiting(a, 1);
        assertStats(a, 2, 1, 0, 0);

        one.release();

        assertThat(waiter.result().resource().id).isEqualTo(1);
        assertThat(factory.destroyed).isEmpty();
        assertStats(a, 2, 0, 0, 0);
    }

    @Test
    void whoWouldShareJoinsInsteadOfWaitingForTheBudget() {
        Pool<FakeResource> a = pool(config.withSharing(Sharing.WHEN_FULL));
        a.checkOut(NEVER, Use.SHARED);
        a.checkOut(NEVER, Use.SHARED);

        assertThat(a.checkOut(NEVER, Use.SHARED).resource().id).isLessThanOrEqualTo(2);

        assertThat(a.stats().leases()).isEqualTo(3);
        assertStats(a.stats(), 2, 0);
    }

    @Test
    void whoWouldShareJoinsAtOnceWhileTheBudgetIsSpent() {
        AtomicInteger looksAtTheClock = new AtomicInteger();
        Clock counting = Clock.of(looksAtTheClock::incrementAndGet, (lock, condition, nanos) -> nanos);
        PoolContext context = new PoolContext(counting, CoarseClock.of(counting), PoolListener.NONE, budget, () -> 0);
        try (Pool<FakeResource> a = new Pool<>("a", config.withSharing(Sharing.WHEN_FULL), factory, context)) {
            a.ready();
            List<Lease<FakeResource>> leases =
                    new ArrayList<>(List.of(a.checkOut(NEVER, Use.SHARED), a.checkOut(NEVER, Use.SHARED)));
            int before = looksAtTheClock.get();

            for (int i = 0; i < 5; i++) {
                leases.add(a.checkOut(NEVER, Use.SHARED));
            }

            assertThat(looksAtTheClock)
                    .as("who goes by the queue notes the time")
                    .hasValue(before);
            assertThat(factory.creations).hasValue(2);
            leases.forEach(Lease::release);
        }
    }

    @Test
    void aPermitThatCameFreeIsUsedBeforeAnythingIsJoined() {
        Pool<FakeResource> a = pool(config.withSharing(Sharing.WHEN_FULL));
        Pool<FakeResource> b = pool(config);
        Lease<FakeResource> elsewhere = b.checkOut(NEVER);
        a.checkOut(NEVER, Use.SHARED);
        assertThat(a.checkOut(NEVER, Use.SHARED).id()).isEqualTo(1);

        elsewhere.discard();

        assertThat(a.checkOut(NEVER, Use.SHARED).id()).isEqualTo(2);
    }

    @Test
    void whoCanJoinNothingStillHasIdleOnesMakeRoom() {
        Pool<FakeResource> a = pool(config.withSharing(Sharing.WHEN_FULL).withMaxInFlight(2));
        Pool<FakeResource> b = pool(config);
        b.checkOut(NEVER).release();
        a.checkOut(NEVER, Use.SHARED);
        a.checkOut(NEVER, Use.SHARED);
        assertThat(factory.destroyed).isEmpty();

        assertThat(a.checkOut(NEVER, Use.SHARED).resource().id).isEqualTo(3);

        assertThat(factory.destroyed).containsExactly(1);
    }

    @Test
    void theWaitForTheBudgetEndsWithTheDeadline() throws Exception {
        Pool<FakeResource> a = pool(config);
        a.checkOut(NEVER);
        a.checkOut(NEVER);
        Caller<Lease<FakeResource>> waiter = Caller.start(() -> a.checkOut(in(Duration.ofMillis(5))));
        time.awaitWaiters(1);

        time.advance(Duration.ofMillis(5));

        assertThat(waiter.failure()).isInstanceOf(BudgetTimeoutException.class);
        assertStats(a, 2, 0, 0, 0);
    }

    @Test
    void theWaitForTheBudgetEndsWithACancellationAClearAndAClose() throws Exception {
        Pool<FakeResource> a = pool(config);
        Lease<FakeResource> one = a.checkOut(NEVER);
        Lease<FakeResource> two = a.checkOut(NEVER);
        Cancellation cancellation = new Cancellation();
        Caller<Lease<FakeResource>> cancelled = Caller.start(() -> a.checkOut(NEVER, Use.EXCLUSIVE, cancellation));
        time.awaitWaiters(1);
        cancellation.cancel();
        assertThat(cancelled.failure()).isInstanceOf(PoolCancelledException.class);

        Caller<Lease<FakeResource>> cleared = waiting(a, 1);
        a.clear(false);
        assertThat(cleared.failure()).isInstanceOf(PoolPausedException.class);
        a.ready();

        Caller<Lease<FakeResource>> closed = waiting(a, 1);
        a.close();
        assertThat(closed.failure()).isInstanceOf(PoolClosedException.class);
        one.release();
        two.release();
    }

    @Test
    void aCreationThatFailsGivesThePermitBack() {
        Pool<FakeResource> a = pool(config);
        factory.whileCreating = deadline -> {
            throw new StackOverflowError();
        };

        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> a.checkOut(NEVER)).isInstanceOf(StackOverflowError.class);
        }

        assertThat(budget.stats().inUse()).isZero();
    }

    @Test
    void maintenanceDoesNotTakeFromOthersToFillItself() {
        Pool<FakeResource> a = pool(config);
        Pool<FakeResource> b = pool(config.withMinSize(2));
        a.checkOut(NEVER).release();

        b.runOnce();

        assertStats(a, 0, 0, 1, 0);
        assertStats(b, 0, 0, 1, 0);
    }

    private static void assertStats(PoolStats stats, int inUse, int creating) {
        assertThat(stats.inUse()).isEqualTo(inUse);
        assertThat(stats.creating()).isEqualTo(creating);
    }
}
