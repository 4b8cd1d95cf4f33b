package io.github.mooring.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.mooring.model.Interleavings;
import io.github.mooring.model.Mutation;
import io.github.mooring.model.Scenario;
import org.junit.jupiter.api.Test;

/** Every interleaving of a few callers of a pool, and what would happen if a look, a wake-up or a hand-over was missing. */
class PoolModelTest {
    private static void assertHolds(Class<? extends Scenario> scenario, int preemptions) {
        assertThat(Interleavings.of(scenario).preemptions(preemptions).explore())
                .isGreaterThan(100);
    }

    private static void assertNoticed(Class<? extends Scenario> scenario, Mutation mistake, String how) {
        assertThatThrownBy(() -> Interleavings.of(scenario).with(mistake).explore())
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining(how);
    }

    @Test
    void threeCallersOfOneResourceAllGetItOneAtATime() {
        assertHolds(PoolScenarios.ThreeCallers.class, 2);
    }

    @Test
    void whoReturnsWithoutLookingForWaitersWouldLeaveThemWaiting() {
        assertNoticed(
                PoolScenarios.ThreeCallers.class,
                Mutation.withoutCall("Returns", "giveBack", "settle"),
                "nobody can go on");
    }

    @Test
    void whoWaitsWithoutClosingTheShortWayFirstWouldWaitForEver() {
        assertNoticed(
                PoolScenarios.ThreeCallers.class,
                Mutation.withoutCall("Ledger", "enter", "publish"),
                "nobody can go on");
    }

    @Test
    void whoWaitsWithoutLookingAtTheSlotsOnceMoreWouldWaitForEver() {
        assertNoticed(
                PoolScenarios.ThreeCallers.class, Mutation.withoutCall("Ledger", "enter", "serve"), "nobody can go on");
    }

    @Test
    void aHandOverThatWakesNobodyWouldShow() {
        assertNoticed(
                PoolScenarios.ThreeCallers.class,
                Mutation.withoutCall("Engine", "passOnOrCondemn", "wake"),
                "nobody can go on");
    }

    @Test
    void whoLooksAgainBeforeWaitingMissesNothing() {
        assertHolds(PoolScenarios.TwoWhoLookAgain.class, 3);
    }

    @Test
    void exclusiveAndSharedUseDoNotMixAndNobodyStarves() {
        assertHolds(PoolScenarios.SharedAndExclusive.class, 2);
    }

    @Test
    void whoTakesACloserLookIsAloneAndSharesAfterwards() {
        assertHolds(PoolScenarios.LookedAtAndShared.class, 2);
    }

    @Test
    void theLastToLeaveASharedResourceWithoutLookingForWaitersWouldLeaveThemWaiting() {
        assertNoticed(
                PoolScenarios.SharedAndExclusive.class,
                Mutation.withoutCall("Returns", "leaveQuietly", "settle"),
                "nobody can go on");
    }

    @Test
    void aWaitThatEndsAnyWayLosesNothing() {
        assertHolds(PoolScenarios.EveryWayOut.class, 2);
    }

    @Test
    void aWaiterThatStayedInTheQueueWhenItGaveUpWouldBeHandedAResource() {
        assertNoticed(
                PoolScenarios.EveryWayOut.class, Mutation.withoutCall("Ledger", "withdraw", "remove"), "EveryWayOut");
    }

    @Test
    void aClearAtAnyMomentLeavesNothingStaleBehind() {
        assertHolds(PoolScenarios.Cleared.class, 2);
    }

    @Test
    void whoReturnsWithoutLookingForAClearWouldLeaveSomethingStaleIdle() {
        assertNoticed(PoolScenarios.Cleared.class, Mutation.withoutCall("Returns", "giveBack", "settle"), "Cleared");
    }

    @Test
    void aGroupThatIsClearedAtAnyMomentLeavesNothingStaleBehind() {
        assertHolds(PoolScenarios.GroupCleared.class, 2);
    }

