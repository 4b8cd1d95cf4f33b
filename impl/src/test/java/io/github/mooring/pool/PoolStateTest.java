package io.github.mooring.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.mooring.time.Caller;
import io.github.mooring.time.Cancellation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** Paused, ready, cleared, closed; queues that are full; waits that are cancelled. */
class PoolStateTest extends PoolFixture {
    @Test
    void isPausedUntilItIsReady() {
        Pool<FakeResource> pool = paused(CONFIG.withMinSize(1));

        assertThatThrownBy(() -> pool.checkOut(NEVER))
                .isInstanceOf(PoolPausedException.class)
                .hasMessage("pool db:27017 is paused: it has not been ready yet");
        pool.runOnce();
        assertThat(factory.creations).hasValue(0);
        pool.ready();
        pool.ready();

        assertThat(pool.checkOut(NEVER).id()).isEqualTo(1);
    }

    @Test
    void aClearPausesAndSendsTheQueueAwayAndMakesAllStale() throws Exception {
        Pool<FakeResource> pool = pool(2);
        Lease<FakeResource> idle = pool.checkOut(NEVER);
        Lease<FakeResource> used = pool.checkOut(NEVER);
        Caller<Lease<FakeResource>> waiter = waiting(pool, 1);
        long generation = pool.generation();

        pool.clear(false);

        assertThat(waiter.failure())
                .isInstanceOf(PoolPausedException.class)
                .hasMessage("pool db:27017 is paused: connection pool was cleared");
        assertThatThrownBy(() -> pool.checkOut(NEVER)).isInstanceOf(PoolPausedException.class);
        assertThat(pool.generation()).isEqualTo(generation + 1);
        assertThat(used.isStale()).isTrue();
        assertThat(used.resource().interrupted).isFalse();
        idle.release();
        assertThat(factory.destroyed).containsExactly(1);
        pool.ready();
        assertThat(pool.checkOut(NEVER).id()).isEqualTo(3);
        used.release();
        assertThat(factory.destroyed).containsExactly(1, 2);
    }

    @Test
    void aClearThatInterruptsReachesThoseInUseAndNoneThatCameLater() {
        Pool<FakeResource> pool = pool(2);
        Lease<FakeResource> old = pool.checkOut(NEVER);
        pool.clear(false);
        pool.ready();
        Lease<FakeResource> other = pool.checkOut(NEVER);
        assertThat(other.resource().interrupted).isFalse();

        pool.clear(true);

        assertThat(old.resource().interrupted).isTrue();
        assertThat(other.resource().interrupted).isTrue();
        old.release();
        other.release();
    }

    @Test
    void aClearThatInterruptsEndsTheCreationsUnderWay() throws Exception {
        Pool<FakeResource> pool = pool(2);
        CountDownLatch creating = new CountDownLatch(1);
        factory.whileCreating = deadline -> {
            CountDownLatch end = new CountDownLatch(1);
            var unused = factory.creation.onCancel(end::countDown);
            creating.countDown();
            await(end);
            throw new IllegalStateException("socket closed");
        };
        Caller<Lease<FakeResource>> creator = Caller.start(() -> pool.checkOut(NEVER));
        await(creating);

        pool.clear(true);

        assertThat(creator.failure()).isInstanceOf(PoolPausedException.class).hasRootCauseMessage("socket closed");
        assertStats(pool, 0, 0, 0, 0);
    }

    @Test
    void whatFailsByItselfWhileThePoolIsClearedIsTold() throws Exception {
        Pool<FakeResource> pool = pool(2);
        factory.whileCreating = deadline -> {
            pool.clear(false); // as whoever is told of the failure would
            throw new IllegalStateException("connection refused");
        };

        assertThatThrownBy(() -> pool.checkOut(NEVER)).hasMessage("connection refused");
    }

    @Test
    void aRenewalGoesOnServingAndOldNewsRenewNothing() throws Exception {
        Pool<FakeResource> pool = pool(1);
        Lease<FakeResource> broken = pool.checkOut(NEVER);
        Caller<Lease<FakeResource>> waiter = waiting(pool, 1);

        assertThat(pool.renew(broken.generation())).isTrue();
        assertThat(pool.renew(broken.generation())).isFalse();
        assertThat(waiter.isDone()).isFalse();
        broken.discard();

        assertThat(waiter.result().id()).isEqualTo(2);
        assertThat(waiter.result().isStale()).isFalse();
    }

