package io.github.mooring.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.mooring.time.Caller;
import io.github.mooring.time.Cancellation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class PoolWaitQueueTest extends PoolFixture {
    @Test
    @DisplayName("F23 serves 100 waiters in the order of their arrival")
    void serves100WaitersInTheOrderOfTheirArrival() throws Exception {
        Pool<FakeResource> pool = pool(1);
        Lease<FakeResource> lease = pool.checkOut(NEVER);
        BlockingQueue<Integer> served = new LinkedBlockingQueue<>();
        List<Caller<Boolean>> callers = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            int number = i;
            callers.add(Caller.start(() -> {
                Lease<FakeResource> own = pool.checkOut(NEVER);
                served.add(number);
                // by turns what is passed on is a resource or a bare permit
                return number % 2 == 0 ? own.release() : own.discard();
            }));
            time.awaitWaiters(i + 1);
        }

        lease.release();

        for (int i = 0; i < 100; i++) {
            assertThat(served.poll(40, TimeUnit.SECONDS)).isEqualTo(i);
        }
        for (Caller<Boolean> caller : callers) {
            assertThat(caller.result()).isTrue();
        }
        assertThat(factory.mostAlive).hasValue(1);
    }

    @Test
    @DisplayName("F23 a newcomer cannot overtake a waiter that has not woken up yet")
    void aNewcomerCannotOvertakeAWaiterThatHasNotWokenUpYet() throws Exception {
        Pool<FakeResource> pool = pool(1);
        Lease<FakeResource> holder = pool.checkOut(NEVER);
        List<Object> newcomer = new ArrayList<>();
        // the waiter is asleep while the resource comes back and a newcomer tries its luck
        time.duringNextWait(() -> {
            holder.release();
            newcomer.add(Caller.start(() -> pool.checkOut(in(Duration.ZERO))).failure());
            assertStats(pool, 1, 0, 0, 0);
        });

        Lease<FakeResource> lease = pool.checkOut(NEVER);

        assertThat(lease.resource().id).isEqualTo(1);
        assertThat(newcomer).singleElement().isInstanceOf(PoolTimeoutException.class);
    }

    @Test
    void handsOverTheVeryResourceThatComesBack() throws Exception {
        Pool<FakeResource> pool = pool(2);
        Lease<FakeResource> one = pool.checkOut(NEVER);
        Lease<FakeResource> two = pool.checkOut(NEVER);
        FakeResource returned = two.resource();
        Caller<Lease<FakeResource>> waiter = waiting(pool, 1);

        two.release();

        assertThat(waiter.result().resource()).isSameAs(returned);
        one.release();
        assertThat(factory.creations).hasValue(2);
    }

    @Test
    void theWaitEndsWithTheWaitQueueTimeout() throws Exception {
        Pool<FakeResource> pool = pool(1, Duration.ofMillis(200), Duration.ZERO);
        pool.checkOut(NEVER);
        Caller<Lease<FakeResource>> waiter = Caller.start(() -> pool.checkOut(in(Duration.ofSeconds(5))));
        time.awaitWaiters(1);

        time.advance(Duration.ofMillis(200).minusNanos(1));
        time.awaitWaiters(1);
        assertThat(waiter.isDone()).isFalse();
        time.advance(Duration.ofNanos(1));

        assertThat(waiter.failure())
                .isInstanceOfSatisfying(PoolTimeoutException.class, e -> {
                    assertThat(e.waited()).isEqualTo(Duration.ofMillis(200));
                    assertThat(e.stats()).isEqualTo(stats(1, 1, 0, 0, 0, 1));
                })
                .hasMessage("pool db:27017: no resource came free within 200 ms, ended by waitQueueTimeout"
                        + " (max=1 inUse=1 creating=0 idle=0 destroying=0 waiting=1); held: 1 by main for 200 ms");
        assertStats(pool, 1, 0, 0, 0);
    }

    @Test
    @DisplayName("F23 the wait ends with the deadline if that comes first")
    void theWaitEndsWithTheDeadlineIfThatComesFirst() throws Exception {
        Pool<FakeResource> pool = pool(1, Duration.ofMillis(200), Duration.ZERO);
        pool.checkOut(NEVER);
        Caller<Lease<FakeResource>> waiter = Caller.start(() -> pool.checkOut(in(Duration.ofMillis(150))));
        time.awaitWaiters(1);

        time.advance(Duration.ofMillis(150));

        assertThat(waiter.failure())
                .isInstanceOf(PoolTimeoutException.class)
                .hasMessageContaining("within 150 ms, ended by the operation's deadline");
    }

    @Test
    void aCallersOwnPatienceMayBeLongerOrShorterThanTheWaitQueueTimeout() throws Exception {
        Pool<FakeResource> pool = pool(1, Duration.ofMillis(200), Duration.ZERO);
        Lease<FakeResource> held = pool.checkOut(NEVER);
        Caller<Lease<FakeResource>> hasty = withPatience(pool, Duration.ofMillis(100), 1);
        Caller<Lease<FakeResource>> patient = withPatience(pool, Duration.ofMillis(300), 2);
        Caller<Lease<FakeResource>> endless = withPatience(pool, Duration.ZERO, 3);

        time.advance(Duration.ofMillis(100));
        assertThat(hasty.failure())
                .isInstanceOf(PoolTimeoutException.class)
                .hasMessageContaining("within 100 ms, ended by waitQueueTimeout");
        time.advance(Duration.ofMillis(199));
        assertThat(patient.isDone()).isFalse();
        time.advance(Duration.ofMillis(1));
        assertThat(patient.failure())
                .isInstanceOf(PoolTimeoutException.class)
                .hasMessageContaining("within 300 ms, ended by waitQueueTimeout");

        time.advance(Duration.ofDays(1));
        held.release();
        assertThat(endless.result().id()).isEqualTo(1);
    }

    private Caller<Lease<FakeResource>> withPatience(Pool<FakeResource> pool, Duration patience, int position)
            throws InterruptedException {
        Caller<Lease<FakeResource>> caller =
                Caller.start(() -> pool.checkOut(NEVER, Use.EXCLUSIVE, Cancellation.none(), patience));
        time.awaitWaiters(position);
        return caller;
    }

    @Test
    void theDeadlineAloneGovernsWithoutAWaitQueueTimeout() throws Exception {
        Pool<FakeResource> pool = pool(1);
        Lease<FakeResource> holder = pool.checkOut(NEVER);
        Caller<Lease<FakeResource>> waiter = waiting(pool, 1);

        time.advance(Duration.ofDays(10_000));
        time.awaitWaiters(1);
        assertThat(waiter.isDone()).isFalse();
        holder.release();

        assertThat(waiter.result().resource().id).isEqualTo(1);
    }

    @Test
    void doesNotWaitWhenTheDeadlineHasPassed() {
        Pool<FakeResource> pool = pool(1);
        pool.checkOut(NEVER);

        assertThatThrownBy(() -> pool.checkOut(in(Duration.ZERO)))
                .isInstanceOf(PoolTimeoutException.class)
                .hasMessageContaining("within 0 ms");

        assertStats(pool, 1, 0, 0, 0);
    }

    @Test
    void oneThatGivesUpLeavesTheOthersInTheirOrder() throws Exception {
        Pool<FakeResource> pool = pool(1);
        Lease<FakeResource> holder = pool.checkOut(NEVER);
        Caller<Lease<FakeResource>> first = waiting(pool, 1);
        Caller<Lease<FakeResource>> second = Caller.start(() -> pool.checkOut(in(Duration.ofMillis(5))));
        time.awaitWaiters(2);
        Caller<Lease<FakeResource>> third = waiting(pool, 3);

        time.advance(Duration.ofMillis(5));
        assertThat(second.failure()).isInstanceOf(PoolTimeoutException.class);
        assertStats(pool, 1, 0, 0, 2);

        holder.release();
        first.result().release();
        third.result().release();
        assertStats(pool, 0, 0, 1, 0);
    }

    @Test
    void aHandOverThatRacesWithTheTimeoutIsTaken() {
        Pool<FakeResource> pool = pool(1, Duration.ofMillis(200), Duration.ZERO);
        Lease<FakeResource> holder = pool.checkOut(NEVER);
        time.duringNextWait(() -> {
            holder.release();
            time.advance(Duration.ofMillis(200));
        });

        Lease<FakeResource> lease = pool.checkOut(in(Duration.ofMillis(200)));

        assertThat(lease.resource().id).isEqualTo(1);
        assertStats(pool, 1, 0, 0, 0);
    }

    @Test
    void aPermitThatComesAfterTheDeadlineGoesToTheNext() throws Exception {
        Pool<FakeResource> pool = pool(1);
        Lease<FakeResource> holder = pool.checkOut(NEVER);
        List<Caller<Lease<FakeResource>>> next = new ArrayList<>();
        time.duringNextWait(() -> {
            next.add(waiting(pool, 2));
            holder.discard();
            assertStats(pool, 0, 1, 0, 1);
            time.advance(Duration.ofMillis(5));
        });

        assertThatThrownBy(() -> pool.checkOut(in(Duration.ofMillis(5)))).isInstanceOf(PoolTimeoutException.class);

        assertThat(next.get(0).result().resource().id).isEqualTo(2);
        assertStats(pool, 1, 0, 0, 0);
    }

    @Test
    void aPermitThatComesWithTheWaitQueueTimeoutIsUsedWithinTheDeadline() {
        Pool<FakeResource> pool = pool(1, Duration.ofMillis(200), Duration.ZERO);
        Lease<FakeResource> holder = pool.checkOut(NEVER);
        time.duringNextWait(() -> {
            holder.discard();
            time.advance(Duration.ofMillis(200));
        });

        assertThat(pool.checkOut(in(Duration.ofSeconds(5))).resource().id).isEqualTo(2);
    }

    @Test
    @DisplayName("F23 F25 a resource that turns out unusable after the hand-over costs the waiter not its turn")
    void aResourceThatTurnsOutUnusableAfterTheHandOverCostsTheWaiterNotItsTurn() throws Exception {
        Pool<FakeResource> pool = pool(1);
        Lease<FakeResource> holder = pool.checkOut(NEVER);
        Caller<Lease<FakeResource>> first = waiting(pool, 1);
        Caller<Lease<FakeResource>> second = waiting(pool, 2);

        holder.resource().usable = false;
        holder.release();

        Lease<FakeResource> lease = first.result();
        assertThat(lease.resource().id).isEqualTo(2);
        assertThat(factory.destroyed).containsExactly(1);
        assertStats(pool, 1, 0, 0, 1);
        lease.release();
        assertThat(second.result().resource().id).isEqualTo(2);
    }

    @Test
    void aPermitIsFreeOnlyWhenDestructionIsOver() throws Exception {
        Pool<FakeResource> pool = pool(1);
        Lease<FakeResource> holder = pool.checkOut(NEVER);
        Caller<Lease<FakeResource>> waiter = waiting(pool, 1);
        List<PoolStats> seen = new ArrayList<>();
        factory.whileDestroying = resource -> seen.add(pool.stats());

        holder.discard();

        assertThat(waiter.result().resource().id).isEqualTo(2);
        assertThat(seen).containsExactly(stats(1, 0, 0, 0, 1, 1));
        assertThat(factory.mostAlive).hasValue(1);
    }
}