    @Test
    void whoReturnsWithoutLookingForAClearedGroupWouldLeaveSomethingStaleIdle() {
        assertNoticed(
                PoolScenarios.GroupCleared.class,
                Mutation.withoutCall("Returns", "giveBack", "settle"),
                "nothing stale is idle");
    }

    @Test
    void aCloseAtAnyMomentEndsEverything() {
        assertHolds(PoolScenarios.Closed.class, 2);
    }

    @Test
    void whoReturnsWithoutLookingForACloseWouldLeaveSomethingOpen() {
        assertNoticed(PoolScenarios.Closed.class, Mutation.withoutCall("Returns", "giveBack", "settle"), "Closed");
    }

    @Test
    void aCreationThatFailsPassesItsPermitOn() {
        assertHolds(PoolScenarios.CreationFails.class, 3);
    }

    @Test
    void aFailedCreationThatKeptItsPermitWouldLeaveTheNextWaiting() {
        assertNoticed(
                PoolScenarios.CreationFails.class,
                Mutation.withoutCall("CheckOut", "create", "free"),
                "nobody can go on");
    }

    @Test
    void aResourceThatIsDiscardedMakesRoomForTheNext() {
        assertHolds(PoolScenarios.Discarded.class, 2);
    }

    @Test
    void aDiscardThatDidNotServeTheQueueWouldLeaveItWaiting() {
        assertNoticed(
                PoolScenarios.Discarded.class, Mutation.withoutCall("Engine", "remove", "serve"), "nobody can go on");
    }

    @Test
    void twoPoolsShareOnePermitOfABudget() {
        assertHolds(PoolScenarios.OneBudget.class, 2);
    }

    @Test
    void whoReturnsWithoutLookingAtTheBudgetWouldLeaveAnotherPoolWaiting() {
        assertNoticed(
                PoolScenarios.OneBudget.class,
                Mutation.withoutCall("Returns", "giveBack", "isContended"),
                "nobody can go on");
    }

    @Test
    void nobodyGetsAloneWhatOthersHaveLeftBusyAndEverybodyGetsItAfterwards() {
        assertHolds(PoolScenarios.LeftBusy.class, 2);
    }

    @Test
    void whoLeavesWithoutLookingWhetherItIsBusyWouldHandABusyResourceOver() {
        assertNoticed(
                PoolScenarios.LeftBusy.class,
                Mutation.withoutCall("Returns", "leaveSlot", "isBusy"),
                "taken alone although it is busy");
    }

    @Test
    void aRecallThatPassedNothingOnWouldLeaveOthersWaiting() {
        assertNoticed(
                PoolScenarios.LeftBusy.class,
                Mutation.withoutCall("Recall", "look", "finishQuietly"),
                "nobody can go on");
    }

    @Test
    void aRecallThatWokeNobodyWouldLeaveOthersWaiting() {
        assertNoticed(
                PoolScenarios.LeftBusy.class,
                Mutation.withoutCall("Engine", "passOnOrCondemn", "wake"),
                "nobody can go on");
    }

    @Test
    void whatGoesStaleWhileItIsBusyIsNotKept() {
        assertHolds(PoolScenarios.StaleWhileBusy.class, 2);
    }

    @Test
    void aCloseEndsWhatIsBusyWhoeverLooksAtItMeanwhile() {
        assertHolds(PoolScenarios.ClosedWhileBusy.class, 2);
    }

    @Test
    void whoSetsSomethingAsideWithoutLookingForACloseWouldKeepItForEver() {
        assertNoticed(
                PoolScenarios.ClosedWhileBusy.class,
                Mutation.withoutCall("Engine", "trySetAside", "staleness"),
                "nothing stale is kept aside");
    }

    @Test
    void aLeaseEndsOnceHoweverManyEndIt() {
        assertHolds(PoolScenarios.EndedTwice.class, 2);
    }
}
