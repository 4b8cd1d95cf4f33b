package io.github.mooring.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.mooring.time.Caller;
import io.github.mooring.time.Cancellation;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Permits and the queue; {@link BudgetEvictionTest} is about making room. */
class BudgetTest extends BudgetFixture {
    @Test
    @DisplayName("R1 R9 there are as many permits as its capacity")
    void thereAreAsManyPermitsAsItsCapacity() {
        Budget budget = budget(2);

        assertThat(budget.tryAcquire()).isTrue();
        assertThat(budget.tryAcquire()).isTrue();
        assertThat(budget.tryAcquire()).isFalse();

        budget.release();
        assertThat(budget.tryAcquire()).isTrue();
        assertThat(budget.stats()).isEqualTo(new BudgetStats(2, 2, 0, 0, 0, 0));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, Integer.MIN_VALUE})
    @DisplayName("R1 a budget without permits is refused")
    void aBudgetWithoutPermitsIsRefused(int capacity) {
        assertThatThrownBy(() -> Budget.of(capacity))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at least 1")
                .hasMessageContaining("" + capacity)
                .hasMessageContaining("Budget.unlimited()");
    }

    @Test
    @DisplayName("R4 a release too many is an error that changes nothing")
    void aReleaseTooManyIsAnErrorThatChangesNothing() {
        Budget budget = budget(1);
        take(budget);
        budget.release();

        assertThatThrownBy(budget::release)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("the budget of 1")
                .hasMessageContaining("one release too many");

        assertStats(budget, 0, 0);
        assertThat(budget.tryAcquire()).isTrue();
        assertThat(budget.tryAcquire()).as("the permit of the wrong release").isFalse();
    }

    @Test
    @DisplayName("R9 waiters are served in their order")
    void waitersAreServedInTheirOrder() throws Exception {
        Budget budget = budget(1);
        take(budget);
        Caller<Boolean> first = waiting(budget, 1);
        Caller<Boolean> second = waiting(budget, 2);
        Caller<Boolean> third = waiting(budget, 3);
        assertStats(budget, 1, 3);

        budget.release();
        assertThat(first.result()).isTrue();
        assertThat(second.isDone()).isFalse();
        assertStats(budget, 1, 2);

        budget.release();
        assertThat(second.result()).isTrue();
        assertThat(third.isDone()).isFalse();

        budget.release();
        assertThat(third.result()).isTrue();
        assertStats(budget, 1, 0);
    }

    @Test
    void nobodyOvertakesWhoWaits() throws Exception {
        Budget budget = budget(1);
        take(budget);
        Caller<Boolean> waiter = waiting(budget, 1);

        budget.release();

        assertThat(budget.tryAcquire()).as("the permit is the waiter's already").isFalse();
        assertThat(waiter.result()).isTrue();
    }

    @Test
    void aWaitThatRunsOutSaysHowLongItWasAndGivesTheNumbers() throws Exception {
        Budget budget = budget(2);
        take(budget);
        take(budget);
        Caller<Boolean> waiter = waiting(budget, 1, in(250), Cancellation.none());

        time.advance(Duration.ofMillis(250));

        assertThat(waiter.failure())
                .isInstanceOfSatisfying(BudgetTimeoutException.class, e -> {
                    assertThat(e.waited()).isEqualTo(Duration.ofMillis(250));
                    assertThat(e.stats()).isEqualTo(new BudgetStats(2, 2, 1, 0, 0, 0));
                })
                .hasMessage("the budget of 2 (as configured): no permit came free within 250 ms and nothing idle could"
                        + " make room (capacity=2 inUse=2 waiting=1 releasing=0 evicted=0 evictionFailures=0)");
        assertStats(budget, 2, 0);
    }

    @Test
    void aHandOverBeatsATimeOut() {
        Budget budget = budget(1);
        take(budget);
        time.duringNextWait(() -> {
            budget.release();
            time.advance(Duration.ofMillis(500));
        });

        budget.acquire(in(250), Cancellation.none());

        assertStats(budget, 1, 0);
    }

    @Test
    void aCancelledWaitLeavesTheQueue() throws Exception {
        Budget budget = budget(1);
        take(budget);
        Cancellation cancellation = new Cancellation();
        Caller<Boolean> cancelled = waiting(budget, 1, NEVER, cancellation);
        Caller<Boolean> next = waiting(budget, 2);

        cancellation.cancel();

        assertThat(cancelled.failure())
                .isInstanceOf(PoolCancelledException.class)
                .hasMessageContaining("cancelled while waiting for a permit")
                .hasMessageContaining("inUse=1");
        assertStats(budget, 1, 1);
        budget.release();
        assertThat(next.result()).isTrue();
    }

    @Test
    void anInterruptedWaitLeavesTheQueueAndKeepsTheFlag() throws Exception {
        Budget budget = budget(1);
        take(budget);
        Caller<Boolean> interrupted = Caller.start(() -> {
            try {
                budget.acquire(NEVER, Cancellation.none());
                return false;
            } catch (PoolInterruptedException e) {
                assertThat(e).hasCauseInstanceOf(InterruptedException.class);
                return Thread.currentThread().isInterrupted();
            }
        });
        time.awaitWaiters(1);

        interrupted.interrupt();

        assertThat(interrupted.result()).isTrue();
        assertStats(budget, 1, 0);
    }

    @Test
    void aHandOverThatRacesWithAnInterruptIsTakenAndTheFlagStays() {
        Budget budget = budget(1);
        take(budget);
        time.duringNextWait(() -> {
            budget.release();
            throw new InterruptedException();
        });

        take(budget);

        assertThat(Thread.interrupted()).isTrue();
        assertStats(budget, 1, 0);
    }

    @Test
    @DisplayName("R3 R7 what ends waits does not keep a free permit from anybody")
    void whatEndsWaitsDoesNotKeepAFreePermitFromAnybody() {
        Budget budget = budget(3);
        Cancellation cancelled = new Cancellation();
        cancelled.cancel();

        budget.acquire(in(0), Cancellation.none());
        budget.acquire(NEVER, cancelled);
        Thread.currentThread().interrupt();
        budget.acquire(NEVER, Cancellation.none());

        assertThat(Thread.interrupted()).isTrue();
        assertStats(budget, 3, 0);
    }

    @Test
    @DisplayName("R7 F16 a token that is cancelled already ends every wait at once")
    void aTokenThatIsCancelledAlreadyEndsEveryWaitAtOnce() {
        Budget budget = budget(1);
        take(budget);
        Cancellation cancelled = new Cancellation();
        cancelled.cancel();

        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> budget.acquire(NEVER, cancelled)).isInstanceOf(PoolCancelledException.class);
        }
        assertStats(budget, 1, 0);
    }

    @Test
    void anUnlimitedBudgetCountsAllTheSame() {
        Budget budget = Budget.unlimited();
        for (int i = 0; i < 1000; i++) {
            assertThat(budget.tryAcquire()).isTrue();
        }
        assertThat(budget.stats()).isEqualTo(new BudgetStats(0, 1000, 0, 0, 0, 0));
        assertThat(budget.stats().toString()).startsWith("capacity=unlimited inUse=1000");

        for (int i = 0; i < 1000; i++) {
            budget.release();
        }
        assertThatThrownBy(budget::release).hasMessageContaining("an unlimited budget");
        assertThat(Budget.unlimited()).isNotSameAs(budget);
    }
}
