package io.github.mooring.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.mooring.api.MongoCollection;
import io.github.mooring.api.MongoCommandException;
import io.github.mooring.api.MongoOperationTimeoutException;
import io.github.mooring.api.MongoSession;
import io.github.mooring.api.MongoSessionFactory;
import io.github.mooring.api.TransactionOptions;
import io.github.mooring.testkit.lab.Lab;
import io.github.mooring.testkit.lab.LabNode;
import io.github.mooring.testkit.server.FailCommand;
import io.github.mooring.time.Cancellation;
import io.github.mooring.time.ManualClock;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is done in a transaction and, if that is of use, done again. */
@Timeout(300)
class WithTransactionTest {
    private final Lab lab = Lab.start(1);
    private final LabNode primary = lab.primary().orElseThrow();
    private final MongoSessionFactory factory = Mooring.dial(lab.uri() + "&commitRetryBudgetMS=0");
    private final MongoSession session = factory.openSession();
    private final AtomicInteger calls = new AtomicInteger();
    private final ExecutorService threads = Executors.newCachedThreadPool();

    WithTransactionTest() {
        notes(session).insertOne(new Document("_id", 0));
    }

    @AfterEach
    void close() {
        session.close();
        factory.close();
        lab.close();
        threads.shutdownNow();
    }

    private static MongoCollection<Document> notes(MongoSession through) {
        return through.getDatabase("app").getCollection("notes");
    }

    private int store(MongoSession through) {
        notes(through).insertOne(new Document("_id", calls.incrementAndGet()));
        return calls.get();
    }

    private long stored() {
        return notes(session).countDocuments(new Document()) - 1;
    }

    @Test
    void whatTheBodyHasReturnedIsReturned() {
        assertThat(session.<Integer>withTransaction(this::store)).isEqualTo(1);

        assertThat(stored()).isEqualTo(1);
        assertThat(primary.server().commandCount("commitTransaction")).isEqualTo(1);
    }

    @Test
    void theBodyIsDoneAgainAfterAnErrorThatPasses() {
        primary.failCommand(FailCommand.on("insert").times(3).errorCode(112).build());

        session.withTransaction(this::store);

        assertThat(calls).hasValue(4);
        assertThat(stored()).isEqualTo(1);
    }

    @Test
    void theBodyIsDoneAgainWhenTheCommitWasARollBack() {
        primary.failCommand(
                FailCommand.on("commitTransaction").times(1).errorCode(251).build());

        session.withTransaction(this::store);

        assertThat(calls).hasValue(2);
    }

    @Test
    void aCommitOfUnknownOutcomeIsRepeatedWithoutTheBody() {
        primary.failCommand(
                FailCommand.on("commitTransaction").times(3).closeConnection().build());

        session.withTransaction(this::store);

        assertThat(calls).hasValue(1);
        assertThat(stored()).isEqualTo(1);
    }

    @Test
    void anErrorOfTheBodyAbortsAndIsThrown() {
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> session.withTransaction(within -> {
                    store(within);
                    throw new IllegalStateException("no");
                }))
                .withMessage("no");

        assertThat(session.hasTransaction()).isFalse();
        assertThat(lab.openTransactions()).isZero();
        assertThat(stored()).isZero();
    }

    @Test
    void anErrorThatDoesNotPassIsThrownAtOnce() {
        primary.failCommand(FailCommand.on("insert").errorCode(2).build());

        assertThatExceptionOfType(MongoCommandException.class).isThrownBy(() -> session.withTransaction(this::store));

        assertThat(calls).hasValue(1);
    }

    @Test
    void aBodyMayEndTheTransactionItself() {
        session.withTransaction(within -> {
            store(within);
            within.abortTransaction();
            return 0;
        });

        assertThat(stored()).isZero();
        assertThat(primary.server().commandCount("commitTransaction")).isZero();
    }

    @Test
    void pausesGrowAndEndWithTheTimeThatThereIs() throws Exception {
        session.setTimeout(Duration.ZERO);
        ManualClock clock = new ManualClock();
        primary.failCommand(FailCommand.on("insert").errorCode(112).build());
        var loop =
                new TransactionLoop(session, TransactionOptions.DEFAULTS, clock.clock(), Cancellation.none(), () -> 1);
        Future<Integer> running = threads.submit(() -> loop.<Integer>run(this::store));
        double pause = 5;
        for (int attempt = 1; attempt <= 3; attempt++) {
            pause *= 1.5;
            clock.awaitWaiters(1);
            assertThat(calls).as("calls before the pause is over").hasValue(attempt);
            clock.advance(Duration.ofNanos((long) (pause * 1_000_000) - 1));
            assertThat(calls).hasValue(attempt);
            clock.awaitWaiters(1);
            clock.advance(Duration.ofNanos(1));
            primary.server().awaitCommand("insert", attempt + 2, Duration.ofSeconds(40));
        }
        clock.awaitWaiters(1);
        clock.advance(Duration.ofMinutes(2));

        assertThat(catchThrowable(() -> running.get(40, TimeUnit.SECONDS)).getCause())
                .isInstanceOfSatisfying(MongoOperationTimeoutException.class, e -> {
                    assertThat(e).hasMessageContaining("withTransaction has spent its 120000 ms");
                    assertThat(e.hasErrorLabel("TransientTransactionError")).isTrue();
                });
    }
}
