package io.github.mooring.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mooring.api.MongoException;
import io.github.mooring.api.MongoInterruptedException;
import io.github.mooring.api.MongoOperationTimeoutException;
import io.github.mooring.api.MongoProtocolException;
import io.github.mooring.api.MongoSocketException;
import io.github.mooring.time.Caller;
import io.github.mooring.time.Clock;
import io.github.mooring.time.Deadline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Many callers on one connection: who answers whom, and what the end of one means to the others. */
@Timeout(300)
class SharedConnectionTest {
    private final LoopTransport transport = LoopTransport.echo();
    private final WireConnection connection = connection(transport);

    @Test
    void everyCallerGetsItsOwnReply() throws Exception {
        transport.hold();
        List<Caller<Integer>> callers = start(5);

        transport.release(5);

        for (int i = 0; i < callers.size(); i++) {
            assertThat(callers.get(i).result()).isEqualTo(i);
        }
        assertThat(connection.inFlight()).isZero();
        assertThat(connection.isUsable()).isTrue();
    }

    @Test
    void repliesThatComeTogetherCostOneRead() throws Exception {
        transport.hold();
        List<Caller<Integer>> callers = start(5);
        transport.awaitReader();
        int before = transport.reads();

        transport.release(5);

        for (Caller<Integer> caller : callers) {
            caller.result();
        }
        assertThat(transport.reads()).isEqualTo(before);
    }

    @Test
    void whoComesWhileAnotherWritesIsTakenAlong() throws Exception {
        transport.stick(true);
        Caller<Integer> first = say(0);
        transport.awaitWriter();
        List<Caller<Integer>> others = new ArrayList<>();
        for (int i = 1; i <= 4; i++) {
            others.add(say(i));
            awaitInFlight(i + 1);
        }

        transport.stick(false);

        assertThat(first.result()).isZero();
        for (int i = 0; i < others.size(); i++) {
            assertThat(others.get(i).result()).isEqualTo(i + 1);
        }
        assertThat(transport.writes()).isEqualTo(2);
        assertThat(transport.requests())
                .extracting(request -> Frames.int32(request, 4))
                .as("numbered in the order of the wire")
                .containsExactly(1, 2, 3, 4, 5);
    }

    @Test
    void largeRequestIsWrittenByItsOwner() throws Exception {
        transport.stick(true);
        Caller<Integer> first = say(0);
        transport.awaitWriter();
        String large = "x".repeat(100_000);
        Caller<String> second = Caller.start(() -> connection.call(
                new BsonCommand("test", new BsonDocument("say", new BsonString(large))),
                Deadline.never(),
                (body, server) -> String.valueOf(body.stringValue("said"))));
        awaitInFlight(2);
        Caller<Integer> third = say(3);
        awaitInFlight(3);

        transport.stick(false);

        assertThat(first.result()).isZero();
        assertThat(second.result()).isEqualTo(large);
        assertThat(third.result()).isEqualTo(3);
        assertThat(transport.writes()).isEqualTo(3);
    }

    @Test
    void deadlineOfAFollowerHurtsNobodyElse() throws Exception {
        transport.hold();
        List<Caller<Integer>> callers = start(2);
        transport.awaitReader();
        AtomicLong now = new AtomicLong();
        Caller<Integer> impatient = say(7, within50MillisOf(now));
        transport.awaitRequests(3);

        now.addAndGet(TimeUnit.MILLISECONDS.toNanos(50));

        Throwable e = impatient.failure();
        assertThat(e).isInstanceOf(MongoOperationTimeoutException.class).hasMessageContaining("deadline of 50 ms");
        assertThat(((MongoException) e).bytesSent()).isTrue();
        assertThat(connection.isUsable()).isTrue();
        assertThat(connection.inFlight()).isEqualTo(3);
        assertThat(connection.calls()).extracting(CallInFlight::abandoned).containsExactly(false, false, true);
        transport.release(3);
        assertThat(callers.get(0).result()).isZero();
        assertThat(callers.get(1).result()).isEqualTo(1);
        assertThat(connection.isCaughtUp()).isTrue();
        assertThat(connection.inFlight()).isZero();
    }

    @Test
    void deadlineOfALeaderHandsTheBatonOn() throws Exception {
        transport.hold();
        Caller<Integer> leader = say(0, within(1000));
        transport.awaitReader();
        Caller<Integer> follower = say(1);
        transport.awaitRequests(2);

        assertThat(leader.failure()).isInstanceOf(MongoOperationTimeoutException.class);
        transport.awaitReader();
        transport.release(2);

        assertThat(follower.result()).isEqualTo(1);
        assertThat(connection.inFlight()).isZero();
        assertThat(connection.isUsable()).isTrue();
    }

