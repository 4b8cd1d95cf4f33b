package io.github.mooring.pool;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mooring.time.Caller;
import io.github.mooring.time.Cancellation;
import io.github.mooring.time.Clock;
import io.github.mooring.time.Deadline;
import io.github.mooring.time.Seed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Many threads do everything at once to a small pool, in real time; then the books must add up. */
@Timeout(300)
class PoolStressTest {
    private static final int MAX_SIZE = 4;
    private static final int BUDGET = 3;
    private static final int MAX_IN_FLIGHT = 3;
    private static final int THREADS = 12;
    private static final int STEPS = 3_000;
    /** What a lone holder counts as. */
    private static final int ALONE = 1_000;

    private final FakeFactory factory = new FakeFactory();
    private final Budget budget = Budget.of(BUDGET);
    private final AtomicInteger leases = new AtomicInteger();
    private final AtomicInteger shared = new AtomicInteger();

    @ParameterizedTest
    @EnumSource(Sharing.class)
    void theBooksAddUpAfterEverythingHappenedAtOnce(Sharing sharing) throws Exception {
        Seed seed = new Seed("PoolStressTest " + sharing);
        AtomicInteger creations = new AtomicInteger();
        AtomicInteger looks = new AtomicInteger();
        factory.whileCreating = deadline -> {
            if (seed.strikes("creation", creations.incrementAndGet(), 10)) {
                throw new IllegalStateException("connection refused");
            }
        };
        factory.whileJudging = resource -> resource.usable = !seed.strikes("look", looks.incrementAndGet(), 50);
        Pool<FakeResource> pool = pool(sharing);

        List<Caller<Void>> callers = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            Random random = seed.random(i);
            callers.add(Caller.start(() -> {
                for (int step = 0; step < STEPS; step++) {
                    step(pool, random);
                }
                return null;
            }));
        }
        for (Caller<Void> caller : callers) {
            caller.result();
        }

        pool.checkStill();
        PoolStats stats = pool.stats();
        assertThat(leases.get()).isGreaterThan(THREADS * STEPS / 50);
        assertThat(shared.get() > 0).as("some were shared").isEqualTo(sharing != Sharing.NEVER);
        assertThat(factory.mostAlive.get()).isLessThanOrEqualTo(BUDGET);
        assertThat(stats.size()).isEqualTo(stats.idle()).isEqualTo(factory.alive.get());
        assertThat(stats.waiting()).isZero();
        assertThat(stats.destroyFailures()).isZero();
        assertThat(budget.stats().inUse()).isEqualTo(stats.size());
        pool.close();
        assertThat(factory.alive).hasValue(0);
        assertThat(budget.stats().inUse()).isZero();
    }

    private Pool<FakeResource> pool(Sharing sharing) {
        PoolConfig config = PoolConfig.DEFAULTS
                .withMaxSize(MAX_SIZE)
                .withMinSize(1)
                .withSharing(sharing)
                .withMaxInFlight(MAX_IN_FLIGHT)
                .withMaxWaiting(THREADS - 4)
                .withWaitQueueTimeout(Duration.ofMillis(20))
                .withMaxIdleTime(Duration.ofMillis(5))
                .withMaxLifeTime(Duration.ofMillis(50))
                .withPeekAfter(Duration.ofMillis(1));
        Pool<FakeResource> pool = new Pool<>(
                "stress", config, factory, PoolContext.of(Clock.system()).withBudget(budget));
        pool.ready();
        return pool;
    }

    private void step(Pool<FakeResource> pool, Random random) {
        switch (random.nextInt(60)) {
            case 0 -> pool.renew(pool.generation());
            case 1 -> pool.runOnce();
            case 2 -> pool.checkInvariants();
            case 3 -> useInterrupted(pool, random);
            case 4 -> {
                pool.clear(random.nextBoolean());
                pool.ready();
            }
            case 5 -> useCancelled(pool, random);
            case 6 -> pool.holders();
            default ->
                use(
                        pool,
                        random,
                        Deadline.after(Clock.system(), Duration.ofMillis(random.nextInt(20))),
                        Cancellation.none());
        }
    }

    private void useInterrupted(Pool<FakeResource> pool, Random random) {
        Thread.currentThread().interrupt();
        use(pool, random, Deadline.never(), Cancellation.none());
        var unused = Thread.interrupted();
    }

    private void useCancelled(Pool<FakeResource> pool, Random random) {
        Cancellation cancellation = new Cancellation();
        cancellation.cancel();
        use(pool, random, Deadline.never(), cancellation);
    }

    private void use(Pool<FakeResource> pool, Random random, Deadline deadline, Cancellation cancellation) {
        Use use = random.nextInt(3) == 0 ? Use.EXCLUSIVE : Use.SHARED;
        Lease<FakeResource> lease;
        try {
            lease = pool.checkOut(deadline, use, cancellation);
        } catch (PoolException | IllegalStateException e) {
            return; // ways out that this test provokes
        }
        leases.incrementAndGet();
        FakeResource resource = lease.resource();
        int weight = use == Use.EXCLUSIVE ? ALONE : 1;
        int holders = resource.holders.addAndGet(weight);
        if ((holders >= ALONE && holders != ALONE)
                || (holders < ALONE && holders > MAX_IN_FLIGHT)
                || resource.destroyed) {
            throw new AssertionError(resource + " has too many holders (" + holders + "), or was destroyed");
        }
        if (holders > 1 && holders < ALONE) {
            shared.incrementAndGet();
        }
        if (use == Use.SHARED && random.nextInt(3) == 0) {
            // so that resources are shared even where threads take turns; often enough, more than there are
            use(pool, random, Deadline.after(Clock.system(), Duration.ofMillis(1)), Cancellation.none());
        }
        resource.holders.addAndGet(-weight);
        boolean ended = random.nextInt(10) == 0 ? lease.discard() : lease.release();
        if (!ended || lease.release()) {
            throw new AssertionError("a lease did not end exactly once");
        }
    }
}
