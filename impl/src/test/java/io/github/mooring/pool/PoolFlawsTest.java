package io.github.mooring.pool;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mooring.time.Caller;
import io.github.mooring.time.Cancellation;
import io.github.mooring.time.Deadline;
import io.github.mooring.time.ManualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What pools of older designs did wrong, as far as no other test of this pool shows it. */
@Timeout(300)
class PoolFlawsTest {
    private static final Deadline NEVER = Deadline.never();
    private static final PoolConfig CONFIG = PoolConfig.DEFAULTS.withSharing(Sharing.NEVER);

    private final ManualClock time = new ManualClock();
    private final Sockets sockets = new Sockets();
    private final List<Pool<Socket>> pools = new ArrayList<>();
    private Budget budget = Budget.of(100, time.clock());

    /** Something that can die without anybody noticing. */
    private static final class Socket {
        volatile boolean dead;
    }

    /** Makes sockets, and does on the way what a test says. */
    private static final class Sockets implements ResourceFactory<Socket> {
        final AtomicInteger alive = new AtomicInteger();
        final AtomicInteger beingMade = new AtomicInteger();
        final AtomicInteger mostBeingMade = new AtomicInteger();
        final AtomicInteger peeks = new AtomicInteger();
        volatile Runnable whileMaking = () -> {};

        @Override
        public Socket create(Deadline deadline) {
            mostBeingMade.accumulateAndGet(beingMade.incrementAndGet(), Math::max);
            try {
                whileMaking.run();
                alive.incrementAndGet();
                return new Socket();
            } finally {
                beingMade.decrementAndGet();
            }
        }

        @Override
        public void destroy(Socket socket) {
            alive.decrementAndGet();
        }

        @Override
        public boolean isUsable(Socket socket) {
            return true; // nothing is known to be wrong with it
        }

        @Override
        public boolean isAlive(Socket socket) {
            peeks.incrementAndGet();
            return !socket.dead;
        }
    }

    @AfterEach
    void nothingIsLeftOver() {
        pools.forEach(Pool::close);
        assertThat(sockets.alive).hasValue(0);
        assertThat(budget.stats().inUse()).isZero();
    }

    private Pool<Socket> pool(PoolConfig config) {
        Pool<Socket> pool =
                new Pool<>("db:27017", config, sockets, new PoolContext(time.clock(), PoolListener.NONE, budget));
        pools.add(pool);
        pool.ready();
        return pool;
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(40, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private Set<Socket> fill(Pool<Socket> pool, int count) {
        List<Lease<Socket>> leases = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            leases.add(pool.checkOut(NEVER));
        }
        Set<Socket> all = new HashSet<>();
        leases.forEach(lease -> all.add(lease.resource()));
        leases.forEach(Lease::release);
        return all;
    }

    @Test
    @DisplayName("F21 however many want a socket of a slow server, maxConnecting are dialed at once and maxSize in all")
    void maxConnectingAreDialedAtOnce() throws Exception {
        Pool<Socket> pool = pool(CONFIG.withMaxSize(5).withMaxConnecting(2));
        CountDownLatch two = new CountDownLatch(2);
        CountDownLatch answer = new CountDownLatch(1);
        sockets.whileMaking = () -> {
            two.countDown();
            await(answer);
        };
        List<Caller<Boolean>> callers = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            callers.add(Caller.start(() -> pool.checkOut(NEVER).release()));
        }
        await(two);
        time.awaitWaiters(18);
        assertThat(sockets.beingMade).hasValue(2);

        answer.countDown();

        for (Caller<Boolean> caller : callers) {
            assertThat(caller.result()).isTrue();
        }
        assertThat(sockets.mostBeingMade).hasValue(2);
        assertThat(pool.stats().size()).isLessThanOrEqualTo(5).isEqualTo(sockets.alive.get());
    }

    @Test
    @DisplayName("F25 a socket that died while it was idle is not handed out, and does not count")
    void aSocketThatDiedWhileItWasIdleIsNotHandedOut() {
        Pool<Socket> pool = pool(CONFIG.withMaxSize(2).withPeekAfter(Duration.ofSeconds(1)));
        Set<Socket> old = fill(pool, 2);
        old.forEach(socket -> socket.dead = true);
        time.advance(Duration.ofSeconds(2));

        for (int i = 0; i < 2; i++) {
            Set<Socket> fresh = fill(pool, 2);
            assertThat(fresh).hasSize(2).doesNotContainAnyElementsOf(old);
        }
        assertThat(sockets.alive).hasValue(2);
        assertThat(pool.stats().size()).isEqualTo(2);
        assertThat(budget.stats().inUse()).isEqualTo(2);
    }

