package io.github.mooring.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.mooring.model.Interleavings;
import io.github.mooring.model.Model;
import io.github.mooring.model.Mutation;
import io.github.mooring.model.Scenario;
import io.github.mooring.time.Cancellation;
import io.github.mooring.time.Clock;
import io.github.mooring.time.Deadline;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** Every interleaving of those who take, wait for, give back and make room for permits. */
class BudgetModelTest {
    @Test
    void threeUsersOfOnePermitAllGetItOneAtATime() {
        assertThat(Interleavings.of(ThreeUsers.class).explore()).isGreaterThan(100);
    }

    @Test
    void aHandOverThatWokeNobodyWouldLeaveAWaiterBehind() {
        assertThatThrownBy(() -> Interleavings.of(ThreeUsers.class)
                        .with(Mutation.withoutCall("Budget", "passOnLocked", "signal"))
                        .explore())
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("nobody can go on");
    }

    @Test
    void aWaitThatEndsAnyWayGivesOnWhatItWasHandedMeanwhile() {
        assertThat(Interleavings.of(EveryWayOut.class).explore()).isGreaterThan(1000);
    }

    @Test
    void aWaiterThatKeptWhatItWasHandedWhileItGaveUpWouldLoseAPermit() {
        assertThatThrownBy(() -> Interleavings.of(EveryWayOut.class)
                        .with(Mutation.withoutCall("Budget", "abandon", "passOnLocked"))
                        .explore())
                .isInstanceOf(AssertionError.class);
    }

    @Test
    void aCancellationEndsAWaitWheneverItComes() {
        assertThat(Interleavings.of(CancelledForNobodyGivesBack.class)
                        .preemptions(4)
                        .explore())
                .isGreaterThan(10);
    }

    @Test
    void aWaiterThatNobodyWokeAtItsCancellationWouldWaitForEver() {
        assertThatThrownBy(() -> Interleavings.of(CancelledForNobodyGivesBack.class)
                        .with(Mutation.withoutCall("Budget", "wake", "signal"))
                        .explore())
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("nobody can go on");
    }

    @Test
    void nobodyWaitsWhileSomethingIsIdle() {
        assertThat(Interleavings.of(IdleAndWaiting.class).explore()).isGreaterThan(100);
    }

    @Test
    void whoMadeAThingIdleWithoutLookingForWaitersWouldLeaveThemWaiting() {
        assertThatThrownBy(() -> Interleavings.of(IdleAndWaiting.class)
                        .with(Mutation.withoutCall("BudgetModelTest$IdleAndWaiting", "becomeIdle", "isContended"))
                        .explore())
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("nobody can go on");
    }

    @Test
    void aWaiterThatDidNotAskForRoomWouldWaitWhileSomethingIsIdle() {
        assertThatThrownBy(() -> Interleavings.of(IdleAndWaiting.class)
                        .with(Mutation.withoutCall("Budget", "acquire", "makeRoom"))
                        .explore())
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("nobody can go on");
    }

    private static void requireNothingOut(Budget budget) {
        BudgetStats stats = budget.stats();
        if (stats.inUse() != 0 || stats.waiting() != 0 || budget.isContended()) {
            throw new AssertionError("the books do not add up: " + stats);
        }
    }

    static final class ThreeUsers implements Scenario {
        private final Budget budget = Budget.of(1);
        private int holders;

        @Override
        public List<Runnable> threads() {
            return List.of(this::use, this::use, this::use);
        }

        private void use() {
            budget.acquire(Deadline.never(), Cancellation.none());
            if (++holders != 1) {
                throw new AssertionError(holders + " hold one permit");
            }
            Model.point("use");
            holders--;
            budget.release();
        }

        @Override
        public void afterwards() {
            requireNothingOut(budget);
        }
    }

    /** One holds the permit and gives it back; one may run out of time, be cancelled or interrupted; one just waits. */
    static final class EveryWayOut implements Scenario {
        private static final Duration SOME_TIME = Duration.ofMillis(5);

        private final Budget budget = Budget.of(1);
        private final Cancellation token = new Cancellation();
        private Thread impatient = Thread.currentThread();
        private boolean begun;
        private int outcomes;

        EveryWayOut() {
            if (!budget.tryAcquire()) {
                throw new AssertionError("the first permit was not to be had");
            }
        }

        @Override
        public List<Runnable> threads() {
            return List.of(this::waitImpatiently, this::waitPatiently, this::giveBackAndEndTheWait);
        }

        private void waitImpatiently() {
            impatient = Thread.currentThread();
            begun = true;
            try {
                budget.acquire(Deadline.after(Clock.system(), SOME_TIME), token);
                budget.release();
            } catch (PoolInterruptedException e) {
                if (!Thread.interrupted()) {
                    throw new AssertionError("the interrupt was forgotten", e);
                }
            } catch (BudgetTimeoutException | PoolCancelledException e) {
                // ways out that this scenario is about
            }
            outcomes++;
        }

        private void waitPatiently() {
            budget.acquire(Deadline.never(), Cancellation.none());
            budget.release();
            outcomes++;
        }

        private void giveBackAndEndTheWait() {
            switch (begun ? Model.choose(3) : 1) {
                case 0 -> impatient.interrupt();
                case 1 -> token.cancel();
                default -> {}
            }
            budget.release();
            outcomes++;
        }

        @Override
        public void afterwards() {
            requireNothingOut(budget);
            if (outcomes != 3) {
                throw new AssertionError("three calls have " + outcomes + " outcomes");
            }
        }
    }

    static final class CancelledForNobodyGivesBack implements Scenario {
        private final Budget budget = Budget.of(1);
        private final Cancellation token = new Cancellation();

        CancelledForNobodyGivesBack() {
            if (!budget.tryAcquire()) {
                throw new AssertionError("the first permit was not to be had");
            }
        }

        @Override
        public List<Runnable> threads() {
            return List.of(this::waitInVain, token::cancel);
        }

        private void waitInVain() {
            try {
                budget.acquire(Deadline.never(), token);
            } catch (PoolCancelledException e) {
                return;
            }
            throw new AssertionError("a permit came from nowhere");
        }

        @Override
        public void afterwards() {
            budget.release();
            requireNothingOut(budget);
        }
    }

    /** A pool that has one thing, in use at first, on the only permit; somebody else needs that. */
    static final class IdleAndWaiting implements Scenario, Evictable {
        private final Budget budget = Budget.of(1);
        private final AtomicBoolean idle = new AtomicBoolean();

        IdleAndWaiting() {
            if (!budget.tryAcquire()) {
                throw new AssertionError("the first permit was not to be had");
            }
            budget.register(this);
        }

        @Override
        public List<Runnable> threads() {
            return List.of(this::becomeIdle, this::acquireAndRelease, this::acquireAndRelease);
        }

        private void becomeIdle() {
            idle.set(true);
            if (budget.isContended()) {
                boolean unused = evictOldest();
            }
        }

        private void acquireAndRelease() {
            budget.acquire(Deadline.never(), Cancellation.none());
            budget.release();
        }

        @Override
        public long oldestIdleNanos() {
            return idle.get() ? 1 : -1;
        }

        @Override
        public boolean evictOldest() {
            if (!idle.compareAndSet(true, false)) {
                return false;
            }
            budget.release();
            return true;
        }

        @Override
        public void afterwards() {
            requireNothingOut(budget);
        }
    }
}
