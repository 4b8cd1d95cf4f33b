package io.github.mooring.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.mooring.api.MongoCollection;
import io.github.mooring.api.MongoException;
import io.github.mooring.api.MongoSession;
import io.github.mooring.api.MongoSessionFactory;
import io.github.mooring.api.MongoTransactionAbortedException;
import io.github.mooring.testkit.lab.Lab;
import io.github.mooring.testkit.lab.LabNode;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What becomes of a transaction that lasts longer than it may: it stays over until whoever began it has ended it. */
@Timeout(60)
class TransactionTimeTest {
    private static final Duration LIMIT = Duration.ofMillis(1);

    private final Lab lab = Lab.start(1);
    private final LabNode primary = lab.primary().orElseThrow();
    private final MongoSessionFactory factory = Mooring.dial(lab.uri() + "&transactionMaxTimeMS=" + LIMIT.toMillis());
    private final MongoSession session = factory.openSession();
    private final MongoSession other = factory.openSession();

    TransactionTimeTest() {
        notes(other).insertOne(note(0));
    }

    @AfterEach
    void close() {
        session.close();
        factory.close();
        lab.close();
    }

    private static MongoCollection<Document> notes(MongoSession through) {
        return through.getDatabase("app").getCollection("notes");
    }

    private static Document note(int id) {
        return new Document("_id", id);
    }

    private long stored() {
        return notes(other).countDocuments(new Document()) - 1;
    }

    private int sent(String command) {
        return primary.server().requests(command).size();
    }

    /** Begins a transaction at the server, and lets it grow too old. */
    private void growOld(MongoSession through) {
        if (!through.hasTransaction()) {
            through.startTransaction();
        }
        notes(through).insertOne(note(1));
        long begun = System.nanoTime();
        while (System.nanoTime() - begun <= LIMIT.toNanos()) {
            Thread.onSpinWait();
        }
    }

    private static void isRefused(Runnable operation) {
        assertThat(refusal(operation))
                .hasMessageContaining(
                        "until abortTransaction or commitTransaction has ended it; then begin the work anew");
    }

    private static void isRefusedForGood(Runnable commit) {
        assertThat(refusal(commit))
                .hasMessageContaining("; begin the work anew")
                .message()
                .as("it has ended")
                .doesNotContain("abortTransaction");
    }

    private static MongoTransactionAbortedException refusal(Runnable call) {
        MongoTransactionAbortedException refusal =
                catchThrowableOfType(MongoTransactionAbortedException.class, call::run);
        assertThat(refusal)
                .hasMessageContaining("more than the 1 ms that it may (transactionMaxTimeMS)")
                .matches(e -> !e.hasErrorLabel("TransientTransactionError"), "not to be tried again as it is");
        return refusal;
    }

    @Test
    @DisplayName("T9 after its longest time nothing is done in a transaction, nor outside of it in its place")
    void nothingIsDoneOutsideInItsPlace() {
        growOld(session);
        int inserts = sent("insert");

        for (int i = 0; i < 3; i++) {
            isRefused(() -> notes(session).insertOne(note(2)));
        }

        assertThat(sent("insert")).isEqualTo(inserts);
        assertThat(sent("abortTransaction")).as("told once").isEqualTo(1);
        assertThat(lab.openTransactions()).isZero();
        assertThat(session.hasTransaction()).as("until it is ended").isTrue();
        assertThat(stored()).isZero();
    }

    @Test
    @DisplayName("T9 a transaction that has lasted too long is not committed, and the commit says so")
    void itIsNotCommitted() {
        growOld(session);

        isRefusedForGood(session::commitTransaction);
        isRefusedForGood(session::commitTransaction);

        assertThat(sent("commitTransaction")).isZero();
        assertThat(sent("abortTransaction")).isEqualTo(1);
        assertThat(stored()).isZero();
        notes(session).insertOne(note(3));
        assertThat(stored())
                .as("outside, as the commit has said that it is over")
                .isEqualTo(1);
    }

    @Test
    @DisplayName("T9 a commit after an operation that came too late is refused as well")
    void itIsNotCommittedAfterARefusedOperation() {
        growOld(session);
        isRefused(() -> notes(session).find().first());

        isRefusedForGood(session::commitTransaction);

        assertThat(sent("commitTransaction")).isZero();
        assertThat(sent("abortTransaction")).isEqualTo(1);
        assertThat(stored()).isZero();
    }

    @Test
    @DisplayName("T9 an abort ends it for its session, which goes on, outside or in another one")
    void anAbortEndsItForTheSession() {
        growOld(session);
        isRefused(() -> notes(session).insertOne(note(2)));

        session.abortTransaction();

        assertThat(session.hasTransaction()).isFalse();
        assertThat(sent("abortTransaction")).isEqualTo(1);
        notes(session).insertOne(note(3));
        assertThat(stored()).isEqualTo(1);
        session.startTransaction();
        session.commitTransaction();
    }

    @Test
    @DisplayName("T9 withTransaction does not do a body again that takes too long, and never takes it for done")
    void aBodyIsNotDoneAgain() {
        AtomicInteger calls = new AtomicInteger();

        isRefused(() -> session.withTransaction(within -> {
            calls.incrementAndGet();
            growOld(within);
            notes(within).insertOne(note(2));
            return 0;
        }));
        isRefusedForGood(() -> session.withTransaction(within -> {
            calls.incrementAndGet();
            growOld(within);
            var swallowed = catchThrowableOfType(
                    MongoException.class, () -> notes(within).find().first());
            assertThat(swallowed).isNotNull();
            return 0;
        }));

        assertThat(calls).as("once each").hasValue(2);
        assertThat(session.hasTransaction()).isFalse();
        assertThat(stored()).isZero();
    }
}
