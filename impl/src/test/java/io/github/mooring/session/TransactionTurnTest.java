package io.github.mooring.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.mooring.api.MongoClosedException;
import io.github.mooring.api.MongoTransactionException;
import io.github.mooring.api.MongoWaitQueueTimeoutException;
import io.github.mooring.api.ReadConcern;
import io.github.mooring.api.ServerAddress;
import io.github.mooring.api.WriteConcern;
import io.github.mooring.api.event.TransactionEnded;
import io.github.mooring.time.Cancellation;
import io.github.mooring.time.Deadline;
import io.github.mooring.time.ManualClock;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whose turn it is in a transaction, its number, and how old it is. Time is the test's. */
@Timeout(300)
class TransactionTurnTest {
    private static final Duration KEPT = Duration.ofMinutes(30);
    private static final ServerAddress SERVER = new ServerAddress("a", 1);

    private final ManualClock clock = new ManualClock();
    private final HeldSession held = new HeldSession();
    private final ServerSessions home = new ServerSessions(clock.clock());
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Transaction transaction = begun();

    private Transaction begun() {
        return new Transaction(
                new TransactionSettings(ReadConcern.SERVER_DEFAULT, WriteConcern.SERVER_DEFAULT, Duration.ZERO),
                held,
                clock.clock());
    }

    @AfterEach
    void close() {
        threads.shutdownNow();
    }

    private Future<?> waiter(Duration atMost, Cancellation cancellation) throws Exception {
        Future<?> waiter = threads.submit(() -> transaction.enter(Deadline.after(clock.clock(), atMost), cancellation));
        clock.awaitWaiters(1);
        return waiter;
    }

    private static void get(Future<?> future) throws Exception {
        Object unused = future.get(40, TimeUnit.SECONDS);
    }

    @Test
    void whoComesSecondWaitsUntilTheFirstIsDone() throws Exception {
        transaction.enter(Deadline.never(), Cancellation.none());
        Future<?> second = waiter(Duration.ofSeconds(1), Cancellation.none());

        assertThat(transaction.leave()).isNull();

        get(second);
    }

    @Test
    void whoWaitsForTooLongIsToldForWhom() throws Exception {
        transaction.enter(Deadline.never(), Cancellation.none());
        Future<?> second = waiter(Duration.ofMillis(700), Cancellation.none());
        clock.advance(Duration.ofMillis(700));

        assertThatExceptionOfType(ExecutionException.class)
                .isThrownBy(() -> get(second))
                .withCauseInstanceOf(MongoWaitQueueTimeoutException.class)
                .withMessageContaining("in thread '" + Thread.currentThread().getName() + "'")
                .withMessageContaining("all of 700 ms");
    }

    @Test
    void aWaitEndsWithItsSession() throws Exception {
        transaction.enter(Deadline.never(), Cancellation.none());
        Cancellation session = new Cancellation();
        Future<?> second = waiter(Duration.ofSeconds(1), session);
        session.cancel();

        assertThatExceptionOfType(ExecutionException.class)
                .isThrownBy(() -> get(second))
                .withCauseInstanceOf(MongoClosedException.class);
    }

    @Test
    void whoWaitsForATransactionThatIsOverDoesNotGetTheTurn() throws Exception {
        transaction.enter(Deadline.never(), Cancellation.none());
        Future<?> second = waiter(Duration.ofSeconds(1), Cancellation.none());

        assertThat(transaction.retire()).isNull();

        assertThatExceptionOfType(ExecutionException.class)
                .isThrownBy(() -> get(second))
                .withCauseInstanceOf(MongoTransactionException.class)
                .withMessageContaining("the transaction has ended: it was aborted");
        assertThat(transaction.leave()).isNull();
        assertThatExceptionOfType(MongoTransactionException.class)
                .as("nor whoever comes later")
                .isThrownBy(() -> transaction.enter(Deadline.never(), Cancellation.none()))
                .withMessageContaining("the transaction has ended");
    }

    @Test
    void anOperationWithinAnotherOneIsRefusedAndDoesNotWait() {
        transaction.enter(Deadline.never(), Cancellation.none());

        assertThatExceptionOfType(MongoTransactionException.class)
                .isThrownBy(() -> transaction.enter(Deadline.never(), Cancellation.none()))
                .withMessageContaining("called by another one");
    }

    @Test
    void oneHeldSessionServesOneTransactionAfterAnother() {
        TransactionStep first = transaction.step(home, KEPT);
        TransactionStep second = begun().step(home, KEPT);

        assertThat(second.number().session()).isEqualTo(first.number().session());
        assertThat(second.number().transaction()).isEqualTo(first.number().transaction() + 1);
        assertThat(transaction.step(home, KEPT).number()).isEqualTo(first.number());
    }

