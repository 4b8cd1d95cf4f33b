package io.github.mooring.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.mooring.time.Caller;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Clearing and closing. */
class PoolGenerationTest extends PoolFixture {
    @Test
    void clearDestroysWhatIsIdleAtOnceAndWhatIsInUseWhenItComesBack() {
        Pool<FakeResource> pool = pool(3);
        Lease<FakeResource> idle = pool.checkOut(NEVER);
        Lease<FakeResource> inUse = pool.checkOut(NEVER);
        idle.release();

        pool.renew(pool.generation());

        assertThat(factory.destroyed).containsExactly(1);
        assertStats(pool, 1, 0, 0, 0);
        assertThat(inUse.isStale()).isTrue();
        assertThat(inUse.resource().id).as("still usable").isEqualTo(2);
        inUse.release();
        assertThat(factory.destroyed).containsExactly(1, 2);
        assertStats(pool, 0, 0, 0, 0);
    }

    @Test
    void whatIsCreatedAfterAClearIsFresh() {
        Pool<FakeResource> pool = pool(1);
        pool.renew(pool.generation());

        Lease<FakeResource> lease = pool.checkOut(NEVER);
        assertThat(lease.isStale()).isFalse();
        lease.release();

        assertStats(pool, 0, 0, 1, 0);
    }

    @Test
    void anEndedLeaseStillKnowsTheGenerationOfItsOwnResource() {
        Pool<FakeResource> pool = pool(1);
        Lease<FakeResource> old = pool.checkOut(NEVER);
        pool.renew(pool.generation());
        old.release();
        Lease<FakeResource> fresh = pool.checkOut(NEVER);

        assertThat(old.isStale()).isTrue();
        assertThat(fresh.isStale()).isFalse();
    }

    @Test
    void whatWasBeingCreatedDuringAClearIsNotHandedOut() {
        Pool<FakeResource> pool = pool(1);
        factory.whileCreating = deadline -> {
            factory.whileCreating = later -> {};
            pool.renew(pool.generation());
        };

        Lease<FakeResource> lease = pool.checkOut(NEVER);

        assertThat(lease.resource().id).isEqualTo(2);
        assertThat(factory.destroyed).containsExactly(1);
        assertThat(factory.mostAlive).hasValue(1);
        assertStats(pool, 1, 0, 0, 0);
    }

    @Test
    void creationIsNotRepeatedAfterTheDeadline() {
        Pool<FakeResource> pool = pool(1);
        factory.whileCreating = deadline -> {
            time.advance(Duration.ofMillis(40));
            if (factory.creations.get() < 10) { // a bound, for the case that the deadline is not kept
                pool.renew(pool.generation());
            }
        };

        assertThatThrownBy(() -> pool.checkOut(in(Duration.ofMillis(100)))).isInstanceOf(PoolTimeoutException.class);

        assertThat(factory.destroyed).containsExactly(1, 2, 3);
        assertStats(pool, 0, 0, 0, 0);
    }

    @Test
    void aHandOverThatIsClearedBeforeTheWaiterWakesIsNotHandedOut() {
        Pool<FakeResource> pool = pool(1);
        Lease<FakeResource> holder = pool.checkOut(NEVER);
        time.duringNextWait(() -> {
            holder.release();
            pool.renew(pool.generation());
        });

        Lease<FakeResource> lease = pool.checkOut(NEVER);

        assertThat(lease.resource().id).isEqualTo(2);
        assertThat(factory.destroyed).containsExactly(1);
        assertStats(pool, 1, 0, 0, 0);
    }

    @Test
    void whoWaitsDuringAClearIsServedAfterIt() throws Exception {
        Pool<FakeResource> pool = pool(1);
        Lease<FakeResource> stale = pool.checkOut(NEVER);
        Caller<Lease<FakeResource>> waiter = waiting(pool, 1);

        pool.renew(pool.generation());
        assertStats(pool, 1, 0, 0, 1);
        stale.release();

        assertThat(waiter.result().resource().id).isEqualTo(2);
        assertStats(pool, 1, 0, 0, 0);
    }