    @Test
    void lateReplyIsDroppedByTheNextCaller() throws Exception {
        transport.hold();
        assertThat(say(0, within(50)).failure()).isInstanceOf(MongoOperationTimeoutException.class);
        assertThat(connection.isCaughtUp()).isFalse();
        Caller<Integer> next = say(1);
        transport.awaitRequests(2);

        transport.release(2);

        assertThat(next.result()).isEqualTo(1);
        assertThat(connection.isCaughtUp()).isTrue();
    }

    @Test
    void deadlineWhileAnotherWritesSendsNothing() throws Exception {
        transport.stick(true);
        Caller<Integer> writer = say(0);
        transport.awaitWriter();

        Throwable e = say(1, within(50)).failure();

        assertThat(e).isInstanceOf(MongoOperationTimeoutException.class).hasMessageContaining("it was not sent");
        assertThat(((MongoException) e).bytesSent()).isFalse();
        transport.stick(false);
        assertThat(writer.result()).isZero();
        assertThat(transport.requests()).hasSize(1);
    }

    @Test
    void interruptOfAFollowerAbandonsItsCall() throws Exception {
        transport.hold();
        Caller<Integer> leader = say(0);
        transport.awaitReader();
        Caller<Integer> follower = say(1);
        transport.awaitRequests(2);

        follower.interrupt();

        Throwable e = follower.failure();
        assertThat(e).isInstanceOf(MongoInterruptedException.class);
        assertThat(((MongoException) e).bytesSent()).isTrue();
        transport.release(2);
        assertThat(leader.result()).isZero();
    }

    @Test
    void interruptOfOneInTheQueueSendsNothing() throws Exception {
        transport.stick(true);
        Caller<Integer> writer = say(0);
        transport.awaitWriter();
        Caller<Integer> queued = say(1);
        awaitInFlight(2);

        queued.interrupt();

        Throwable e = queued.failure();
        assertThat(e).isInstanceOf(MongoInterruptedException.class);
        assertThat(((MongoException) e).bytesSent()).isFalse();
        transport.stick(false);
        assertThat(writer.result()).isZero();
    }

    @Test
    void endOfTheStreamFailsAllThatAreInTheAir() throws Exception {
        transport.hold();
        List<Caller<Integer>> callers = start(3);

        transport.end();

        for (Caller<Integer> caller : callers) {
            Throwable e = caller.failure();
            assertThat(e).isInstanceOf(MongoSocketException.class).hasMessageContaining("instead of answering say");
            assertThat(((MongoException) e).bytesSent()).isTrue();
        }
        assertThat(connection.isUsable()).isFalse();
        assertThat(connection.inFlight()).isZero();
    }

    @Test
    void abortTellsTheReasonAndWhoseBytesWereSent() throws Exception {
        transport.hold();
        List<Caller<Integer>> sent = start(2);
        transport.stick(true);
        Caller<Integer> writing = say(2);
        transport.awaitWriter();
        Caller<Integer> queued = say(3);
        awaitInFlight(4);

        connection.abort("the monitor has lost the server");

        for (Caller<Integer> caller : sent) {
            MongoException e = (MongoException) caller.failure();
            assertThat(e)
                    .isInstanceOf(MongoSocketException.class)
                    .hasMessageContaining("the monitor has lost the server");
            assertThat(e.bytesSent()).isTrue();
        }
        assertThat(((MongoException) writing.failure()).bytesSent()).isTrue();
        assertThat(((MongoException) queued.failure()).bytesSent()).isFalse();
    }

    @Test
    void writerThatIsStuckEndsTheConnectionForAll() throws Exception {
        transport.hold();
        List<Caller<Integer>> sent = start(1);
        transport.awaitReader(); // or it might write for the next one as well, and has all the time it wants
        transport.stick(true);
        AtomicLong now = new AtomicLong();
        Caller<Integer> stuck = say(1, within50MillisOf(now));
        transport.awaitWriter();
        Caller<Integer> queued = say(2);
        awaitInFlight(3);

        now.addAndGet(TimeUnit.MILLISECONDS.toNanos(50));

        assertThat(stuck.failure()).isInstanceOf(MongoOperationTimeoutException.class);
        Throwable other = sent.get(0).failure();
        assertThat(other).isInstanceOf(MongoSocketException.class).hasCauseInstanceOf(MongoException.class);
        assertThat(((MongoException) other).bytesSent()).isTrue();
        Throwable unsent = queued.failure();
        assertThat(((MongoException) unsent).bytesSent()).isFalse();
    }

