package io.github.mooring.pool;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.jetbrains.lincheck.LincheckAssertionError;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.junit.jupiter.api.Test;

/**
 * The state of leases, which is changed without a lock, behaves as if each change happened at one moment: Lincheck runs random
 * operations on several threads, interleaves them, and looks whether some order of them explains what came out.
 */
class LinearizabilityTest {
    private static ModelCheckingOptions options() {
        return new ModelCheckingOptions()
                .iterations(3)
                .invocationsPerIteration(100)
                .threads(3)
                .actorsPerThread(2)
                .actorsBefore(2)
                .actorsAfter(1);
    }

    @Test
    void theStateOfALeaseIsLinearizable() {
        options().check(LeaseState.class);
    }

    @Test
    void aBudgetWithoutWaitersIsLinearizable() {
        options().check(Permits.class);
    }

    @Test
    void aStateThatIsReadAndWrittenInTwoStepsIsNoticed() {
        assertThatThrownBy(() -> options().check(TwoSteps.class)).isInstanceOf(LincheckAssertionError.class);
    }

    /** One slot, and who has it. Ending what has not begun is a result like any other. */
    public static final class LeaseState {
        private final SlotState slot = SlotState.idle();

        @Operation
        public boolean tryTake() {
            return slot.tryTake();
        }

        @Operation
        public boolean releaseFirst() {
            return slot.release(ticket(1));
        }

        @Operation
        public boolean releaseSecond() {
            return slot.release(ticket(2));
        }

        @Operation
        public boolean seizeFirst() {
            return slot.seize(ticket(1));
        }

        @Operation
        public boolean tryJoin() {
            return slot.tryJoin(2, false);
        }

        @Operation
        public SlotState.Left leaveSound() {
            return leave(false);
        }

        @Operation
        public SlotState.Left leaveBusy() {
            return leave(true);
        }

        private SlotState.Left leave(boolean busy) {
            SlotState.Left left = null;
            while (left == null) {
                left = slot.tryLeave(slot.sharedWord(), busy);
            }
            return left;
        }

        @Operation
        public boolean drain() {
            return slot.drain();
        }

        @Operation
        public void undrain() {
            slot.undrain();
        }

        @Operation
        public void doom() {
            slot.doom();
        }

        @Operation
        public boolean tryClaim() {
            return slot.tryClaim();
        }

        @Operation
        public int load() {
            return slot.load();
        }

        /** The word of the nth exclusive lease, as {@link SlotState} has it. */
        private static long ticket(int nth) {
            SlotState other = SlotState.idle();
            for (int i = 1; i < nth; i++) {
                if (!other.tryTake() || !other.release(other.ticket())) {
                    throw new AssertionError("nobody else has it");
                }
            }
            return other.tryTake() ? other.ticket() : 0;
        }
    }

    /** Permits that are taken and given back. */
    public static final class Permits {
        private final Budget budget = Budget.of(2);

        @Operation
        public boolean tryAcquire() {
            return budget.tryAcquire();
        }

        @Operation
        public int inUse() {
            return budget.stats().inUse();
        }
    }

    /** What {@link SlotState} would be without compare-and-set. */
    public static final class TwoSteps {
        private volatile int holders;

        @Operation
        public boolean tryJoin() {
            int seen = holders;
            if (seen >= 2) {
                return false;
            }
            holders = seen + 1;
            return true;
        }

        @Operation
        public int holders() {
            return holders;
        }
    }
}
