package io.github.mooring.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.mooring.time.Caller;
import io.github.mooring.time.Cancellation;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Who makes room for whom. */
class BudgetEvictionTest extends BudgetFixture {
    @Test
    @DisplayName("F17 the least recently used of all makes room")
    void theLeastRecentlyUsedOfAllMakesRoom() {
        Budget budget = budget(4);
        IdleThings one = new IdleThings(budget, 30, 10);
        IdleThings two = new IdleThings(budget, 40, 20);

        for (int i = 0; i < 4; i++) {
            take(budget);
        }

        assertThat(two.ended).containsExactly(40L, 20L);
        assertThat(one.ended).containsExactly(30L, 10L);
        assertThat(budget.stats()).isEqualTo(new BudgetStats(4, 4, 0, 0, 4, 0));
    }

    @Test
    void nothingIsEndedWhileAPermitIsFree() {
        Budget budget = budget(2);
        IdleThings idle = new IdleThings(budget, 10);

        take(budget);

        assertThat(idle.ended).isEmpty();
    }

    @Test
    void tryingEndsNothing() {
        Budget budget = budget(1);
        IdleThings idle = new IdleThings(budget, 10);

        assertThat(budget.tryAcquire()).isFalse();

        assertThat(idle.ended).isEmpty();
    }

    @Test
    void roomIsMadeEvenForACallerWithoutTime() {
        Budget budget = budget(2);
        new IdleThings(budget, 20, 10);
        Cancellation cancelled = new Cancellation();
        cancelled.cancel();

        budget.acquire(in(0), Cancellation.none());
        budget.acquire(NEVER, cancelled);

        assertThatThrownBy(() -> budget.acquire(in(0), Cancellation.none())).isInstanceOf(BudgetTimeoutException.class);
        assertStats(budget, 2, 0);
    }

    @Test
    void roomMadeByAnotherServesTheHeadOfTheQueueFirst() throws Exception {
        Budget budget = budget(1);
        take(budget);
        Caller<Boolean> first = waiting(budget, 1);
        Evictable inUseUntilNow = new Evictable() {
            @Override
            public long oldestIdleNanos() {
                return 1;
            }

            @Override
            public boolean evictOldest() {
                budget.release();
                return true;
            }
        };
        budget.register(inUseUntilNow);

        Caller<Boolean> second = Caller.start(() -> {
            budget.acquire(NEVER, Cancellation.none());
            return true;
        });

        assertThat(first.result()).isTrue();
        budget.unregister(inUseUntilNow);
        time.awaitWaiters(1);
        assertThat(second.isDone()).isFalse();
        assertStats(budget, 1, 1);
        budget.release();
        assertThat(second.result()).isTrue();
    }

    @Test
    void whoMakesAThingIdleWhileSomebodyWaitsEndsIt() throws Exception {
        Budget budget = budget(1);
        take(budget);
        Caller<Boolean> waiter = waiting(budget, 1);

        if (budget.isContended()) {
            budget.release();
        }

        assertThat(waiter.result()).isTrue();
    }

    @Test
    @DisplayName("R9 F10 the permit counts until the thing has ended")
    void thePermitCountsUntilTheThingHasEnded() throws Exception {
        Budget budget = budget(1);
        CountDownLatch ending = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        take(budget);
        budget.register(slow(budget, ending, end));
        Caller<Boolean> waiter = Caller.start(() -> {
            budget.acquire(NEVER, Cancellation.none());
            return true;
        });
        assertThat(ending.await(40, TimeUnit.SECONDS)).isTrue();

        assertThat(budget.stats()).isEqualTo(new BudgetStats(1, 1, 1, 1, 0, 0));
        assertThat(waiter.isDone()).isFalse();

        end.countDown();
        assertThat(waiter.result()).isTrue();
        assertThat(budget.stats()).isEqualTo(new BudgetStats(1, 1, 0, 0, 1, 0));
    }

    @Test
    @DisplayName("R8 F17 what throws is counted, and the next is asked")
    void whatThrowsIsCountedAndTheNextIsAsked() {
        Budget budget = budget(2);
        budget.register(throwing(30));
        budget.register(throwing(-2));
        IdleThings idle = new IdleThings(budget, 10);
        take(budget);

        take(budget);

        assertThat(idle.ended).containsExactly(10L);
        assertThat(budget.stats()).isEqualTo(new BudgetStats(2, 2, 0, 0, 1, 2));
    }

