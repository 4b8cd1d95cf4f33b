package io.github.mooring.pool;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mooring.time.Cancellation;
import io.github.mooring.time.Clock;
import io.github.mooring.time.Deadline;
import io.github.mooring.time.Seed;
import io.github.mooring.time.StressPlan;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * 64 threads use four resources, exclusively and shared, while everything happens to them at once: creations that fail or
 * hang, clears of the pool and of groups, interrupts, cancellations, deadlines of every size, listeners that throw. Then the books must add up.
 */
@Timeout(600)
class PoolChaosTest {
    private static final int THREADS = 64;
    private static final int RESOURCES = 4;
    private static final int SHARERS = 3;
    private static final int GROUPS = 3;
    private static final int ENOUGH = 1_000;
    private static final List<String> OUTCOMES = List.of("used", "PoolTimeoutException", "PoolCancelledException");

    private final StressPlan plan = new StressPlan("PoolChaosTest");
    private final ChaosFactory factory = new ChaosFactory(plan.seed());
    private final Budget budget = Budget.of(RESOURCES);
    private final Pool<ChaosResource> pool = pool("chaos", RESOURCES);
    /** Takes permits of the budget away now and then. */
    private final Pool<ChaosResource> rival = pool("rival", 1);

    private final List<Thread> users = new ArrayList<>();
    private final List<Token> tokens = new ArrayList<>();
    private final LongAdder begun = new LongAdder();
    private final Map<String, LongAdder> outcomes = new ConcurrentHashMap<>();
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

    private Pool<ChaosResource> pool(String name, int size) {
        PoolConfig config = PoolConfig.DEFAULTS
                .withMaxSize(size)
                .withMinSize(1)
                .withMaxInFlight(SHARERS)
                .withSharing(Sharing.WHEN_FULL)
                .withMaxWaiting(60)
                .withMaxIdleTime(Duration.ofMillis(20))
                .withMaxLifeTime(Duration.ofMillis(200))
                .withPeekAfter(Duration.ofMillis(1));
        return new Pool<>(
                name, config, factory, new PoolContext(Clock.system(), new Thrower(plan.seed(), name), budget));
    }

    @Test
    void theBooksAddUpAfterEverythingHappenedAtOnce() throws Exception {
        plan.goOnUntil(() -> failure.get() != null || isEnough());
        pool.ready();
        rival.ready();
        for (int i = 0; i < THREADS; i++) {
            int number = i;
            tokens.add(new Token());
            users.add(thread("chaos-user-" + i, () -> useAll(number)));
        }
        List<Thread> troublemakers = List.of(
                thread("chaos-trouble", this::makeTrouble),
                thread("chaos-maintenance", this::maintain),
                thread("chaos-rival", this::compete));
        users.forEach(Thread::start);
        troublemakers.forEach(Thread::start);
        for (Thread troublemaker : troublemakers) {
            join(troublemaker);
        }
        pool.ready();
        for (Thread user : users) {
            join(user);
        }

        assertThat(failure.get()).as("%s", plan).isNull();
        assertBooksAddUp();
    }

    /** What {@link #assertBooksAddUp} asks for. */
    private boolean isEnough() {
        return begun.sum() > ENOUGH + THREADS
                && outcomes.keySet().containsAll(OUTCOMES)
                && pool.stats().listenerFailures() > 0;
    }

    private void assertBooksAddUp() {
        System.out.println("PoolChaosTest: " + begun + " check-outs: " + outcomes);
        pool.checkStill();
        rival.checkStill();
        long ended = outcomes.values().stream().mapToLong(LongAdder::sum).sum();
        assertThat(ended)
                .as("one outcome each, %s", plan)
                .isEqualTo(begun.sum())
                .isGreaterThan(ENOUGH);
        assertThat(outcomes).as("%s", plan).containsKeys(OUTCOMES.toArray(String[]::new));
        PoolStats stats = pool.stats();
        assertThat(stats.inUse() + stats.creating() + stats.destroying() + stats.waiting() + stats.leases())
                .as("in motion: %s, %s", stats, plan)
                .isZero();
        assertThat(factory.mostAlive).hasValueLessThanOrEqualTo(RESOURCES);
        assertThat(factory.alive).hasValue(stats.idle() + rival.stats().idle());
        assertThat(budget.stats().inUse()).isEqualTo(factory.alive.get());
        assertThat(stats.listenerFailures()).isPositive();
        pool.close();
        rival.close();
        assertThat(pool.groups()).isEmpty();
        assertThat(factory.alive).as("alive after the close, %s", plan).hasValue(0);
        assertThat(budget.stats().inUse()).isZero();
        assertThat(budget.stats().waiting()).isZero();
    }

