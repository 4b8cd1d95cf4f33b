package io.github.mooring.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mooring.api.MongoOperationTimeoutException;
import io.github.mooring.api.MongoSocketException;
import io.github.mooring.time.Caller;
import io.github.mooring.time.Clock;
import io.github.mooring.time.Deadline;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What whoever tends a connection does for those who wait on it, in a time that stands still until it is moved. */
@Timeout(300)
class TendingTest {
    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 1);
    /** How long the last parks were meant to last. */
    private final BlockingQueue<Long> parks = new LinkedBlockingQueue<>();

    private volatile Thread parked = Thread.currentThread();

    private final Clock clock = Clock.of(
            now::get,
            (lock, condition, nanos) -> {
                throw new AssertionError("nothing on a connection waits on a condition");
            },
            (blocker, nanos) -> {
                parked = Thread.currentThread();
                parks.add(nanos);
                LockSupport.park(blocker);
            });

    private final LoopTransport transport = LoopTransport.echo().hold();
    private final WireConnection connection = new WireConnection(
            new MessageChannel(transport, 7, new Recycler(), clock),
            ConnectionDescription.beforeHello(ScriptedTransport.SERVER),
            7);

    @Test
    void whereNobodyTendsEachWaitHasItsOwnLimit() throws Exception {
        Caller<Integer> leader = lead();
        Caller<Integer> follower = say(1, seconds(60));

        assertThat(nextPark()).isEqualTo(TimeUnit.SECONDS.toNanos(60));

        transport.release(2);
        assertThat(follower.result()).isEqualTo(1);
        assertThat(leader.result()).isZero();
    }

    @Test
    void whoHasMuchTimeWaitsWithoutALimitWhereSomebodyTends() throws Exception {
        connection.tend();
        Caller<Integer> leader = lead();
        Caller<Integer> patient = say(1, seconds(60));
        assertThat(nextPark()).isEqualTo(Long.MAX_VALUE);

        Caller<Integer> other = say(2, seconds(10));
        assertThat(nextPark()).isEqualTo(TimeUnit.SECONDS.toNanos(10));

        transport.release(3);
        assertThat(patient.result()).isEqualTo(1);
        assertThat(other.result()).isEqualTo(2);
        assertThat(leader.result()).isZero();
    }

    @Test
    void whoseTimeRunsShortIsWokenAndTimesOutWhenItIsUp() throws Exception {
        connection.tend();
        Caller<Integer> leader = lead();
        Caller<Integer> patient = say(1, seconds(60));
        assertThat(nextPark()).isEqualTo(Long.MAX_VALUE);

        advance(49);
        connection.tend();
        assertThat(parks).as("eleven seconds are enough to sleep on").isEmpty();
        advance(2);
        connection.tend();
        assertThat(nextPark()).isEqualTo(TimeUnit.SECONDS.toNanos(9));
        connection.tend();
        advance(9);
        LockSupport.unpark(parked);

        assertThat(patient.failure()).isInstanceOf(MongoOperationTimeoutException.class);
        transport.release(1);
        assertThat(leader.result()).isZero();
    }

    @Test
    void whoWaitsForThePenIsWokenAsWell() throws Exception {
        connection.tend();
        transport.stick(true);
        Caller<Integer> writer = say(0, Deadline.never());
        transport.awaitWriter();
        Caller<Integer> queued = say(1, seconds(20));
        assertThat(nextPark()).isEqualTo(Long.MAX_VALUE);

        advance(15);
        connection.tend();
        assertThat(nextPark()).isEqualTo(TimeUnit.SECONDS.toNanos(5));

        transport.stick(false);
        transport.awaitRequests(2);
        transport.release(2);
        assertThat(writer.result()).isZero();
        assertThat(queued.result()).isEqualTo(1);
    }

    @Test
    void aReplyThatWasGivenUpAndDoesNotComeEndsTheConnectionForThoseBehindIt() throws Exception {
        giveUpOne();
        Caller<Integer> behind = say(1, Deadline.never());
        transport.awaitRequests(2);

        connection.tend();
        advance(9);
        connection.tend();
        assertThat(connection.isUsable()).isTrue();
        advance(1);
        connection.tend();

        assertThat(connection.isUsable()).isFalse();
        assertThat(behind.failure())
                .isInstanceOf(MongoSocketException.class)
                .hasMessageContaining("nothing has come for 10000 ms")
                .hasMessageContaining("the reply to say, which its caller has given up");
    }

    @Test
    void aReplyThatIsWaitedForMayTakeAsLongAsItsCallerHas() throws Exception {
        Caller<Integer> first = lead();

        connection.tend();
        advance(1000);
        connection.tend();

        assertThat(connection.isUsable()).isTrue();
        transport.release(1);
        assertThat(first.result()).isZero();
    }

    @Test
    void aReplyThatWasGivenUpIsDroppedWhenItComesAndTheConnectionLives() throws Exception {
        giveUpOne();
        connection.tend();
        advance(9);
        transport.release(1);

        connection.tend();
        advance(9);
        connection.tend();

        assertThat(connection.isUsable()).isTrue();
        assertThat(connection.inFlight()).isZero();
    }

    @Test
    void asLongAsSomethingComesTheConnectionLives() throws Exception {
        giveUpOne();
        byte[] reply = Frames.opMsg(1, 0, BsonDocument.parse("{ok: 1, said: 0}"));
        for (byte each : reply) {
            connection.tend();
            advance(9);
            transport.send(new byte[] {each});
        }
        connection.tend();

        assertThat(connection.isUsable()).isTrue();
        assertThat(connection.isCaughtUp()).isTrue();
    }

    /** A call whose caller has left at once. */
    private void giveUpOne() throws Exception {
        Caller<Integer> impatient = say(0, seconds(1));
        transport.awaitReader();
        advance(1);
        assertThat(impatient.failure()).isInstanceOf(MongoOperationTimeoutException.class);
        assertThat(connection.isCaughtUp()).isFalse();
    }

    /** The one who reads for all. */
    private Caller<Integer> lead() throws InterruptedException {
        Caller<Integer> leader = say(0, Deadline.never());
        transport.awaitReader();
        return leader;
    }

    private Caller<Integer> say(int number, Deadline deadline) {
        return Caller.start(() -> connection.call(
                new BsonCommand("test", new BsonDocument("say", new BsonInt32(number))),
                deadline,
                (body, server) -> body.intValue("said", -1)));
    }

    private long nextPark() throws InterruptedException {
        Long nanos = parks.poll(40, TimeUnit.SECONDS);
        assertThat(nanos).as("a park").isNotNull();
        return nanos;
    }

    private Deadline seconds(long seconds) {
        return Deadline.after(clock, Duration.ofSeconds(seconds));
    }

    private void advance(long seconds) {
        now.addAndGet(TimeUnit.SECONDS.toNanos(seconds));
    }
}