    @Test
    void aCloseEndsTheCreationsUnderWay() throws Exception {
        Pool<FakeResource> pool = pool(2);
        CountDownLatch creating = new CountDownLatch(1);
        factory.whileCreating = deadline -> {
            CountDownLatch end = new CountDownLatch(1);
            var unused = factory.creation.onCancel(end::countDown);
            creating.countDown();
            await(end);
            throw new IllegalStateException("socket closed");
        };
        Caller<Lease<FakeResource>> creator = Caller.start(() -> pool.checkOut(NEVER));
        await(creating);

        pool.close();

        assertThat(creator.failure()).isInstanceOf(PoolClosedException.class);
        pool.ready();
        pool.clear(true);
        assertThatThrownBy(() -> pool.checkOut(NEVER)).isInstanceOf(PoolClosedException.class);
    }

    @Test
    void whoFindsTheQueueFullIsSentAwayWithTheNumbers() throws Exception {
        Pool<FakeResource> pool = pool(CONFIG.withMaxSize(1).withMaxWaiting(2));
        Lease<FakeResource> lease = pool.checkOut(NEVER);
        Caller<Lease<FakeResource>> first = waiting(pool, 1);
        Caller<Lease<FakeResource>> second = waiting(pool, 2);

        assertThatThrownBy(() -> pool.checkOut(NEVER))
                .isInstanceOfSatisfying(
                        PoolQueueFullException.class,
                        e -> assertThat(e.stats().waiting()).isEqualTo(2))
                .hasMessageContaining("maxWaiting=2")
                .hasMessageContaining("1 by main");

        lease.release();
        first.result().release();
        second.result().release();
    }

    @Test
    void aWaitEndsByItsCancellation() throws Exception {
        Pool<FakeResource> pool = pool(1);
        Lease<FakeResource> lease = pool.checkOut(NEVER);
        Cancellation cancellation = new Cancellation();
        Caller<Lease<FakeResource>> waiter = Caller.start(() -> pool.checkOut(NEVER, Use.EXCLUSIVE, cancellation));
        time.awaitWaiters(1);

        cancellation.cancel();

        assertThat(waiter.failure())
                .isInstanceOf(PoolCancelledException.class)
                .hasMessageContaining("cancelled while waiting")
                .hasMessageContaining("inUse=1");
        assertThatThrownBy(() -> pool.checkOut(NEVER, Use.EXCLUSIVE, cancellation))
                .isInstanceOf(PoolCancelledException.class);
        lease.release();
        assertThat(pool.checkOut(NEVER, Use.EXCLUSIVE, cancellation).release())
                .as("a cancelled token does not stand before what is idle")
                .isTrue();
    }

    @Test
    void aCreationEndsByItsCallersCancellation() {
        Pool<FakeResource> pool = pool(1);
        Cancellation cancellation = new Cancellation();
        factory.whileCreating = deadline -> {
            cancellation.cancel();
            assertThat(factory.creation.isCancelled()).isTrue();
            throw new IllegalStateException("given up");
        };

        assertThatThrownBy(() -> pool.checkOut(NEVER, Use.EXCLUSIVE, cancellation))
                .isInstanceOf(PoolCancelledException.class)
                .hasRootCauseMessage("given up");
        assertStats(pool, 0, 0, 0, 0);
    }

    @Test
    void tellsWhoHoldsWhat() throws Exception {
        Pool<FakeResource> pool = pool(3);
        Lease<FakeResource> mine = pool.checkOut(NEVER);
        time.advance(Duration.ofSeconds(2));
        Lease<FakeResource> other = Caller.start(() -> pool.checkOut(NEVER)).result();
        time.advance(Duration.ofSeconds(1));

        List<Holder> holders = new ArrayList<>(pool.holders());

        assertThat(holders)
                .containsExactlyInAnyOrder(
                        new Holder(
                                1,
                                Thread.currentThread().getName(),
                                Duration.ofSeconds(3),
                                Use.EXCLUSIVE,
                                1,
                                false,
                                Purpose.OPERATION),
                        new Holder(2, "caller", Duration.ofSeconds(1), Use.EXCLUSIVE, 1, false, Purpose.OPERATION));
        mine.release();
        other.discard();
        assertThat(pool.holders()).isEmpty();
    }
}