    private Thread thread(String name, Runnable work) {
        Thread thread = new Thread(
                () -> {
                    try {
                        work.run();
                    } catch (RuntimeException | Error e) {
                        failure.compareAndSet(null, e);
                    }
                },
                name);
        thread.setDaemon(true);
        return thread;
    }

    private void join(Thread thread) throws InterruptedException {
        thread.join(plan.patienceMillis());
        assertThat(thread.isAlive())
                .as("%s has not ended: %s, %s", thread, List.of(thread.getStackTrace()), plan)
                .isFalse();
    }

    private void useAll(int number) {
        Random random = plan.seed().random(number);
        while (plan.goesOn() && failure.get() == null) {
            Cancellation token = new Cancellation();
            tokens.get(number).present = token;
            begun.increment();
            String outcome = use(random, token);
            outcomes.computeIfAbsent(outcome, o -> new LongAdder()).increment();
            boolean unused = Thread.interrupted();
        }
    }

    private String use(Random random, Cancellation token) {
        Use use = random.nextInt(3) == 0 ? Use.EXCLUSIVE : Use.SHARED;
        Lease<ChaosResource> lease;
        try {
            lease = pool.checkOut(deadline(random), use, token);
        } catch (PoolPausedException e) {
            pause(random, 500_000); // it would fail again at once
            return e.getClass().getSimpleName();
        } catch (PoolException | RefusedException e) {
            return e.getClass().getSimpleName();
        }
        lease.resource().use(use, random);
        if (random.nextInt(50) == 0) {
            pool.clear(Objects.requireNonNull(lease.membership()), random.nextBoolean());
        }
        boolean ended = random.nextInt(20) == 0 ? lease.discard() : lease.release();
        if (!ended || lease.release() || lease.discard()) {
            throw new AssertionError("a lease did not end exactly once");
        }
        return "used";
    }

    private static Deadline deadline(Random random) {
        return switch (random.nextInt(4)) {
            case 0 -> Deadline.never();
            case 1 -> Deadline.after(Clock.system(), Duration.ZERO);
            case 2 -> Deadline.after(Clock.system(), Duration.ofNanos(random.nextInt(1_000_000)));
            default -> Deadline.after(Clock.system(), Duration.ofMillis(random.nextInt(50)));
        };
    }

    private void makeTrouble() {
        Random random = plan.seed().random(-1);
        while (plan.goesOn() && failure.get() == null) {
            int victim = random.nextInt(THREADS);
            switch (random.nextInt(8)) {
                case 0 -> clear(random.nextBoolean());
                case 1 -> pool.renew(pool.generation());
                case 2, 3, 4 -> users.get(victim).interrupt();
                case 5 -> pool.checkInvariants();
                default -> tokens.get(victim).present.cancel();
            }
            pause(random, 2_000_000);
        }
    }

    private void clear(boolean interrupt) {
        pool.clear(interrupt);
        pool.ready();
    }

    private void maintain() {
        while (plan.goesOn()) {
            pool.runOnce();
            rival.runOnce();
            Clock.system().parkNanos(this, 1_000_000);
        }
    }

    private void compete() {
        Random random = plan.seed().random(-2);
        while (plan.goesOn()) {
            try (Lease<ChaosResource> lease = rival.checkOut(deadline(random))) {
                lease.resource().use(Use.EXCLUSIVE, random);
            } catch (PoolException | RefusedException e) {
                // it has its difficulties too
            }
            pause(random, 5_000_000);
        }
    }

    private static void pause(Random random, int mostNanos) {
        Clock.system().parkNanos(random, random.nextInt(mostNanos));
    }

