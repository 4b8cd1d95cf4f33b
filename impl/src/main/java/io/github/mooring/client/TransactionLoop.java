package io.github.mooring.client;

import io.github.mooring.api.MongoClosedException;
import io.github.mooring.api.MongoException;
import io.github.mooring.api.MongoInterruptedException;
import io.github.mooring.api.MongoOperationTimeoutException;
import io.github.mooring.api.MongoSession;
import io.github.mooring.api.MongoTimeoutException;
import io.github.mooring.api.TransactionBody;
import io.github.mooring.api.TransactionOptions;
import io.github.mooring.time.Cancellation;
import io.github.mooring.time.Clock;
import io.github.mooring.time.Deadline;
import io.github.mooring.time.Pause;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Does something in a transaction, and all of it again as long as there is hope and time; confined to one thread.
 *
 * @see <a href="https://github.com/mongodb/specifications/blob/master/source/transactions-convenient-api/transactions-convenient-api.md#sequence-of-actions">
 *     Convenient API for Transactions: sequence of actions</a>
 */
final class TransactionLoop {
    /** Unless the session has a limit of its own. Source: Convenient API for Transactions. */
    private static final Duration LIMIT = Duration.ofMinutes(2);

    private static final double FIRST_BACKOFF_MILLIS = 5;
    private static final double LONGEST_BACKOFF_MILLIS = 500;
    private static final double BACKOFF_GROWTH = 1.5;
    private static final double NANOS_PER_MILLI = 1_000_000;

    private final MongoSession session;
    private final TransactionOptions options;
    private final Clock clock;
    private final Cancellation cancellation;
    private final DoubleSupplier jitter;
    private final Deadline deadline;

    private int attempts;

    /**
     * A loop that begins now.
     *
     * @param cancellation ends its pauses
     * @param jitter       from 0 to 1, evenly
     */
    TransactionLoop(
            MongoSession session,
            TransactionOptions options,
            Clock clock,
            Cancellation cancellation,
            DoubleSupplier jitter) {
        this.session = session;
        this.options = options;
        this.clock = clock;
        this.cancellation = cancellation;
        this.jitter = jitter;
        Duration own = session.timeout();
        this.deadline = Deadline.after(clock, own.isZero() ? LIMIT : own);
    }

    /** As it is outside of tests. */
    static double chance() {
        return ThreadLocalRandom.current().nextDouble();
    }

    <T extends @Nullable Object> T run(TransactionBody<T> body) {
        while (true) {
            session.startTransaction(options);
            attempts++;
            try {
                T result = body(body);
                commit();
                return result;
            } catch (MongoException e) {
                if (!e.hasErrorLabel(ErrorLabels.TRANSIENT)) {
                    throw e;
                }
                pause(e);
            }
        }
    }

    private <T extends @Nullable Object> T body(TransactionBody<T> body) {
        boolean done = false;
        try {
            T result = body.execute(session);
            done = true;
            return result;
        } finally {
            if (!done && session.hasTransaction()) {
                session.abortTransaction();
            }
        }
    }

    /** Unless the body has ended the transaction itself. */
    private void commit() {
        boolean open = session.hasTransaction();
        while (open) {
            try {
                session.commitTransaction();
                open = false;
            } catch (MongoException e) {
                if (!e.hasErrorLabel(ErrorLabels.UNKNOWN_RESULT) || e.code() == TransactionErrors.MAX_TIME_EXPIRED) {
                    throw e;
                }
                if (deadline.isExpired()) {
                    throw timedOut(e);
                }
            }
        }
    }

    private void pause(MongoException e) {
        double longest = Math.min(FIRST_BACKOFF_MILLIS * Math.pow(BACKOFF_GROWTH, attempts), LONGEST_BACKOFF_MILLIS);
        long wait = (long) (jitter.getAsDouble() * longest * NANOS_PER_MILLI);
        if (wait >= deadline.remainingNanos()) {
            throw timedOut(e);
        }
        try {
            if (new Pause(clock).await(Duration.ofNanos(wait), cancellation, Cancellation.none())) {
                return;
            }
        } catch (InterruptedException interrupt) {
            Thread.currentThread().interrupt();
            throw new MongoInterruptedException("interrupted before a transaction was tried again", e.context(), e);
        }
        throw new MongoClosedException("closed before a transaction was tried again", e.context(), e);
    }

    private MongoException timedOut(MongoException e) {
        return e instanceof MongoTimeoutException
                ? e
                : new MongoOperationTimeoutException(
                        "withTransaction has spent its " + deadline.budget().toMillis() + " ms in " + attempts
                                + " attempts, of which the last has ended in: " + e.getMessage(),
                        e.context(),
                        e);
    }
}