    @Test
    void whoWasFasterLeavesTheNextBest() {
        Budget budget = budget(1);
        IdleThings idle = new IdleThings(budget, 10);
        budget.register(new Evictable() {
            @Override
            public long oldestIdleNanos() {
                return 20;
            }

            @Override
            public boolean evictOldest() {
                return false; // somebody has taken it into use since
            }
        });

        take(budget);

        assertThat(idle.ended).containsExactly(10L);
        assertThat(budget.stats().evicted()).isEqualTo(1);
    }

    @Test
    void whoIsUnregisteredIsNotAsked() {
        Budget budget = budget(1);
        IdleThings idle = new IdleThings(budget, 10);
        budget.unregister(idle);
        budget.unregister(idle);

        assertThatThrownBy(() -> budget.acquire(in(0), Cancellation.none())).isInstanceOf(BudgetTimeoutException.class);
        assertThat(idle.ended).isEmpty();
    }

    @Test
    @DisplayName("F17 a slow end on another thread keeps nobody past the deadline")
    void aSlowEndOnAnotherThreadKeepsNobodyPastTheDeadline() throws Exception {
        Queue<Runnable> background = new ArrayDeque<>();
        Budget budget = Budget.of(1, time.clock(), background::add);
        IdleThings idle = new IdleThings(budget, 10);
        Caller<Boolean> waiter = waiting(budget, 1, in(100), Cancellation.none());

        time.advance(Duration.ofMillis(100));

        assertThat(waiter.failure()).isInstanceOf(BudgetTimeoutException.class);
        assertThat(background).hasSize(1);
        background.remove().run();
        assertThat(idle.ended).as("nobody waits any more").isEmpty();
    }

    @Test
    void anotherThreadMayMakeTheRoom() throws Exception {
        Queue<Runnable> background = new ArrayDeque<>();
        Budget budget = Budget.of(1, time.clock(), background::add);
        IdleThings idle = new IdleThings(budget, 10);
        Caller<Boolean> waiter = waiting(budget, 1);

        background.remove().run();

        assertThat(waiter.result()).isTrue();
        assertThat(idle.ended).containsExactly(10L);
    }

    @Test
    void whereNoOtherThreadIsToBeHadTheCallerMakesTheRoom() {
        Budget budget = Budget.of(1, time.clock(), task -> {
            throw new RejectedExecutionException("on purpose");
        });
        IdleThings idle = new IdleThings(budget, 10);

        take(budget);

        assertThat(idle.ended).containsExactly(10L);
    }

    @Test
    @DisplayName("F18 an evictor that breaks costs no permit and no place")
    void anEvictorThatBreaksCostsNoPermitAndNoPlace() throws Exception {
        List<RuntimeException> thrown = new ArrayList<>();
        Budget budget = Budget.of(1, time.clock(), task -> {
            thrown.add(new IllegalStateException("on purpose"));
            throw thrown.get(0);
        });
        take(budget);

        assertThatThrownBy(() -> take(budget)).isSameAs(thrown.get(0));

        assertStats(budget, 1, 0);
    }

    private static Evictable slow(Budget budget, CountDownLatch ending, CountDownLatch end) {
        return new Evictable() {
            @Override
            public long oldestIdleNanos() {
                return 1;
            }

            @Override
            public boolean evictOldest() {
                ending.countDown();
                try {
                    assertThat(end.await(40, TimeUnit.SECONDS)).isTrue();
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
                budget.release();
                return true;
            }
        };
    }

    /** Throws when it is asked for its idle time if that is negative, else when it is asked to end something. */
    private static Evictable throwing(long idleNanos) {
        return new Evictable() {
            @Override
            public long oldestIdleNanos() {
                if (idleNanos < 0) {
                    throw new IllegalStateException("on purpose");
                }
                return idleNanos;
            }

            @Override
            public boolean evictOldest() {
                throw new NoClassDefFoundError("on purpose");
            }
        };
    }
}
