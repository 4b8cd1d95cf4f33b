package io.github.mooring.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mooring.connection.Call.State;
import io.github.mooring.time.Clock;
import io.github.mooring.time.Deadline;
import java.time.Duration;
import org.bson.BsonDocument;
import org.junit.jupiter.api.Test;

/** Who gets the pen and what goes out together, step by step; all by one thread. */
class TrafficTest {
    private static final int SIZE = 100;

    private final ScriptedTransport transport = new ScriptedTransport();
    private final ReplyStream stream = new ReplyStream(transport, new Recycler());
    private final Traffic traffic = new Traffic(Clock.system(), stream, 2);

    @Test
    void whoIsAloneWritesAtOnceHoweverCourteous() {
        Call call = call();

        assertThat(traffic.submit(call, true)).isFalse();

        assertThat(call.state).isSameAs(State.WRITING);
    }

    @Test
    void whoIsInCompanyMayLetOthersGoFirstAndTakesThemAlong() {
        sent();
        Call first = call();
        Call second = call();
        Call third = call();

        assertThat(traffic.submit(first, true)).isTrue();
        assertThat(traffic.submit(second, true)).isFalse();
        assertThat(traffic.submit(third, false)).isFalse();
        assertThat(first.state).as("has the pen, and nothing is sent").isSameAs(State.PEN);
        traffic.beginWriting(first);

        assertThat(first.state).isSameAs(State.WRITING);
        assertThat(second.state).isSameAs(State.SENT);
        assertThat(third.state).isSameAs(State.SENT);
        assertThat(first.requestBytes()).isEqualTo(3 * SIZE);
        assertThat(traffic.inFlight()).isEqualTo(4);
    }

    @Test
    void whoIsNotCourteousWritesAtOnceInCompany() {
        sent();
        Call call = call();

        assertThat(traffic.submit(call, false)).isFalse();

        assertThat(call.state).isSameAs(State.WRITING);
    }

    @Test
    void whoIsHandedThePenTakesAlongWhatHasQueued() {
        Call first = call();
        Call large = call(Outbox.COPIED_BYTES + 1);
        Call behind = call();
        traffic.submit(first, false);
        traffic.submit(large, false);
        traffic.submit(behind, false);

        assertThat(traffic.written(first, first.request, 0))
                .as("the next is too large to be taken along")
                .isFalse();
        traffic.beginWriting(large);
        assertThat(large.requestBytes()).isEqualTo(Outbox.COPIED_BYTES + 1);
        traffic.written(large, large.request, Traffic.MAX_ROUNDS);
        Call last = call();
        traffic.submit(last, false);
        traffic.beginWriting(behind);

        assertThat(behind.requestBytes()).isEqualTo(2 * SIZE);
        assertThat(last.state).isSameAs(State.SENT);
    }

    @Test
    void whatIsKnownNotToHaveBeenWrittenIsNotCalledSent() {
        Call before = sent();
        Call first = call();
        Call along = call();
        Call unanswered = call();
        unanswered.answered = false;
        traffic.submit(first, true);
        traffic.submit(along, false);
        traffic.submit(unanswered, false);
        traffic.beginWriting(first);

        traffic.tell(traffic.kill(Death.closed("for a test"), true));

        assertThat(before.sent).isTrue();
        assertThat(first.sent).isFalse();
        assertThat(along.sent).isFalse();
        assertThat(unanswered.sent).isFalse();
        assertThat(along.state).isSameAs(State.FAILED);
    }

    @Test
    void whatWasWrittenInAnEarlierRoundWasSentAlthoughTheNextWasNot() {
        Call first = call();
        first.answered = false;
        Call second = call();
        traffic.submit(first, false);
        traffic.submit(second, false);
        assertThat(traffic.written(first, first.request, 0)).isTrue();

        traffic.tell(traffic.kill(Death.closed("for a test"), true));

        assertThat(first.sent).isTrue();
        assertThat(second.sent).isFalse();
    }

    @Test
    void whatMayHaveBeenWrittenInPartIsCalledSent() {
        sent();
        Call first = call();
        Call along = call();
        traffic.submit(first, true);
        traffic.submit(along, false);
        traffic.beginWriting(first);
        Call queued = call();
        traffic.submit(queued, false);

        traffic.tell(traffic.kill(Death.closed("for a test"), false));

        assertThat(first.sent).isTrue();
        assertThat(along.sent).isTrue();
        assertThat(queued.sent).isFalse();
    }

    @Test
    void whoReadsManyRepliesKeepsThePenWhileItWakesTheirOwners() throws Exception {
        Call leader = sent();
        Call other = sent();
        answer(1, 2);

        lead(leader);

        assertThat(leader.state).isSameAs(State.DONE);
        assertThat(other.state).isSameAs(State.DONE);
        assertThat(leader.hasMail).isTrue();
        Call back = call();
        traffic.submit(back, false);
        assertThat(back.state).isSameAs(State.QUEUED);
        assertThat(traffic.calls())
                .as("who has got its reply is under way no more")
                .hasSize(1);
        assertThat(traffic.written(leader, leader.request, 0)).isTrue();
        assertThat(leader.requestBytes()).isEqualTo(SIZE);
        assertThat(traffic.written(leader, leader.request, 1)).isFalse();
        Call next = call();
        traffic.submit(next, false);
        assertThat(next.state).as("the pen is free again").isSameAs(State.WRITING);
    }

    @Test
    void whoReadsFewRepliesDoesNot() throws Exception {
        Call only = sent();
        answer(1);

        lead(only);

        assertThat(only.state).isSameAs(State.DONE);
        assertThat(only.hasMail).isFalse();
    }

    @Test
    void whoHasNoTimeLeftOrIsInterruptedDoesNotEither() throws Exception {
        Call hurried = sent();
        hurried.deadline = Deadline.after(Clock.system(), Duration.ofMillis(500));
        sent();
        answer(1, 2);
        lead(hurried);
        assertThat(hurried.hasMail).isFalse();

        Call interrupted = sent();
        sent();
        answer(3, 4);
        Thread.currentThread().interrupt();
        try {
            lead(interrupted);
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
        assertThat(interrupted.hasMail).isFalse();
    }

    @Test
    void aDeathWhileItHoldsThePenForOthersIsNotItsOwn() throws Exception {
        Call leader = sent();
        sent();
        answer(1, 2);
        lead(leader);
        Call queued = call();
        traffic.submit(queued, false);

        traffic.tell(traffic.kill(Death.closed("for a test"), false));

        assertThat(leader.state).isSameAs(State.DONE);
        assertThat(queued.state).isSameAs(State.FAILED);
        assertThat(queued.sent).isFalse();
        assertThat(traffic.written(leader, leader.request, 0)).isFalse();
    }

    private void lead(Call leader) throws Exception {
        stream.read(Deadline.never(), false);
        assertThat(traffic.deliver(leader)).isZero();
    }

    private void answer(int... numbers) {
        for (int number : numbers) {
            transport.send(Frames.opMsg(number, 0, BsonDocument.parse("{ok: 1}")));
        }
    }

    /** A call that waits for its reply. */
    private Call sent() {
        Call call = call();
        traffic.submit(call, false);
        traffic.written(call, call.request, 0);
        return call;
    }

    private static Call call() {
        return call(SIZE);
    }

    private static Call call(int bytes) {
        Call call = new Call();
        call.begin("ping", ConnectionDescription.beforeHello(ScriptedTransport.SERVER), Deadline.never());
        call.request.writeBytes(new byte[bytes], 0, bytes);
        return call;
    }
}
