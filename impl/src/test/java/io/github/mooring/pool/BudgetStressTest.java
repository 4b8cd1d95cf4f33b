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
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Many threads with a thing each on a budget for few, in real time. Most waits have no end but being served, so a wake-up
 * that is lost shows as a test that does not end.
 */
@Timeout(300)
class BudgetStressTest {
    private static final int CAPACITY = 3;
    private static final int THREADS = 10;
    private static final int STEPS = 3_000;

    private final Budget budget = Budget.of(CAPACITY);
    private final AtomicInteger alive = new AtomicInteger();
    private final AtomicInteger mostAlive = new AtomicInteger();
    private final AtomicLong served = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();

    @Test
    @DisplayName("R9 F10 nobody is forgotten, and there are never too many")
    void nobodyIsForgottenAndThereAreNeverTooMany() throws Exception {
        Seed seed = new Seed("BudgetStressTest");
        List<Thing> things = new ArrayList<>();
        List<Caller<Void>> callers = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            Thing thing = new Thing();
            things.add(thing);
            budget.register(thing);
            Random random = seed.random(i);
            callers.add(Caller.start(() -> {
                for (int step = 0; step < STEPS; step++) {
                    step(thing, random);
                }
                return null;
            }));
        }
        for (Caller<Void> caller : callers) {
            caller.result();
        }

        assertThat(served.get() + refused.get()).isEqualTo(THREADS * STEPS);
        assertThat(served.get()).isGreaterThan(THREADS * STEPS / 2);
        assertThat(mostAlive.get()).isLessThanOrEqualTo(CAPACITY);
        assertThat(budget.stats().inUse()).isEqualTo(alive.get());
        assertThat(budget.stats().waiting()).isZero();
        assertThat(budget.stats().evictionFailures()).isZero();
        assertThat(budget.isContended()).isFalse();
        things.forEach(Thing::evictOldest);
        assertThat(budget.stats().inUse()).isZero();
        assertThat(alive).hasValue(0);
    }

    private void step(Thing thing, Random random) {
        try {
            switch (random.nextInt(20)) {
                case 0 -> thing.use(Deadline.after(Clock.system(), Duration.ofNanos(random.nextInt(200_000))));
                case 1 -> {
                    Thread.currentThread().interrupt();
                    thing.use(Deadline.never());
                }
                default -> thing.use(Deadline.never());
            }
            served.incrementAndGet();
        } catch (BudgetTimeoutException | PoolInterruptedException e) {
            refused.incrementAndGet(); // ways out that this test provokes
        } finally {
            var unused = Thread.interrupted();
        }
        if (random.nextInt(10) == 0) {
            thing.evictOldest();
        }
    }

    /** Something that one thread uses and others end while it is idle. */
    private final class Thing implements Evictable {
        private static final int NONE = 0;
        private static final int IDLE = 1;
        private static final int BUSY = 2;

        private final AtomicInteger state = new AtomicInteger();

        void use(Deadline deadline) {
            if (!state.compareAndSet(IDLE, BUSY)) {
                budget.acquire(deadline, Cancellation.none());
                mostAlive.accumulateAndGet(alive.incrementAndGet(), Math::max);
                state.set(BUSY);
            }
            Thread.onSpinWait();
            state.set(IDLE);
            if (budget.isContended()) {
                evictOldest();
            }
        }

        @Override
        public long oldestIdleNanos() {
            return state.get() == IDLE ? 1 : -1;
        }

        @Override
        public boolean evictOldest() {
            if (!state.compareAndSet(IDLE, NONE)) {
                return false;
            }
            alive.decrementAndGet();
            budget.release();
            return true;
        }
    }
}
