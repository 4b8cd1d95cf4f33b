package io.github.mooring.client;

import io.github.mooring.api.ErrorContext;
import io.github.mooring.api.MongoClosedException;
import io.github.mooring.api.MongoCommitUnknownException;
import io.github.mooring.api.MongoException;
import io.github.mooring.api.MongoInterruptedException;
import io.github.mooring.api.MongoServerException;
import io.github.mooring.api.MongoTransactionAbortedException;
import io.github.mooring.api.MongoWriteConcernException;
import io.github.mooring.operation.CommitTransaction;
import io.github.mooring.session.Transaction;
import io.github.mooring.time.Cancellation;
import io.github.mooring.time.Clock;
import io.github.mooring.time.Deadline;
import io.github.mooring.time.Pause;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One commit, sent until somebody says what became of it; confined to the thread that has the transaction's turn.
 *
 * <p>The server knows the transaction by its number and commits it once, however often it is asked; so a commit can be repeated where
 * nothing else can. A commit that was never sent is no commit: if none could be, the transaction is rolled back, for certain.
 */
final class Commit {
    /** Chosen: pauses between repetitions begin so and double. The first repetition does not wait. */
    private static final Duration FIRST_PAUSE = Duration.ofMillis(50);

    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

    private final Trials trials;
    private final Transaction transaction;
    private final SessionCall call;
    private final Duration budget;
    private final Clock clock;
    private final CommitTransaction command;
    private final long startNanos;

    private int attempts;
    /** Whether the server may have got one of them, or one of an earlier commit. */
    private boolean sent;
    /** Whether the server has said that it is done, though not as durably as was asked for. */
    private boolean committed;
    /** When repeating has to end; null before the first failure. */
    private @Nullable Deadline patience;

    /**
     * A commit to be sent.
     *
     * @param budget how long it is repeated; zero leaves it to the specification's single retry
     */
    Commit(Trials trials, Transaction transaction, SessionCall call, Duration budget, Clock clock) {
        this.trials = trials;
        this.transaction = transaction;
        this.call = call;
        this.budget = budget;
        this.clock = clock;
        this.command = new CommitTransaction(transaction);
        this.sent = transaction.mayBeCommitted();
        this.startNanos = clock.nanoTime();
    }

    /** Sends it until the outcome is known or there is no time left. */
    void settle(Deadline deadline) {
        Deadline limit = deadline;
        MongoException last = attempt(limit);
        while (last != null) {
            limit = next(last, deadline);
            last = attempt(limit);
        }
    }

    /** An attempt; why there has to be another one, or null if all is well. */
    private @Nullable MongoException attempt(Deadline limit) {
        attempts++;
        try {
            var unused = budget.isZero()
                    ? trials.end(command, Transactions.ending(call), limit)
                    : trials.once(command, Transactions.ending(call), limit);
            return null;
        } catch (MongoWriteConcernException e) {
            return notDurable(e);
        } catch (MongoException e) {
            return failed(TransactionErrors.after(e, transaction, command));
        }
    }

    /** It is committed; sent once more if the server says that what is wrong with it passes. */
    private MongoException notDurable(MongoWriteConcernException e) {
        boolean passes = e.hasErrorLabel(RetryRules.RETRYABLE_WRITE) && !budget.isZero() && !committed;
        committed = true;
        sent = true;
        if (passes) {
            return e;
        }
        throw e;
    }

    private MongoException failed(MongoException e) {
        boolean another = sent;
        sent |= e.bytesSent();
        if (e.hasErrorLabel(ErrorLabels.TRANSIENT)) {
            throw rolledBack(e);
        } else if (!e.hasErrorLabel(ErrorLabels.UNKNOWN_RESULT)) {
            throw another || isLost(e) ? unknown(e) : e; // whoever refuses says nothing of what was sent before
        }
        return e;
    }

    private static boolean isLost(MongoException e) {
        return e.bytesSent() && !(e instanceof MongoServerException);
    }

    /** Until when the next attempt may last; throws if there is none. */
    private Deadline next(MongoException last, Deadline deadline) {
        Deadline end = patience == null ? deadline.orWithin(clock, budget) : patience;
        boolean again = !budget.isZero() && last.code() != TransactionErrors.MAX_TIME_EXPIRED && !end.isExpired();
        patience = end;
        if (!again || !pause(last, end)) {
            if (last instanceof MongoWriteConcernException) {
                throw last;
            }
            throw sent || budget.isZero() ? unknown(last) : neverSent(last);
        }
        return end;
    }

    /** False if there is not so much time left. */
    private boolean pause(MongoException last, Deadline end) {
        if (attempts == 1) {
            return true;
        }
        long wait = Math.min(LONGEST_PAUSE.toNanos(), FIRST_PAUSE.toNanos() << Math.min(attempts - 2, 10));
        if (wait >= end.remainingNanos()) {
            return false;
        }
        try {
            if (new Pause(clock).await(Duration.ofNanos(wait), trials.ending(), Cancellation.none())) {
                return true;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new MongoInterruptedException(
                    "interrupted before it was known what became of a commit; "
                            + unknown(last).getMessage(),
                    labelled(last),
                    last);
        }
        throw new MongoClosedException(
                "closed before it was known what became of a commit; "
                        + unknown(last).getMessage(),
                labelled(last),
                last);
    }

    private MongoTransactionAbortedException rolledBack(MongoException e) {
        return new MongoTransactionAbortedException(
                transaction + " was to be committed and is rolled back; nothing of it is stored" + tries() + ": "
                        + e.getMessage(),
                e.context(),
                e);
    }

    private MongoTransactionAbortedException neverSent(MongoException e) {
        transaction.aborting();
        transaction.doom(e);
        return new MongoTransactionAbortedException(
                transaction + " was to be committed, but no commit could be sent" + tries()
                        + "; it is rolled back, and nothing of it is stored: " + e.getMessage(),
                e.context().withCode(e.code(), e.codeName(), Set.of(ErrorLabels.TRANSIENT)),
                e);
    }

    private MongoCommitUnknownException unknown(MongoException e) {
        return new MongoCommitUnknownException(
                "nobody knows whether " + transaction + " is committed" + tries() + "; the last attempt has ended in: "
                        + e.getMessage(),
                labelled(e),
                e);
    }

    private static ErrorContext labelled(MongoException e) {
        Set<String> labels = new LinkedHashSet<>(e.errorLabels());
        labels.add(ErrorLabels.UNKNOWN_RESULT);
        return e.context().withCode(e.code(), e.codeName(), labels);
    }

    private String tries() {
        long millis = Duration.ofNanos(clock.nanoTime() - startNanos).toMillis();
        return " (tried " + attempts + " times within " + millis + " ms, commitRetryBudgetMS is " + budget.toMillis()
                + ")";
    }
}
