package io.github.mooring.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.mooring.time.Caller;
import io.github.mooring.time.Deadline;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Every way out of a check-out without a lease gives the permit back and wakes one waiter. */
class PoolExitPathTest extends PoolFixture {
    @Test
    void aFailedCreationGivesThePermitBack() {
        Pool<FakeResource> pool = pool(1);
        IllegalStateException refused = new IllegalStateException("connection refused");
        factory.whileCreating = deadline -> {
            throw refused;
        };

        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> pool.checkOut(NEVER)).isSameAs(refused);
            assertStats(pool, 0, 0, 0, 0);
        }

        factory.whileCreating = deadline -> {};
        assertThat(pool.checkOut(NEVER).resource().id).isEqualTo(4);
    }

    @Test
    @DisplayName("F18 an error during creation gives the permit back")
    void anErrorDuringCreationGivesThePermitBack() {
        Pool<FakeResource> pool = pool(1);
        StackOverflowError error = new StackOverflowError();
        factory.whileCreating = deadline -> {
            throw error;
        };

        assertThatThrownBy(() -> pool.checkOut(NEVER)).isSameAs(error);

        assertStats(pool, 0, 0, 0, 0);
    }

    @Test
    @DisplayName("F22 a failed creation wakes the head of the queue and nobody else")
    void aFailedCreationWakesTheHeadOfTheQueueAndNobodyElse() throws Exception {
        Pool<FakeResource> pool = pool(1);
        CountDownLatch creating = new CountDownLatch(1);
        CountDownLatch refuse = new CountDownLatch(1);
        factory.whileCreating = deadline -> {
            factory.whileCreating = later -> {};
            creating.countDown();
            await(refuse);
            throw new IllegalStateException("connection refused");
        };
        Caller<Lease<FakeResource>> creator = Caller.start(() -> pool.checkOut(NEVER));
        await(creating);
        Caller<Lease<FakeResource>> first = waiting(pool, 1);
        Caller<Lease<FakeResource>> second = waiting(pool, 2);

        refuse.countDown();

        assertThat(creator.failure()).hasMessage("connection refused");
        Lease<FakeResource> lease = first.result();
        assertStats(pool, 1, 0, 0, 1);
        assertThat(second.isDone()).isFalse();
        lease.release();
        assertThat(second.result().resource().id).isEqualTo(2);
    }

    @Test
    @DisplayName("F22 a discarded resource wakes the head of the queue")
    void aDiscardedResourceWakesTheHeadOfTheQueue() throws Exception {
        Pool<FakeResource> pool = pool(1);
        Lease<FakeResource> broken = pool.checkOut(NEVER);
        Caller<Lease<FakeResource>> waiter = waiting(pool, 1);

        assertThat(broken.discard()).isTrue();

        assertThat(waiter.result().resource().id).isEqualTo(2);
        assertThat(factory.destroyed).containsExactly(1);
        assertStats(pool, 1, 0, 0, 0);
    }

    @Test
    void anInterruptWhileWaitingLeavesTheQueue() throws Exception {
        Pool<FakeResource> pool = pool(1);
        Lease<FakeResource> holder = pool.checkOut(NEVER);
        CountDownLatch flagSeen = new CountDownLatch(1);
        Caller<Lease<FakeResource>> waiter = Caller.start(() -> {
            try {
                return pool.checkOut(NEVER);
            } finally {
                if (Thread.currentThread().isInterrupted()) {
                    flagSeen.countDown();
                }
            }
        });
        time.awaitWaiters(1);
        Caller<Lease<FakeResource>> next = waiting(pool, 2);

        waiter.interrupt();

        assertThat(waiter.failure())
                .isInstanceOf(PoolInterruptedException.class)
                .hasMessageContaining("db:27017")
                .hasMessageContaining("inUse=1")
                .hasCauseInstanceOf(InterruptedException.class);
        await(flagSeen);
        assertStats(pool, 1, 0, 0, 1);
        holder.release();
        assertThat(next.result().resource().id).isEqualTo(1);
    }

    @Test
    void aHandOverThatRacesWithAnInterruptIsTakenAndTheFlagStays() {
        Pool<FakeResource> pool = pool(1);
        Lease<FakeResource> holder = pool.checkOut(NEVER);
        time.duringNextWait(() -> {
            holder.release();
            Thread.currentThread().interrupt();
        });

        Lease<FakeResource> lease = pool.checkOut(NEVER);

        assertThat(Thread.interrupted()).isTrue();
        assertThat(lease.resource().id).isEqualTo(1);
        assertStats(pool, 1, 0, 0, 0);
    }

    @Test
    void aPermitThatRacesWithAnInterruptIsUsedAndTheFlagStays() {
        Pool<FakeResource> pool = pool(1);
        Lease<FakeResource> holder = pool.checkOut(NEVER);
        time.duringNextWait(() -> {
            holder.discard();
            Thread.currentThread().interrupt();
        });

        Lease<FakeResource> lease = pool.checkOut(NEVER);

        assertThat(Thread.interrupted()).isTrue();
        assertThat(lease.resource().id).isEqualTo(2);
    }

    @Test
    void anInterruptWhileCreatingIsTheFactorysToReportAndCostsNoPermit() throws Exception {
        Pool<FakeResource> pool = pool(1);
        CountDownLatch creating = new CountDownLatch(1);
        factory.whileCreating = deadline -> {
            creating.countDown();
            await(new CountDownLatch(1));
        };
        Caller<Lease<FakeResource>> creator = Caller.start(() -> pool.checkOut(NEVER));
        await(creating);
        factory.whileCreating = deadline -> {};
        Caller<Lease<FakeResource>> waiter = waiting(pool, 1);

        creator.interrupt();

        assertThat(creator.failure())
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("interrupted while creating");
        assertThat(waiter.result().resource().id).isEqualTo(2);
        assertStats(pool, 1, 0, 0, 0);
    }

    @Test
    void anInterruptedThreadStillGetsWhatNeedsNoWaiting() {
        Pool<FakeResource> pool = pool(1);
        Thread.currentThread().interrupt();

        Lease<FakeResource> lease = pool.checkOut(NEVER);

        assertThat(Thread.interrupted()).isTrue();
        assertThat(lease.release()).isTrue();
    }

    @Test
    void aJudgementThatThrowsDestroysTheResourceAndGivesThePermitBack() {
        Pool<FakeResource> pool = pool(1);
        pool.checkOut(NEVER).release();
        AssertionError error = new AssertionError("on purpose");
        factory.whileJudging = resource -> {
            throw error;
        };

        assertThatThrownBy(() -> pool.checkOut(NEVER)).isSameAs(error);

        assertThat(factory.destroyed).containsExactly(1);
        assertStats(pool, 0, 0, 0, 0);
    }

    @Test
    void aDestructionThatThrowsIsCountedAndHurtsNobody() throws Exception {
        Pool<FakeResource> pool = pool(2);
        Lease<FakeResource> one = pool.checkOut(NEVER);
        Lease<FakeResource> two = pool.checkOut(NEVER);
        Caller<Lease<FakeResource>> waiter = waiting(pool, 1);
        factory.whileDestroying = resource -> {
            if (resource.id == 1) {
                throw new IllegalStateException("on purpose");
            }
            throw new NoClassDefFoundError("on purpose");
        };

        assertThat(one.discard()).isTrue();
        assertThat(waiter.result().release()).isTrue();
        assertThat(two.release()).isTrue();
        pool.clear(false);

        assertThat(pool.stats().destroyFailures()).isEqualTo(3);
        assertThat(factory.destroyed).containsExactlyInAnyOrder(1, 2, 3);
        assertStats(pool, 0, 0, 0, 0);
    }

    @Test
    void aFactoryThatMakesNothingIsToldSoAndCostsNoPermit() {
        Pool<FakeResource> pool = new Pool<>("db:27017", CONFIG.withMaxSize(1), new NullFactory(), context());
        pool.ready();

        assertThatThrownBy(() -> pool.checkOut(NEVER))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("bug: the factory created null");

        assertStats(pool, 0, 0, 0, 0);
    }

    private static final class NullFactory implements ResourceFactory<FakeResource> {
        @Override
        @SuppressWarnings("NullAway") // the mistake that the test is about
        public FakeResource create(Deadline deadline) {
            return null;
        }

        @Override
        public void destroy(FakeResource resource) {
            throw new AssertionError("there is nothing to destroy");
        }

        @Override
        public boolean isUsable(FakeResource resource) {
            throw new AssertionError("there is nothing to judge");
        }
    }
}
