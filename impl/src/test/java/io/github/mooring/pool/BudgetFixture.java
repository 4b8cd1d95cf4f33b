package io.github.mooring.pool;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mooring.time.Caller;
import io.github.mooring.time.Cancellation;
import io.github.mooring.time.Deadline;
import io.github.mooring.time.ManualClock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Timeout;

/** A budget in a time that stands still, and things on it that may be idle. */
@Timeout(300)
abstract class BudgetFixture {
    static final Deadline NEVER = Deadline.never();

    final ManualClock time = new ManualClock();

    Budget budget(int capacity) {
        return Budget.of(capacity, time.clock());
    }

    Deadline in(long millis) {
        return Deadline.after(time.clock(), Duration.ofMillis(millis));
    }

    static void take(Budget budget) {
        budget.acquire(NEVER, Cancellation.none());
    }

    /** A caller that stands in the queue as number {@code place}. */
    Caller<Boolean> waiting(Budget budget, int place) throws InterruptedException {
        return waiting(budget, place, NEVER, Cancellation.none());
    }

    Caller<Boolean> waiting(Budget budget, int place, Deadline deadline, Cancellation cancellation)
            throws InterruptedException {
        Caller<Boolean> caller = Caller.start(() -> {
            budget.acquire(deadline, cancellation);
            return true;
        });
        time.awaitWaiters(place);
        return caller;
    }

    static void assertStats(Budget budget, int inUse, int waiting) {
        BudgetStats stats = budget.stats();
        assertThat(stats.inUse()).as("in use: %s", stats).isEqualTo(inUse);
        assertThat(stats.waiting()).as("waiting: %s", stats).isEqualTo(waiting);
        assertThat(budget.isContended()).as("contended").isEqualTo(waiting > 0);
    }

    /** Things with a permit each, idle for so many nanoseconds, the longest first. */
    static final class IdleThings implements Evictable {
        final List<Long> ended = new CopyOnWriteArrayList<>();
        private final Deque<Long> idle = new ArrayDeque<>();
        private final Budget budget;

        IdleThings(Budget budget, long... idleNanos) {
            this.budget = budget;
            for (long nanos : idleNanos) {
                idle.add(nanos);
                assertThat(budget.tryAcquire()).isTrue();
            }
            budget.register(this);
        }

        @Override
        public synchronized long oldestIdleNanos() {
            return idle.isEmpty() ? -1 : idle.getFirst();
        }

        @Override
        public boolean evictOldest() {
            Long oldest = poll();
            if (oldest == null) {
                return false;
            }
            ended.add(oldest);
            budget.release();
            return true;
        }

        private synchronized @Nullable Long poll() {
            return idle.poll();
        }
    }
}