    @Test
    @DisplayName("F25 a socket that was used a moment ago is handed out without a look")
    void aSocketThatWasUsedAMomentAgoIsHandedOutWithoutALook() {
        Pool<Socket> pool = pool(CONFIG.withMaxSize(1).withPeekAfter(Duration.ofSeconds(1)));
        fill(pool, 1);
        time.advance(Duration.ofMillis(900));
        fill(pool, 1);

        assertThat(sockets.peeks).hasValue(0);
    }

    @Test
    @DisplayName(
            "F26 maintenance opens what is missing before anybody asks, and closes what is idle down to the minimum")
    void maintenanceKeepsTheMinimum() {
        Pool<Socket> pool = pool(CONFIG.withMaxSize(10).withMinSize(3).withMaxIdleTime(Duration.ofSeconds(30)));
        pool.runOnce();
        assertThat(sockets.alive).as("opened in advance").hasValue(3);

        fill(pool, 8);
        time.advance(Duration.ofSeconds(31));
        pool.runOnce();

        assertThat(sockets.alive).as("after the burst").hasValue(3);
        assertThat(pool.stats().idle()).isEqualTo(3);
    }

    @Test
    @DisplayName("F26 a socket that is old enough is closed however busy it is kept")
    void aSocketThatIsOldEnoughIsClosed() {
        Pool<Socket> pool = pool(CONFIG.withMaxSize(1).withMaxLifeTime(Duration.ofMinutes(10)));
        Set<Socket> first = fill(pool, 1);
        for (int minute = 0; minute < 8; minute++) {
            time.advance(Duration.ofMinutes(1));
            assertThat(fill(pool, 1)).isEqualTo(first);
        }

        time.advance(Duration.ofMinutes(2));

        assertThat(fill(pool, 1)).doesNotContainAnyElementsOf(first);
    }

    @Test
    @DisplayName("F26 a closed pool is maintained no more")
    void aClosedPoolIsMaintainedNoMore() {
        Pool<Socket> pool = pool(CONFIG.withMaxSize(10).withMinSize(3));
        pool.close();

        assertThat(pool.runOnce()).isEqualTo(Long.MAX_VALUE);

        assertThat(sockets.alive).hasValue(0);
        assertThat(budget.stats().inUse()).isZero();
    }

    @Test
    @DisplayName("F10 F22 what maintenance opens while somebody waits for room is given up at once")
    void whatMaintenanceOpensWhileSomebodyWaitsIsGivenUp() throws Exception {
        budget = Budget.of(1, time.clock());
        Pool<Socket> eager = pool(CONFIG.withMaxSize(1).withMinSize(1));
        Pool<Socket> other = pool(CONFIG.withMaxSize(1));
        CountDownLatch dialing = new CountDownLatch(1);
        CountDownLatch answer = new CountDownLatch(1);
        sockets.whileMaking = () -> {
            sockets.whileMaking = () -> {};
            dialing.countDown();
            await(answer);
        };
        Caller<Long> maintenance = Caller.start(eager::runOnce);
        await(dialing);
        Caller<Boolean> waiter = Caller.start(() -> other.checkOut(NEVER).release());
        time.awaitWaiters(1);
        assertThat(budget.isContended()).isTrue();

        answer.countDown();

        assertThat(waiter.result()).isTrue();
        maintenance.result();
        assertThat(sockets.alive).hasValue(1);
    }

    @Test
    @DisplayName("R9 F10 whatever becomes idle anywhere makes room for who waits, whichever way it was leased")
    void whateverBecomesIdleMakesRoom() throws Exception {
        budget = Budget.of(1, time.clock());
        Pool<Socket> holder = pool(CONFIG.withMaxSize(1));
        Pool<Socket> sharing = pool(PoolConfig.DEFAULTS.withMaxSize(1).withSharing(Sharing.ALWAYS));
        for (int round = 0; round < 3; round++) {
            Lease<Socket> lease =
                    round % 2 == 0 ? holder.checkOut(NEVER) : sharing.checkOut(NEVER, Use.SHARED, Cancellation.none());
            Pool<Socket> other = pool(CONFIG.withMaxSize(1));
            Caller<Boolean> waiter = Caller.start(() -> other.checkOut(NEVER).discard());
            time.awaitWaiters(1);

            assertThat(lease.release()).isTrue();

            assertThat(waiter.result()).isTrue();
        }
    }
}
