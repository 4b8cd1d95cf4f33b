package io.github.mooring.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.mooring.time.Caller;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a listener hears, in which order, and what it cannot do to the pool. */
class PoolEventsTest extends PoolFixture {
    private final List<String> events = new CopyOnWriteArrayList<>();

    PoolEventsTest() {
        listener = new Recording();
    }

    @Test
    void aResourceFromItsCreationToItsEnd() {
        Pool<FakeResource> pool = pool(1);
        pool.checkOut(NEVER).release();
        pool.checkOut(NEVER).discard();

        assertThat(events)
                .containsExactly(
                        "poolCreated max=1",
                        "poolReady",
                        "checkOutStarted",
                        "created 1",
                        "ready 1",
                        "checkedOut 1",
                        "checkedIn 1",
                        "checkOutStarted",
                        "checkedOut 1",
                        "checkedIn 1",
                        "closed 1 ERROR");
    }

    @Test
    void eachHolderOfASharedResourceIsToldOfAtOnce() {
        Pool<FakeResource> pool = pool(CONFIG.withMaxSize(1).withMaxInFlight(2).withSharing(Sharing.WHEN_FULL));
        Lease<FakeResource> one = pool.checkOut(NEVER, Use.SHARED);
        Lease<FakeResource> two = pool.checkOut(NEVER, Use.SHARED);
        events.clear();

        one.release();
        assertThat(events).containsExactly("checkedIn 1");
        two.release();
        assertThat(events).containsExactly("checkedIn 1", "checkedIn 1");
    }

    @Test
    void aCreationThatFails() {
        Pool<FakeResource> pool = pool(1);
        events.clear();
        factory.whileCreating = deadline -> {
            throw new IllegalStateException("refused");
        };

        assertThatThrownBy(() -> pool.checkOut(NEVER)).hasMessage("refused");

        assertThat(events)
                .containsExactly(
                        "checkOutStarted", "created 1", "closed 1 ERROR", "checkOutFailed CONNECTION_ERROR refused");
    }

    @Test
    void aClearComesBeforeWhatItLeadsTo() throws Exception {
        Pool<FakeResource> pool = pool(2);
        Lease<FakeResource> used = pool.checkOut(NEVER);
        Lease<FakeResource> other = pool.checkOut(NEVER);
        Caller<Lease<FakeResource>> waiter = waiting(pool, 1);
        events.clear();

        pool.clear(true);
        pool.clear(false);
        assertThat(waiter.failure()).isInstanceOf(PoolPausedException.class);
        used.release();
        other.release();

        assertThat(events)
                .containsExactly(
                        "poolCleared true",
                        "checkOutFailed CONNECTION_ERROR pool db:27017 is paused: connection pool was cleared",
                        "checkedIn 1",
                        "closed 1 STALE",
                        "checkedIn 2",
                        "closed 2 STALE");
    }

    @Test
    void aCloseEndsWhatIsIdleFirst() {
        Pool<FakeResource> pool = pool(2);
        Lease<FakeResource> used = pool.checkOut(NEVER);
        pool.checkOut(NEVER).release();
        events.clear();

        pool.close();
        pool.close();
        used.release();
        assertThatThrownBy(() -> pool.checkOut(NEVER)).isInstanceOf(PoolClosedException.class);

        assertThat(events)
                .containsExactly(
                        "closed 2 POOL_CLOSED",
                        "poolClosed",
                        "checkedIn 1",
                        "closed 1 POOL_CLOSED",
                        "checkOutStarted",
                        "checkOutFailed POOL_CLOSED pool db:27017 is closed");
    }

    @Test
    void aTimeoutAndAnIdleOne() {
        Pool<FakeResource> pool = pool(1, Duration.ZERO, Duration.ofSeconds(1));
        Lease<FakeResource> lease = pool.checkOut(NEVER);
        events.clear();

        assertThatThrownBy(() -> pool.checkOut(in(Duration.ZERO))).isInstanceOf(PoolTimeoutException.class);
        lease.release();
        time.advance(Duration.ofSeconds(1));
        pool.runOnce();

        assertThat(events).hasSize(4).element(1).asString().startsWith("checkOutFailed TIMEOUT");
        assertThat(events.subList(2, 4)).containsExactly("checkedIn 1", "closed 1 IDLE");
    }

    @Test
    void whatWentWrongIsToldWithTheEnd() {
        Pool<FakeResource> pool = pool(CONFIG.withMaxSize(2).withSharing(Sharing.WHEN_FULL));
        IllegalStateException refused = new IllegalStateException("refused");
        factory.whileCreating = deadline -> {
            throw refused;
        };
        assertThatThrownBy(() -> pool.checkOut(NEVER)).isSameAs(refused);

        factory.whileCreating = deadline -> {};
        IllegalStateException reset = new IllegalStateException("reset");
        Lease<FakeResource> discarded = pool.checkOut(NEVER);
        discarded.resource().failure = reset;
        discarded.discard();

        IllegalStateException halfClosed = new IllegalStateException("half closed");
        Lease<FakeResource> unusable = pool.checkOut(NEVER);
        unusable.resource().failure = halfClosed;
        unusable.resource().usable = false;
        unusable.release();
        Lease<FakeResource> shared = pool.checkOut(NEVER, Use.SHARED);

        IllegalStateException silent = new IllegalStateException("silent");
        shared.resource().failure = silent;
        shared.discard();
        StackOverflowError judged = new StackOverflowError();
        pool.checkOut(NEVER).release();
        factory.whileJudging = resource -> {
            throw judged;
        };
        assertThatThrownBy(() -> pool.checkOut(NEVER)).isSameAs(judged);

        assertThat(((Recording) listener).errors).containsExactly(refused, reset, halfClosed, silent, judged);
        assertThat(events).filteredOn(event -> event.endsWith(" ERROR")).hasSize(5);
    }

