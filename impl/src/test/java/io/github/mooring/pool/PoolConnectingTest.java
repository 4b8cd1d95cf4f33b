package io.github.mooring.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.mooring.time.Caller;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Few creations at once, and who waits for leave to create. */
class PoolConnectingTest extends PoolFixture {
    private final CountDownLatch creating = new CountDownLatch(1);
    private final CountDownLatch created = new CountDownLatch(1);
    private Pool<FakeResource> pool;
    private Lease<FakeResource> lease;
    private Caller<Lease<FakeResource>> creator;

    /** One is leased, another is being created, and no more than one may be. */
    @BeforeEach
    void somebodyCreates() {
        pool = pool(CONFIG.withMaxSize(10).withMaxConnecting(1));
        lease = pool.checkOut(NEVER);
        factory.whileCreating = deadline -> {
            factory.whileCreating = later -> {};
            creating.countDown();
            await(created);
        };
        creator = Caller.start(() -> pool.checkOut(NEVER));
        await(creating);
    }

    @Test
    void whoWaitsForLeaveToCreateIsServedByWhatComesBack() throws Exception {
        Caller<Lease<FakeResource>> waiter = waiting(pool, 1);

        lease.release();

        assertThat(waiter.result().resource().id).isEqualTo(1);
        created.countDown();
        creator.result();
        assertThat(factory.mostAlive).hasValue(2);
    }

    @Test
    void whoWaitsForLeaveToCreateGetsItWhenTheCreationIsOver() throws Exception {
        Caller<Lease<FakeResource>> first = waiting(pool, 1);
        Caller<Lease<FakeResource>> second = waiting(pool, 2);

        created.countDown();

        assertThat(creator.result().id()).isEqualTo(2);
        first.result();
        second.result();
        assertStats(pool, 4, 0, 0, 0);
    }

    @Test
    void aCreationThatFailsPassesTheLeaveOn() throws Exception {
        CountDownLatch again = new CountDownLatch(1);
        factory.whileCreating = deadline -> {
            factory.whileCreating = later -> {};
            again.countDown();
            throw new IllegalStateException("connection refused");
        };
        Caller<Lease<FakeResource>> first = waiting(pool, 1);
        Caller<Lease<FakeResource>> second = waiting(pool, 2);

        created.countDown();

        creator.result();
        await(again);
        assertThat(first.failure()).hasMessage("connection refused");
        assertThat(second.result().resource().destroyed).isFalse();
    }

    @Test
    void maintenanceKeepsTheLimitToo() throws Exception {
        Pool<FakeResource> other =
                pool(CONFIG.withMaxSize(10).withMaxConnecting(1).withMinSize(2));
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        factory.whileCreating = deadline -> {
            factory.whileCreating = later -> {};
            begun.countDown();
            await(go);
        };
        Caller<Lease<FakeResource>> busy = Caller.start(() -> other.checkOut(NEVER));
        await(begun);

        other.runOnce();

        assertStats(other, 0, 1, 0, 0);
        go.countDown();
        busy.result();
        other.runOnce();
        assertStats(other, 1, 0, 1, 0);
        created.countDown();
        creator.result();
    }

    @Test
    void whoWaitsForLeaveToCreateIsServedByWhatMaintenanceHasCreated() throws Exception {
        Pool<FakeResource> other =
                pool(CONFIG.withMaxSize(10).withMaxConnecting(1).withMinSize(1));
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        factory.whileCreating = deadline -> {
            begun.countDown();
            await(go);
        };
        Caller<Long> maintenance = Caller.start(other::runOnce);
        await(begun);
        Caller<Lease<FakeResource>> waiter = waiting(other, 1);

        go.countDown();

        assertThat(waiter.result().id()).isEqualTo(1);
        maintenance.result();
        assertStats(other, 1, 0, 0, 0);
        created.countDown();
        creator.result();
    }

    @Test
    void aTimedOutWaitForLeaveToCreateSaysWhatIsGoingOn() throws Exception {
        assertThatThrownBy(() -> pool.checkOut(in(java.time.Duration.ZERO)))
                .isInstanceOf(PoolTimeoutException.class)
                .hasMessageContaining("max=10 inUse=1 creating=1");
        created.countDown();
        creator.result();
    }
}