    @Test
    void aTransactionInWhichNothingIsDoneUsesANumberUp() {
        TransactionStep first = transaction.step(home, KEPT);
        Transaction unused = begun();
        assertThat(unused.isActive()).isTrue();

        assertThat(begun().step(home, KEPT).number().transaction())
                .isEqualTo(first.number().transaction() + 2);
    }

    @Test
    void aHeldSessionIsLentToOneWriteAtATime() {
        TransactionStep first = transaction.step(home, KEPT);
        ServerSession lent = Objects.requireNonNull(held.lend(home, KEPT));
        assertThat(lent.id()).isEqualTo(first.number().session());
        assertThat(held.lend(home, KEPT)).isNull();

        TransactionStep meanwhile = begun().step(home, KEPT);
        assertThat(meanwhile.number().session())
                .as("a transaction does not wait for it")
                .isNotEqualTo(lent.id());
        held.takeBack(lent, home, KEPT);
        assertThat(held.id()).isEqualTo(meanwhile.number().session());
        assertThat(home.take(KEPT)).isSameAs(lent);
    }

    @Test
    void aHeldSessionThatTheServerMayHaveForgottenIsReplaced() {
        TransactionStep first = transaction.step(home, KEPT);
        transaction.sent(SERVER);
        clock.advance(KEPT);

        assertThat(begun().step(home, KEPT).number().session())
                .isNotEqualTo(first.number().session());
    }

    @Test
    void aSessionIsGivenBackUnlessAConnectionWasLostUnderIt() {
        TransactionStep first = transaction.step(home, KEPT);
        held.release();
        assertThat(home.take(KEPT).id()).isEqualTo(first.number().session());

        Transaction another = begun();
        TransactionStep step = another.step(home, KEPT);
        another.connectionLost();
        held.release();
        assertThat(home.take(KEPT).id()).isNotEqualTo(step.number().session());
    }

    @Test
    @DisplayName("T12 a transaction belongs to one user")
    void anotherUserCannotGoOnWithIt() {
        TransactionStep unused = transaction.step(home, KEPT);

        assertThatExceptionOfType(MongoTransactionException.class)
                .isThrownBy(() -> transaction.step(new ServerSessions(clock.clock()), KEPT))
                .withMessageContaining("belongs to another user");
    }

    @Test
    void itsAgeBeginsWithItsFirstCommand() {
        clock.advance(Duration.ofSeconds(5));
        TransactionStep first = transaction.step(home, KEPT);
        assertThat(transaction.age()).isZero();
        assertThat(first.starts()).isTrue();

        clock.advance(Duration.ofSeconds(2)); // the server takes its time
        transaction.sent(SERVER);
        clock.advance(Duration.ofSeconds(3));

        assertThat(transaction.age()).isEqualTo(Duration.ofSeconds(5));
        assertThat(transaction.ended(null, TransactionEnded.Outcome.ABORTED).duration())
                .isEqualTo(Duration.ofSeconds(5));
        assertThat(transaction.step(home, KEPT).starts()).isFalse();
        assertThat(transaction.state()).isEqualTo(Transaction.State.IN_PROGRESS);
    }

    @Test
    void whatWasNotBegunWithDoesNotCountForItsAge() {
        TransactionStep refused = transaction.step(home, KEPT);
        clock.advance(Duration.ofSeconds(7));
        TransactionStep again = transaction.step(home, KEPT);
        assertThat(again.number()).isEqualTo(refused.number());
        transaction.sent(SERVER);

        assertThat(transaction.age()).isZero();
    }

    @Test
    void aRepeatedCommitAsksForAMajorityWithinTenSecondsUnlessTheCallerHasSaidHowLong() {
        assertThat(transaction.commitConcern()).isEqualTo(WriteConcern.SERVER_DEFAULT);
        transaction.commitTried();
        assertThat(transaction.commitConcern()).isEqualTo(new WriteConcern("majority", null, Duration.ofSeconds(10)));

        WriteConcern own = new WriteConcern("3", true, Duration.ofSeconds(2));
        Transaction patient =
                new Transaction(new TransactionSettings(ReadConcern.LOCAL, own, Duration.ZERO), held, clock.clock());
        patient.commitTried();
        assertThat(patient.commitConcern()).isEqualTo(new WriteConcern("majority", true, Duration.ofSeconds(2)));
    }
}