    /** What can be cancelled of one user; written by that one. */
    private static final class Token {
        private volatile Cancellation present = new Cancellation();
    }

    private static final class ChaosResource {
        final int number;
        final AtomicInteger looks = new AtomicInteger();
        private final AtomicInteger sharers = new AtomicInteger();
        private final AtomicInteger alone = new AtomicInteger();
        private volatile boolean destroyed;

        ChaosResource(int number) {
            this.number = number;
        }

        void use(Use use, Random random) {
            AtomicInteger mine = use == Use.EXCLUSIVE ? alone : sharers;
            mine.incrementAndGet();
            if (random.nextInt(10) == 0) {
                pause(random, 200_000);
            }
            int others = use == Use.EXCLUSIVE ? sharers.get() : alone.get();
            int most = use == Use.EXCLUSIVE ? 1 : SHARERS;
            if (mine.get() > most || others > 0 || destroyed) {
                throw new AssertionError(
                        use + " use with " + mine + " of that kind, " + others + " others, destroyed: " + destroyed);
            }
            mine.decrementAndGet();
        }
    }

    private static final class RefusedException extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    /** The seed decides what becomes of the first creation, the second and so on, and at which look a resource is unfit. */
    private static final class ChaosFactory implements ResourceFactory<ChaosResource> {
        private final Seed seed;
        private final AtomicInteger creations = new AtomicInteger();
        private final AtomicInteger groups = new AtomicInteger();
        final AtomicInteger alive = new AtomicInteger();
        final AtomicInteger mostAlive = new AtomicInteger();

        ChaosFactory(Seed seed) {
            this.seed = seed;
        }

        @Override
        public ChaosResource create(Newcomer<ChaosResource> newcomer) {
            newcomer.join(groups.getAndIncrement() % GROUPS);
            return create(newcomer.deadline(), newcomer.cancellation());
        }

        @Override
        public ChaosResource create(Deadline deadline) {
            return create(deadline, Cancellation.none());
        }

        @Override
        public ChaosResource create(Deadline deadline, Cancellation cancellation) {
            mostAlive.accumulateAndGet(alive.incrementAndGet(), Math::max);
            int number = creations.incrementAndGet();
            int fate = seed.draw("creation", number, 20);
            if (fate < 2) {
                hang(Deadline.after(Clock.system(), Duration.ofMillis(10)), deadline, cancellation);
            }
            if (fate < 4 || cancellation.isCancelled()) {
                alive.decrementAndGet();
                throw new RefusedException();
            }
            return new ChaosResource(number);
        }

        private static void hang(Deadline end, Deadline caller, Cancellation cancellation) {
            while (!end.isExpired() && !caller.isExpired() && !cancellation.isCancelled()) {
                Clock.system().parkNanos(end, 100_000);
                Thread.onSpinWait();
            }
        }

        @Override
        public void destroy(ChaosResource resource) {
            if (resource.destroyed) {
                throw new AssertionError("destroyed twice");
            }
            resource.destroyed = true;
            alive.decrementAndGet();
        }

        @Override
        public boolean isUsable(ChaosResource resource) {
            return !strikes("unusable", resource, 200);
        }

        @Override
        public boolean isAlive(ChaosResource resource) {
            return !strikes("dead", resource, 20);
        }

        private boolean strikes(String what, ChaosResource resource, int oneOf) {
            return seed.strikes(what + " " + resource.number, resource.looks.incrementAndGet(), oneOf);
        }
    }

    /** Hears everything and throws now and then. */
    private static final class Thrower implements PoolListener {
        private final Seed seed;
        private final String throwing;
        private final AtomicLong heard = new AtomicLong();

        Thrower(Seed seed, String pool) {
            this.seed = seed;
            this.throwing = "listener of " + pool;
        }

        @Override
        public void checkOutStarted() {
            perhapsThrow();
        }

        @Override
        public void checkedIn(long id) {
            perhapsThrow();
        }

        @Override
        public void created(long id) {
            perhapsThrow();
        }

        private void perhapsThrow() {
            if (seed.strikes(throwing, heard.incrementAndGet(), 50)) {
                throw new IllegalStateException("a listener that throws on purpose");
            }
        }
    }
}