    @Test
    void idleResourcesAreDestroyedOutsideTheLockAndCountUntilTheyAreGone() throws Exception {
        Pool<FakeResource> pool = pool(1);
        pool.checkOut(NEVER).release();
        List<Caller<Lease<FakeResource>>> meanwhile = new ArrayList<>();
        factory.whileDestroying = resource -> {
            try {
                meanwhile.add(waiting(pool, 1));
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        };

        pool.renew(pool.generation());

        assertThat(meanwhile.get(0).result().resource().id).isEqualTo(2);
        assertThat(factory.mostAlive).hasValue(1);
    }

    @Test
    @DisplayName("F22 close while busy fails the waiters and destroys the rest as it comes back")
    void closeWhileBusyFailsTheWaitersAndDestroysTheRestAsItComesBack() throws Exception {
        Pool<FakeResource> pool = pool(3);
        Lease<FakeResource> idle = pool.checkOut(NEVER);
        Lease<FakeResource> one = pool.checkOut(NEVER);
        Lease<FakeResource> two = pool.checkOut(NEVER);
        idle.release();
        Lease<FakeResource> three = pool.checkOut(NEVER);
        List<Caller<Lease<FakeResource>>> waiters = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            waiters.add(waiting(pool, i + 1));
        }

        pool.close();

        for (Caller<Lease<FakeResource>> waiter : waiters) {
            assertThat(waiter.failure()).isInstanceOf(PoolClosedException.class).hasMessage("pool db:27017 is closed");
        }
        assertStats(pool, 3, 0, 0, 0);
        one.release();
        two.discard();
        three.close();
        assertThat(factory.destroyed).containsExactlyInAnyOrder(1, 2, 3);
        assertStats(pool, 0, 0, 0, 0);
    }

    @Test
    void closeDestroysWhatIsIdleAndIsIdempotent() {
        Pool<FakeResource> pool = pool(2);
        Lease<FakeResource> other = pool.checkOut(NEVER);
        pool.checkOut(NEVER).release();
        other.release();

        pool.close();
        pool.close();

        assertThat(factory.destroyed).containsExactlyInAnyOrder(1, 2);
        assertStats(pool, 0, 0, 0, 0);
    }

    @Test
    void checkOutFailsFastWhenThePoolIsClosed() {
        Pool<FakeResource> pool = pool(1);
        pool.close();
        pool.renew(pool.generation()); // changes nothing any more

        assertThatThrownBy(() -> pool.checkOut(NEVER)).isInstanceOf(PoolClosedException.class);
        assertThat(factory.creations).hasValue(0);
        assertStats(pool, 0, 0, 0, 0);
    }

    @Test
    void whatWasBeingCreatedDuringTheCloseIsDestroyed() {
        Pool<FakeResource> pool = pool(1);
        factory.whileCreating = deadline -> pool.close();

        assertThatThrownBy(() -> pool.checkOut(NEVER)).isInstanceOf(PoolClosedException.class);

        assertThat(factory.destroyed).containsExactly(1);
        assertStats(pool, 0, 0, 0, 0);
    }

    @Test
    void aPermitHandedOverBeforeTheCloseIsNotUsedAfterIt() {
        Pool<FakeResource> pool = pool(1);
        Lease<FakeResource> holder = pool.checkOut(NEVER);
        time.duringNextWait(() -> {
            holder.discard();
            pool.close();
            pool.renew(pool.generation());
        });

        assertThatThrownBy(() -> pool.checkOut(NEVER)).isInstanceOf(PoolClosedException.class);

        assertThat(factory.creations).hasValue(1);
        assertStats(pool, 0, 0, 0, 0);
    }

    @Test
    void aResourceHandedOverBeforeTheCloseIsDestroyed() {
        Pool<FakeResource> pool = pool(1);
        Lease<FakeResource> holder = pool.checkOut(NEVER);
        time.duringNextWait(() -> {
            holder.release();
            pool.close();
        });

        assertThatThrownBy(() -> pool.checkOut(NEVER)).isInstanceOf(PoolClosedException.class);

        assertThat(factory.destroyed).containsExactly(1);
        assertStats(pool, 0, 0, 0, 0);
    }

    @Test
    void closeReturnsWhileSomebodyCreates() throws Exception {
        Pool<FakeResource> pool = pool(1);
        CountDownLatch creating = new CountDownLatch(1);
        CountDownLatch created = new CountDownLatch(1);
        factory.whileCreating = deadline -> {
            creating.countDown();
            await(created);
        };
        Caller<Lease<FakeResource>> creator = Caller.start(() -> pool.checkOut(NEVER));
        await(creating);
        Caller<Lease<FakeResource>> waiter = waiting(pool, 1);

        pool.close();

        assertThat(waiter.failure()).isInstanceOf(PoolClosedException.class);
        assertStats(pool, 0, 1, 0, 0);
        created.countDown();
        assertThat(creator.failure()).isInstanceOf(PoolClosedException.class);
    }
}
