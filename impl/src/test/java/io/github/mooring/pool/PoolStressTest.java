package io.github.mooring.pool;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mooring.time.Caller;
import io.github.mooring.time.Clock;
import io.github.mooring.time.Deadline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Many threads do everything at once to a small pool, in real time; then the books must add up. */
@Timeout(60)
class PoolStressTest {
    private static final int MAX_SIZE = 3;
    private static final int THREADS = 12;
    private static final int STEPS = 4_000;

    private final FakeFactory factory = new FakeFactory();
    private final Pool<FakeResource> pool = new Pool<>(
            "stress",
            PoolFixture.CONFIG
                    .withMaxSize(MAX_SIZE)
                    .withWaitQueueTimeout(Duration.ofMillis(20))
                    .withMaxIdleTime(Duration.ofMillis(5)),
            factory,
            PoolContext.of(Clock.system()));
    private final AtomicInteger leases = new AtomicInteger();

    @Test
    void theBooksAddUpAfterEverythingHappenedAtOnce() throws Exception {
        pool.ready();
        long seed = ThreadLocalRandom.current().nextLong();
        System.out.println("PoolStressTest seed " + seed);
        factory.whileCreating = deadline -> {
            if (ThreadLocalRandom.current().nextInt(10) == 0) {
                throw new IllegalStateException("connection refused");
            }
        };
        factory.whileJudging =
                resource -> resource.usable = ThreadLocalRandom.current().nextInt(50) != 0;

        List<Caller<Void>> callers = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            Random random = new Random(seed + i);
            callers.add(Caller.start(() -> {
                for (int step = 0; step < STEPS; step++) {
                    step(random);
                }
                return null;
            }));
        }
        for (Caller<Void> caller : callers) {
            caller.result();
        }

        pool.checkStill();
        PoolStats stats = pool.stats();
        assertThat(leases.get()).isGreaterThan(THREADS * STEPS / 4);
        assertThat(factory.mostAlive.get()).isLessThanOrEqualTo(MAX_SIZE);
        assertThat(stats.size()).isEqualTo(stats.idle()).isEqualTo(factory.alive.get());
        assertThat(stats.waiting()).isZero();
        assertThat(stats.destroyFailures()).isZero();
        pool.close();
        assertThat(factory.alive).hasValue(0);
    }

    private void step(Random random) {
        switch (random.nextInt(40)) {
            case 0 -> pool.renew(pool.generation());
            case 1 -> pool.runOnce();
            case 2 -> pool.checkInvariants();
            case 3 -> useInterrupted(random);
            default -> use(random, Deadline.after(Clock.system(), Duration.ofMillis(random.nextInt(20))));
        }
    }

    private void useInterrupted(Random random) {
        Thread.currentThread().interrupt();
        use(random, Deadline.never());
        var unused = Thread.interrupted();
    }

    private void use(Random random, Deadline deadline) {
        Lease<FakeResource> lease;
        try {
            lease = pool.checkOut(deadline);
        } catch (PoolTimeoutException | PoolInterruptedException | IllegalStateException e) {
            return; // ways out that this test provokes
        }
        leases.incrementAndGet();
        FakeResource resource = lease.resource();
        if (resource.holders.incrementAndGet() != 1 || resource.destroyed) {
            throw new AssertionError(resource + " has two holders, or was destroyed");
        }
        resource.holders.decrementAndGet();
        boolean ended = random.nextInt(10) == 0 ? lease.discard() : lease.release();
        if (!ended || lease.release()) {
            throw new AssertionError("a lease did not end exactly once");
        }
    }
}