    @Test
    void replyToNobodyEndsTheConnection() throws Exception {
        transport.hold();
        List<Caller<Integer>> callers = start(2);

        transport.send(Frames.opMsg(99, 0, BsonDocument.parse("{ok: 1}")));

        for (Caller<Integer> caller : callers) {
            assertThat(caller.failure())
                    .isInstanceOf(MongoProtocolException.class)
                    .hasMessageContaining("message header responseTo: expected 1..2, got 99");
        }
    }

    @Test
    void secondReplyToTheSameRequestEndsTheConnection() throws Exception {
        transport.hold();
        List<Caller<Integer>> callers = start(2);
        transport.awaitReader();

        byte[] reply = Frames.opMsg(1, 0, BsonDocument.parse("{ok: 1, said: 0}"));
        transport.send(reply);
        assertThat(callers.get(0).result()).isZero();
        transport.send(reply);

        assertThat(callers.get(1).failure()).isInstanceOf(MongoProtocolException.class);
    }

    @Test
    void unansweredRequestsGoOutTogetherWithOthers() throws Exception {
        transport.stick(true);
        Caller<Integer> first = say(0);
        transport.awaitWriter();
        Caller<Boolean> unanswered = Caller.start(() -> {
            connection.send(new BsonCommand("test", new BsonDocument("say", new BsonInt32(1))), Deadline.never());
            return true;
        });
        awaitInFlight(2);
        Caller<Integer> third = say(2);
        awaitInFlight(3);

        transport.stick(false);

        assertThat(first.result()).isZero();
        assertThat(unanswered.result()).isTrue();
        assertThat(third.result()).isEqualTo(2);
        assertThat(transport.requests()).extracting(r -> Frames.int32(r, 4)).containsExactly(1, 0, 2);
    }

    @Test
    void idleConnectionThatThePeerHasClosedIsNotAlive() {
        assertThat(connection.isAlive()).isTrue();

        transport.end();

        assertThat(connection.isUsable()).isTrue();
        assertThat(connection.isAlive()).isFalse();
        assertThat(connection.isUsable()).isFalse();
    }

    @Test
    void idleConnectionThatGetsWhatItHasNotAskedForIsNotAlive() {
        transport.send(new byte[] {1, 2, 3});

        assertThat(connection.isAlive()).isFalse();
    }

    @Test
    void connectionInUseIsAlive() throws Exception {
        transport.hold();
        List<Caller<Integer>> callers = start(1);
        transport.awaitReader();

        assertThat(connection.isAlive()).isTrue();

        transport.release(1);
        callers.get(0).result();
    }

    private List<Caller<Integer>> start(int count) throws InterruptedException {
        List<Caller<Integer>> callers = new ArrayList<>();
        int before = transport.requests().size();
        for (int i = 0; i < count; i++) {
            callers.add(say(i));
            transport.awaitRequests(before + i + 1);
        }
        return callers;
    }

    private Caller<Integer> say(int number) {
        return say(number, Deadline.never());
    }

    private Caller<Integer> say(int number, Deadline deadline) {
        return Caller.start(() -> connection.call(
                new BsonCommand("test", new BsonDocument("say", new BsonInt32(number))),
                deadline,
                (body, server) -> body.intValue("said", -1)));
    }

    private void awaitInFlight(int count) {
        Deadline patience = within(20_000);
        while (connection.inFlight() != count) {
            assertThat(patience.isExpired())
                    .as("in flight: " + connection.inFlight())
                    .isFalse();
            Thread.onSpinWait();
        }
    }

    /** In a time that stands still until the test moves it, so that a slow machine does not matter. */
    private static Deadline within50MillisOf(AtomicLong now) {
        Clock clock = Clock.of(now::get, (lock, condition, nanos) -> nanos);
        return Deadline.after(clock, Duration.ofMillis(50));
    }

    private static Deadline within(long millis) {
        return Deadline.after(Clock.system(), Duration.ofMillis(millis));
    }

    private static WireConnection connection(LoopTransport transport) {
        return new WireConnection(
                new MessageChannel(transport, 7, new Recycler(), Clock.system()),
                ConnectionDescription.beforeHello(ScriptedTransport.SERVER),
                7);
    }
}
