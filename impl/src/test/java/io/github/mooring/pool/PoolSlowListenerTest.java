package io.github.mooring.pool;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mooring.time.Caller;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** What a listener that blocks, or that is never done, holds up: the one thread that calls it, and the events. */
class PoolSlowListenerTest extends PoolFixture {
    private final List<String> events = new CopyOnWriteArrayList<>();
    private final CountDownLatch blocked = new CountDownLatch(1);
    private final CountDownLatch go = new CountDownLatch(1);
    /** What the listener does at a return. */
    private volatile Runnable atCheckedIn = () -> {};

    private volatile boolean blocksNext;

    PoolSlowListenerTest() {
        listener = new PoolListener() {
            @Override
            public void checkedOut(long id, Duration took) {
                events.add("out " + id);
                if (blocksNext) {
                    blocksNext = false;
                    blocked.countDown();
                    await(go);
                }
            }

            @Override
            public void checkedIn(long id) {
                events.add("in " + id);
                atCheckedIn.run();
            }

            @Override
            public void poolCleared(boolean interruptInUse) {
                events.add("cleared");
            }

            @Override
            public void poolClosed() {
                events.add("poolClosed");
            }
        };
    }

    /** A thread that takes the first resource, and that the listener keeps. */
    private Caller<Lease<FakeResource>> keepOne(Pool<FakeResource> pool) {
        blocksNext = true;
        Caller<Lease<FakeResource>> kept = Caller.start(() -> pool.checkOut(NEVER));
        await(blocked);
        return kept;
    }

    private static List<String> uses(int count) {
        List<String> expected = new ArrayList<>(List.of("out 1"));
        for (int i = 0; i < count; i++) {
            expected.add("out 2");
            expected.add("in 2");
        }
        return expected;
    }

    @Test
    void othersGoOnWhileItBlocksAndTheirEventsComeAfterwardsInOrder() throws Exception {
        Pool<FakeResource> pool = pool(2);
        Caller<Lease<FakeResource>> kept = keepOne(pool);

        for (int i = 0; i < 500; i++) {
            Caller.start(() -> pool.checkOut(NEVER).release()).result();
        }
        pool.clear(false);
        assertThat(pool.stats().idle()).isZero();

        assertThat(events).containsExactly("out 1");
        assertThat(kept.isDone()).isFalse();
        go.countDown();
        Lease<FakeResource> lease = kept.result();
        pool.runOnce();
        List<String> expected = uses(500);
        expected.add("cleared");
        assertThat(events).containsExactlyElementsOf(expected);
        assertThat(pool.stats().listenerFailures()).isZero();
        lease.release();
    }

    @Test
    void whatWaitsBehindItIsLimitedAndWhatIsDroppedIsCounted() throws Exception {
        Pool<FakeResource> pool = pool(2);
        Caller<Lease<FakeResource>> kept = keepOne(pool);
        pool.checkOut(NEVER).release(); // 5 events: it was created and made ready

        for (int i = 0; i < 4_000; i++) {
            pool.checkOut(NEVER).release(); // 3 events
        }

        assertThat(pool.stats().listenerFailures()).isEqualTo(5 + 12_000 - 10_000);
        go.countDown();
        kept.result();
        pool.runOnce();
        assertThat(events).hasSize(1 + 2 + (10_000 - 5) * 2 / 3);
        events.clear();
        pool.checkOut(NEVER).release();
        assertThat(events).containsExactly("out 2", "in 2");
    }

    @Test
    void itMayAskOthersToUseThePoolAndWaitForThemSinceNoLockIsHeld() throws Exception {
        Pool<FakeResource> pool = pool(2);
        atCheckedIn = () -> {
            atCheckedIn = () -> {};
            Caller<Boolean> other = Caller.start(() -> pool.checkOut(NEVER).release());
            try {
                assertThat(other.result()).isTrue();
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        };

        pool.checkOut(NEVER).release();

        assertThat(pool.stats().listenerFailures()).isZero();
        assertThat(events).containsExactly("out 1", "in 1", "out 1", "in 1");
    }

    @Test
    void aThreadThatDeliversForOthersGoesBackToItsWorkAfterAWhile() {
        Pool<FakeResource> pool = pool(1);
        int[] uses = {0};
        atCheckedIn = () -> {
            if (++uses[0] < 1_000) {
                pool.checkOut(NEVER).release(); // as another thread might, whenever an event has been delivered
            }
        };

        pool.checkOut(NEVER).release();

        assertThat(uses[0]).as("uses of which it told").isLessThan(100);
        atCheckedIn = () -> {};
        pool.runOnce();
        assertThat(events).hasSize(2 * (uses[0] + 1)).endsWith("out 1", "in 1");
    }

    @Test
    void aCloseLeavesNothingUntold() throws Exception {
        Pool<FakeResource> pool = pool(2);
        Caller<Lease<FakeResource>> kept = keepOne(pool);
        for (int i = 0; i < 500; i++) {
            pool.checkOut(NEVER).release();
        }

        pool.close();

        assertThat(events).containsExactly("out 1");
        go.countDown();
        kept.result().release();
        List<String> expected = uses(500);
        expected.add("poolClosed");
        expected.add("in 1");
        assertThat(events).containsExactlyElementsOf(expected);
    }
}
