package io.github.mooring.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.mooring.model.Interleavings;
import io.github.mooring.model.Mutation;
import io.github.mooring.model.Scenario;
import org.junit.jupiter.api.Test;

/** Every interleaving of check-outs with the end of their pool. */
class PoolSetModelTest {
    private static void assertHolds(Class<? extends Scenario> scenario) {
        assertThat(Interleavings.of(scenario).explore()).isGreaterThan(100);
    }

    private static void assertNoticed(Interleavings mistaken, String how) {
        assertThatThrownBy(mistaken::explore).isInstanceOf(AssertionError.class).hasMessageContaining(how);
    }

    @Test
    void aPoolThatExpiresIsServedByItsSuccessor() {
        assertHolds(PoolSetScenarios.Expires.class);
    }

    @Test
    void aPoolIsEvictedOnlyIfNobodyUsesIt() {
        assertHolds(PoolSetScenarios.Evicted.class);
    }

    @Test
    void whoDidNotPinAPoolCouldFindItRetiredASecondTime() {
        assertNoticed(
                Interleavings.of(PoolSetScenarios.Evicted.class)
                        .with(Mutation.withoutCall("Retirement", "pin", "pin"))
                        .with(Mutation.withoutCall("Retirement", "unpin", "unpin")),
                "PoolClosedException");
    }

    @Test
    void aPinThatWasNotTakenBackWouldKeepItsPoolForEver() {
        assertNoticed(
                Interleavings.of(PoolSetScenarios.Evicted.class)
                        .with(Mutation.withoutCall("Retirement", "unpin", "unpin")),
                "in the end: io.github.mooring.pool.PoolLimitException");
    }

    @Test
    void aPoolThatWasEvictedButNotClosedWouldKeepWhatItHasIdle() {
        assertNoticed(
                Interleavings.of(PoolSetScenarios.Evicted.class).with(Mutation.withoutCall("PoolSet", "end", "close")),
                "the books do not add up");
    }

    @Test
    void aCloseAtAnyMomentEndsAllPools() {
        assertHolds(PoolSetScenarios.SetCloses.class);
    }

    @Test
    void aPoolMadeAfterTheCloseWouldOutliveTheSet() {
        assertNoticed(
                Interleavings.of(PoolSetScenarios.SetCloses.class)
                        .with(Mutation.withoutCall("PoolSet", "pinNew", "requireOpenLocked")),
                "outlive the set");
    }
}