    @Test
    void whatIsClosedWithoutAnErrorIsToldWithoutOne() {
        Pool<FakeResource> pool = pool(2);
        Lease<FakeResource> stale = pool.checkOut(NEVER);
        stale.resource().failure = new IllegalStateException("of no interest");
        pool.renew(stale.generation());
        stale.release();
        pool.checkOut(NEVER).release();
        pool.close();

        assertThat(events).contains("closed 1 STALE", "closed 2 POOL_CLOSED");
        assertThat(((Recording) listener).errors).isEmpty();
    }

    @Test
    void aFactoryThatThrowsWhenItIsAskedWhatWentWrongHurtsNobody() {
        Pool<FakeResource> pool = pool(1);
        Lease<FakeResource> lease = pool.checkOut(NEVER);
        factory.whileDiagnosing = resource -> {
            throw new StackOverflowError();
        };

        assertThat(lease.discard()).isTrue();

        assertThat(pool.stats().destroyFailures()).isEqualTo(1);
        assertThat(events).endsWith("closed 1 ERROR");
        assertStats(pool, 0, 0, 0, 0);
    }

    @Test
    void howLongItTook() {
        Pool<FakeResource> pool = pool(1);
        factory.whileCreating = deadline -> time.advance(Duration.ofMillis(30));

        pool.checkOut(NEVER);

        assertThat(((Recording) listener).took).containsExactly(Duration.ofMillis(30), Duration.ofMillis(30));
    }

    @Test
    void aListenerThatThrowsIsCountedAndHurtsNobody() {
        listener = new PoolListener() {
            @Override
            public void checkedOut(long id, Duration took) {
                throw new IllegalStateException("on purpose");
            }

            @Override
            public void closed(long id, CloseReason reason, @Nullable Throwable error) {
                throw new StackOverflowError("on purpose");
            }
        };
        Pool<FakeResource> pool = pool(1);

        pool.checkOut(NEVER).discard();

        assertThat(pool.stats().listenerFailures()).isEqualTo(2);
        assertStats(pool, 0, 0, 0, 0);
    }

    @Test
    void aListenerThatBlocksKeepsOneThreadAndNoOther() throws Exception {
        CountDownLatch blocked = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        listener = new Recording() {
            @Override
            public void created(long id) {
                super.created(id);
                if (id == 2) {
                    blocked.countDown();
                    await(go);
                }
            }
        };
        Pool<FakeResource> pool = pool(2);
        Lease<FakeResource> lease = pool.checkOut(NEVER);
        Caller<Lease<FakeResource>> creator = Caller.start(() -> pool.checkOut(NEVER));
        await(blocked);
        Caller<Lease<FakeResource>> waiter = waiting(pool, 1);

        pool.clear(false);
        assertThat(waiter.failure()).isInstanceOf(PoolPausedException.class);
        lease.release();

        assertThat(events).last().isEqualTo("created 2");
        go.countDown();
        assertThat(creator.failure()).isInstanceOf(PoolPausedException.class);
        assertThat(events).contains("poolCleared false", "checkedIn 1", "closed 1 STALE", "closed 2 ERROR");
    }

    @Test
    void whoDoesNotHearOfCheckOutsHearsTheRest() {
        listener = new Recording() {
            @Override
            public boolean hearsCheckOuts() {
                return false;
            }
        };
        Pool<FakeResource> pool = pool(1);
        Lease<FakeResource> lease = pool.checkOut(NEVER);
        assertThatThrownBy(() -> pool.checkOut(in(Duration.ZERO))).isInstanceOf(PoolTimeoutException.class);
        lease.discard();

        assertThat(events).hasSize(6);
        assertThat(events.subList(0, 4)).containsExactly("poolCreated max=1", "poolReady", "created 1", "ready 1");
        assertThat(events.get(4)).startsWith("checkOutFailed TIMEOUT");
        assertThat(events.get(5)).isEqualTo("closed 1 ERROR");
    }

    private class Recording implements PoolListener {
        final List<Throwable> errors = new CopyOnWriteArrayList<>();
        final List<Duration> took = new CopyOnWriteArrayList<>();

        @Override
        public void poolCreated(PoolConfig config) {
            events.add("poolCreated max=" + config.maxSize());
        }

        @Override
        public void poolReady() {
            events.add("poolReady");
        }

        @Override
        public void poolCleared(boolean interruptInUse) {
            events.add("poolCleared " + interruptInUse);
        }

        @Override
        public void poolClosed() {
            events.add("poolClosed");
        }

        @Override
        public void created(long id) {
            events.add("created " + id);
        }

        @Override
        public void ready(long id, Duration time) {
            took.add(time);
            events.add("ready " + id);
        }

        @Override
        public void closed(long id, CloseReason reason, @Nullable Throwable error) {
            events.add("closed " + id + " " + reason);
            if (error != null) {
                errors.add(error);
            }
        }

        @Override
        public void checkOutStarted() {
            events.add("checkOutStarted");
        }

        @Override
        public void checkOutFailed(CheckOutFailure reason, Duration time, @Nullable Throwable cause) {
            events.add("checkOutFailed " + reason + " " + (cause == null ? "" : cause.getMessage()));
        }

        @Override
        public void checkedOut(long id, Duration time) {
            took.add(time);
            events.add("checkedOut " + id);
        }

        @Override
        public void checkedIn(long id) {
            events.add("checkedIn " + id);
        }
    }
}
