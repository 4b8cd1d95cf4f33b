package io.github.mooring.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.mooring.model.Interleavings;
import io.github.mooring.model.Mutation;
import io.github.mooring.model.Scenario;
import org.junit.jupiter.api.Test;

/** Every interleaving of a few calls on one connection: who has the pen, who has the baton, who is told. */
class ConnectionModelTest {
    /** Where calls come from and go to in the end is a matter of its own, and how bytes are put is no matter of order. */
    private static Interleavings interleavings(Class<? extends Scenario> scenario) {
        return Interleavings.of(scenario).atomic("Recycler", "LittleEndian");
    }

    private static void assertHolds(Class<? extends Scenario> scenario, int preemptions) {
        assertThat(interleavings(scenario).preemptions(preemptions).explore()).isGreaterThan(100);
    }

    private static void assertNoticed(Class<? extends Scenario> scenario, Mutation mistake, String how) {
        assertThatThrownBy(() -> interleavings(scenario).with(mistake).explore())
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining(how);
    }

    @Test
    void threeCallsOnOneConnectionGetTheirOwnReplies() {
        assertHolds(ConnectionScenarios.ThreeCalls.class, 2);
    }

    @Test
    void whoDoesNotHandThePenOnWouldLeaveTheOthersUnsent() {
        assertNoticed(
                ConnectionScenarios.ThreeCalls.class,
                Mutation.withoutCall("Traffic", "written", "passPen"),
                "nobody can go on");
    }

    @Test
    void whoDoesNotHandTheBatonOnWouldLeaveTheOthersWaiting() {
        assertNoticed(
                ConnectionScenarios.ThreeCalls.class,
                Mutation.withoutCall("Traffic", "deliver", "passBaton"),
                "nobody can go on");
    }

    @Test
    void whoDoesNotWakeTheOwnersOfRepliesWouldLeaveThemWaiting() {
        assertNoticed(
                ConnectionScenarios.ThreeCalls.class,
                Mutation.withoutCall("Traffic", "tell", "wake"),
                "nobody can go on");
    }

    @Test
    void aRequestWithoutANumberOfItsOwnWouldShow() {
        assertNoticed(
                ConnectionScenarios.ThreeCalls.class,
                Mutation.withoutCall("PendingReplies", "add", "number").onlyThe(1),
                "ThreeCalls");
    }

    @Test
    void whoLetsOthersGoFirstIsNotForgottenAndForgetsNobody() {
        assertHolds(ConnectionScenarios.Courteous.class, 2);
    }

    @Test
    void whoTakesOthersAlongAndWouldNotNumberThemWouldLeaveThemWaiting() {
        assertNoticed(
                ConnectionScenarios.Courteous.class, Mutation.withoutCall("Outbox", "append", "take"), "Courteous");
    }

    @Test
    void whoKeepsThePenToWriteForThoseItWakesGivesItOn() {
        assertHolds(ConnectionScenarios.Mail.class, 2);
        assertHolds(ConnectionScenarios.MailAndDeath.class, 2);
    }

    @Test
    void whoKeptThePenAndDidNotWriteWouldLeaveThemUnsent() {
        assertNoticed(
                ConnectionScenarios.Mail.class,
                Mutation.withoutCall("MessageChannel", "conduct", "writeMail"),
                "nobody can go on");
    }

    @Test
    void callsToASlowServerGetTheirOwnReplies() {
        assertHolds(ConnectionScenarios.SlowServer.class, 2);
    }

    @Test
    void whoHasWrittenForOthersAndDoesNotSeeToAReaderWouldLeaveThemWaiting() {
        assertNoticed(
                ConnectionScenarios.SlowServer.class,
                Mutation.withoutCall("Traffic", "written", "wake").onlyThe(1),
                "nobody can go on");
    }

    @Test
    void aCallerThatRunsOutOfTimeDisturbsNobody() {
        assertHolds(ConnectionScenarios.OneIsImpatient.class, 2);
    }

    @Test
    void aLeaderThatLeftWithTheBatonWouldLeaveTheOthersWaiting() {
        assertNoticed(
                ConnectionScenarios.OneIsImpatient.class,
                Mutation.withoutCall("Traffic", "leave", "passBaton"),
                "nobody can go on");
    }

    @Test
    void thePenGoesFromOneLargeRequestToTheNext() {
        assertHolds(ConnectionScenarios.LargeRequests.class, 2);
    }

    @Test
    void aCallerThatLeftWithThePenWouldLeaveTheOthersUnsent() {
        assertNoticed(
                ConnectionScenarios.LargeRequests.class,
                Mutation.withoutCall("Traffic", "leave", "passPen"),
                "nobody can go on");
    }

    @Test
    void anInterruptEndsOneCallAndDisturbsNobody() {
        assertHolds(ConnectionScenarios.Interrupted.class, 2);
    }

    @Test
    void aDeathAtAnyMomentIsToldToEachCallOnce() {
        assertHolds(ConnectionScenarios.Dies.class, 2);
    }

    @Test
    void aDeathThatForgotTheQueueWouldLeaveItWaiting() {
        assertNoticed(
                ConnectionScenarios.Dies.class,
                Mutation.withoutCall("Traffic", "kill", "settleAll").onlyThe(2),
                "nobody can go on");
    }

    @Test
    void aDeathThatForgotThoseWhoWaitForRepliesWouldLeaveThemWaiting() {
        assertNoticed(
                ConnectionScenarios.Dies.class,
                Mutation.withoutCall("MessageChannel", "die", "tell"),
                "nobody can go on");
    }

    @Test
    void requestsThatAreNotAnsweredMixWithThoseThatAre() {
        assertHolds(ConnectionScenarios.WithoutAnswer.class, 3);
    }

    @Test
    void aLookAtTheStreamTakesNobodysReplyAway() {
        assertHolds(ConnectionScenarios.LookedAt.class, 3);
    }

    @Test
    void aLookThatKeptTheBatonWouldLeaveTheOthersWaiting() {
        assertNoticed(
                ConnectionScenarios.LookedAt.class,
                Mutation.withoutCall("Traffic", "endLook", "passBaton"),
                "nobody can go on");
    }
}
