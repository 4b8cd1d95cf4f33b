package io.github.mooring.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.mooring.time.Caller;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SlotStateTest {
    private final SlotState slot = SlotState.idle();

    private SlotState.Left leave() {
        SlotState.Left left = null;
        while (left == null) {
            left = slot.tryLeave(slot.sharedWord(), false);
        }
        return left;
    }

    @Test
    void oneAloneKeepsAllOthersAway() {
        assertThat(slot.tryTake()).isTrue();

        assertThat(slot.tryTake()).isFalse();
        assertThat(slot.tryJoin(9, false)).isFalse();
        assertThat(slot.tryClaim()).isFalse();
        assertThat(slot.drain()).isFalse();
        assertThat(slot.leases()).isEqualTo(1);
        assertThat(slot.load()).isEqualTo(SlotState.NOT_JOINABLE);
        assertThat(slot.release(slot.ticket())).isTrue();
        assertThat(slot.isIdle()).isTrue();
    }

    @Test
    void aTicketIsGoodForOneLeaseOnly() {
        slot.tryTake();
        long old = slot.ticket();
        slot.release(old);
        slot.tryTake();

        assertThat(slot.isHeldBy(old)).isFalse();
        assertThat(slot.release(old)).isFalse();
        assertThat(slot.seize(old)).isFalse();
        assertThat(slot.isHeldBy(slot.ticket())).isTrue();
    }

    @Test
    void soManyMayJoinAndTheLastMakesItIdle() {
        assertThat(slot.tryJoin(2, true)).as("it is not occupied").isFalse();
        assertThat(slot.tryJoin(2, false)).isTrue();
        assertThat(slot.tryJoin(2, true)).isTrue();
        assertThat(slot.tryJoin(2, false)).isFalse();
        assertThat(slot.tryTake()).isFalse();
        assertThat(slot.ticket()).isZero();
        assertThat(slot.load()).isEqualTo(2);

        assertThat(leave()).isEqualTo(SlotState.Left.OTHERS);
        assertThat(leave()).isEqualTo(SlotState.Left.IDLE);
        assertThatThrownBy(this::leave)
                .isInstanceOf(AssertionError.class)
                .hasMessage("bug: a slot was to be left but is idle");
    }

    @Test
    void nobodyJoinsWhatIsDrainedUntilItIsNoMore() {
        slot.tryJoin(2, false);
        assertThat(slot.drain()).isTrue();

        assertThat(slot.tryJoin(2, false)).isFalse();
        slot.undrain();
        assertThat(slot.tryJoin(2, false)).isTrue();
        slot.drain();
        leave();
        assertThat(slot.isDraining()).isTrue();
        assertThat(leave()).isEqualTo(SlotState.Left.IDLE);
        assertThat(slot.isDraining()).isFalse();
    }

    @Test
    void nobodyJoinsWhatIsDoomedAndTheLastHasToDestroyIt() {
        slot.tryJoin(2, false);
        slot.tryJoin(2, false);
        slot.doom();

        assertThat(slot.tryJoin(9, false)).isFalse();
        assertThat(slot.drain()).isFalse();
        assertThat(leave()).isEqualTo(SlotState.Left.OTHERS);
        assertThat(leave()).isEqualTo(SlotState.Left.DOOMED);
        slot.condemn();
        assertThat(slot.isDestroying()).isTrue();
        slot.gone();
        assertThatThrownBy(slot::unclaim).isInstanceOf(AssertionError.class).hasMessageEndingWith("but is gone");
    }

    @Test
    void theLastWhoLeavesItBusyHasItClaimedAndMaySetItAside() {
        slot.tryJoin(2, false);
        slot.tryJoin(2, false);
        assertThat(SlotState.wouldBeIdle(slot.sharedWord())).isFalse();
        assertThat(slot.tryLeave(slot.sharedWord(), true)).isEqualTo(SlotState.Left.OTHERS);
        assertThat(SlotState.wouldBeIdle(slot.sharedWord())).isTrue();
        assertThat(slot.tryLeave(slot.sharedWord(), true)).isEqualTo(SlotState.Left.BUSY);

        slot.setAside();

        assertThat(slot.isAside()).isTrue();
        assertThat(slot.leases()).isEqualTo(1);
        assertThat(slot.tryTake() || slot.tryJoin(9, false) || slot.tryClaim() || slot.drain())
                .as("anybody gets it")
                .isFalse();
        assertThat(slot.load()).isEqualTo(SlotState.NOT_JOINABLE);
        assertThat(slot.tryRecall()).isTrue();
        assertThat(slot.tryRecall()).isFalse();
        slot.unclaim();
        assertThat(slot.tryTake()).isTrue();
    }

    @Test
    void itDoesNotMatterWhetherWhatIsDoomedIsBusy() {
        slot.tryJoin(2, false);
        slot.doom();

        assertThat(SlotState.wouldBeIdle(slot.sharedWord())).isFalse();
        assertThat(slot.tryLeave(slot.sharedWord(), true)).isEqualTo(SlotState.Left.DOOMED);
    }

    @Test
    void whoHasSeenItWithoutOthersDoesNotLeaveItIfOthersCameAndWentSince() {
        slot.tryJoin(2, false);
        long seen = slot.sharedWord();
        slot.tryJoin(2, false);
        leave();

        assertThat(slot.tryLeave(seen, false)).isNull();

        assertThat(slot.leases()).isEqualTo(1);
        assertThat(slot.tryLeave(slot.sharedWord(), false)).isEqualTo(SlotState.Left.IDLE);
    }

    @Test
    void onlyWhatIsClaimedIsSetAside() {
        slot.tryTake();

        assertThatThrownBy(slot::setAside)
                .isInstanceOf(AssertionError.class)
                .hasMessage("bug: a slot was to be set aside but is exclusive");
    }

    @Test
    void whoHasItAloneMayLetOthersJoin() {
        slot.tryTake();
        slot.share();

        assertThat(slot.tryJoin(2, false)).isTrue();
        assertThat(slot.leases()).isEqualTo(2);
    }

    @Test
    void isLeasedToTheOneItWasCreatedFor() {
        for (Use use : Use.values()) {
            SlotState created = new SlotState();
            assertThat(created.isCreating()).isTrue();
            assertThat(created.tryTake() || created.tryJoin(9, false) || created.tryClaim())
                    .isFalse();
            created.createdFor(use);
            assertThat(created.isExclusive()).isEqualTo(use == Use.EXCLUSIVE);
            assertThat(created.leases()).isEqualTo(1);
        }
        SlotState forNobody = new SlotState();
        forNobody.createdFor(null);
        assertThat(forNobody.isIdle()).isTrue();
    }

    @Test
    void holdsItsRulesHoweverManyThreadsTry() throws Exception {
        AtomicInteger inside = new AtomicInteger();
        List<Caller<Integer>> callers = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            int kind = i % 3;
            callers.add(Caller.start(() -> {
                int served = 0;
                for (int n = 0; n < 20_000; n++) {
                    served += kind == 0 ? alone(inside) : kind == 1 ? together(inside) : claimed(inside);
                }
                return served;
            }));
        }

        int served = 0;
        for (Caller<Integer> caller : callers) {
            served += caller.result();
        }
        assertThat(served).isPositive();
        assertThat(slot.isIdle()).isTrue();
        assertThat(inside).hasValue(0);
    }

    private int alone(AtomicInteger inside) {
        if (!slot.tryTake()) {
            return 0;
        }
        require(inside.addAndGet(100) == 100);
        inside.addAndGet(-100);
        require(slot.release(slot.ticket()));
        return 1;
    }

    private int together(AtomicInteger inside) {
        if (!slot.tryJoin(2, false)) {
            return 0;
        }
        require(inside.incrementAndGet() <= 2);
        inside.decrementAndGet();
        leave();
        return 1;
    }

    private int claimed(AtomicInteger inside) {
        if (!slot.tryClaim()) {
            return 0;
        }
        require(inside.addAndGet(100) == 100);
        inside.addAndGet(-100);
        slot.unclaim();
        return 1;
    }

    private static void require(boolean holds) {
        if (!holds) {
            throw new AssertionError("two were inside that must not be");
        }
    }
}
