package io.github.mooring.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.mooring.time.Caller;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class LeaseTest extends PoolFixture {
    @Test
    void endsOnceAndSaysSo() {
        Pool<FakeResource> pool = pool(1);
        Lease<FakeResource> lease = pool.checkOut(NEVER);

        assertThat(lease.release()).isTrue();
        assertThat(lease.release()).isFalse();
        assertThat(lease.discard()).isFalse();
        lease.close();

        assertThat(factory.destroyed).isEmpty();
        assertStats(pool, 0, 0, 1, 0);
    }

    @Test
    void cannotBeUsedOnceItHasEnded() {
        Pool<FakeResource> pool = pool(1);
        Lease<FakeResource> released = pool.checkOut(NEVER);
        released.release();
        Lease<FakeResource> discarded = pool.checkOut(NEVER);
        discarded.discard();

        for (Lease<FakeResource> ended : List.of(released, discarded)) {
            assertThatThrownBy(ended::resource)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("db:27017")
                    .hasMessageContaining("has ended");
        }
    }

    @Test
    @DisplayName("F12 does not take the resource from its next holder")
    void doesNotTakeTheResourceFromItsNextHolder() throws Exception {
        Pool<FakeResource> pool = pool(1);
        Lease<FakeResource> old = pool.checkOut(NEVER);
        old.release();
        Lease<FakeResource> current = pool.checkOut(NEVER);
        Caller<Lease<FakeResource>> third = waiting(pool, 1);

        assertThat(old.release()).isFalse();
        assertThat(old.discard()).isFalse();

        assertThat(third.isDone()).isFalse();
        assertStats(pool, 1, 0, 0, 1);
        assertThat(current.resource().destroyed).isFalse();
        current.release();
        assertThat(third.result().resource().id).isEqualTo(1);
    }

    @Test
    void closesAsReleasedUnlessItWasDiscarded() {
        Pool<FakeResource> pool = pool(1);

        try (Lease<FakeResource> lease = pool.checkOut(NEVER)) {
            assertThat(lease.resource().id).isEqualTo(1);
        }
        assertStats(pool, 0, 0, 1, 0);
        try (Lease<FakeResource> lease = pool.checkOut(NEVER)) {
            lease.discard();
        }
        assertStats(pool, 0, 0, 0, 0);
    }

    @Test
    void endsOnceHoweverManyThreadsTry() throws Exception {
        Pool<FakeResource> pool = pool(2);
        pool.checkOut(NEVER);
        for (int round = 0; round < 50; round++) {
            Lease<FakeResource> lease = pool.checkOut(NEVER);
            CountDownLatch start = new CountDownLatch(1);
            List<Caller<Boolean>> callers = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                boolean releases = i % 2 == 0;
                callers.add(Caller.start(() -> {
                    await(start);
                    return releases ? lease.release() : lease.discard();
                }));
            }
            start.countDown();

            int ended = 0;
            for (Caller<Boolean> caller : callers) {
                ended += caller.result() ? 1 : 0;
            }
            assertThat(ended).isEqualTo(1);
            pool.checkInvariants();
            assertThat(pool.stats().inUse()).isEqualTo(1);
        }
    }
}
