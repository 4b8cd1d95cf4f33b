package io.github.mooring.client;

import io.github.mooring.api.ErrorContext;
import io.github.mooring.api.MongoException;
import io.github.mooring.api.MongoTransactionAbortedException;
import io.github.mooring.api.MongoTransactionException;
import io.github.mooring.api.MongoWriteConcernException;
import io.github.mooring.api.event.TransactionEnded.Outcome;
import io.github.mooring.operation.AbortTransaction;
import io.github.mooring.operation.Command;
import io.github.mooring.session.HeldSession;
import io.github.mooring.session.Transaction;
import io.github.mooring.session.TransactionSettings;
import io.github.mooring.time.Cancellation;
import io.github.mooring.time.Clock;
import io.github.mooring.time.Deadline;
import io.github.mooring.topology.ServerType;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Begins transactions at one deployment, carries out what is done in them, and ends them. Thread-safe. It does not matter to it who
 * brings a transaction: a session of the application's, or what carries sessions in a container.
 *
 * @see <a href="https://github.com/mongodb/specifications/blob/master/source/transactions/transactions.md">Transactions</a>
 */
public final class Transactions {
    /** For the caller of an operation, who still has to end it. */
    private static final String UNTIL_ENDED =
            "; nothing more is done until abortTransaction or commitTransaction has ended it; then begin the work anew";
    /** For the caller of a commit, which has ended it. */
    private static final String BEGIN_ANEW = "; begin the work anew";

    private static final Logger LOG = System.getLogger(Transactions.class.getName());
    /** Chosen: so long a server is told at most that a transaction is aborted; after that it finds out by itself. */
    private static final Duration ABORT_PATIENCE = Duration.ofSeconds(10);

    private final Trials trials;
    private final ServerSearch search;
    private final TransactionLimits limits;
    private final Clock clock;

    /**
     * Those of one deployment.
     *
     * @param search knows the servers, once they are known
     */
    Transactions(Trials trials, ServerSearch search, TransactionLimits limits, Clock clock) {
        this.trials = trials;
        this.search = search;
        this.limits = limits;
        this.clock = clock;
    }

    /** In whose time they last. */
    public Clock clock() {
        return clock;
    }

    /**
     * Begins a transaction; without I/O, and without the server, which hears of it by its first command.
     *
     * @param held has the server session; of its transactions one lasts at a time
     * @throws MongoTransactionException if the server is known to be a standalone
     */
    public Transaction begin(TransactionSettings settings, HeldSession held) {
        checkServers();
        return new Transaction(settings, held, clock);
    }

    private void checkServers() {
        Servers known = search.found();
        if (known != null) {
            known.cluster().view().topology().servers().stream()
                    .filter(server -> server.type() == ServerType.STANDALONE)
                    .findFirst()
                    .ifPresent(server -> {
                        throw TransactionRules.standalone(server.address());
                    });
        }
    }

    /** Carries out a command of a transaction, when its turn has come. */
    <R> R run(Command<R> command, SessionCall call, Deadline deadline) {
        Transaction transaction = of(call);
        TransactionRules.check(command, call);
        transaction.enter(deadline, call.cancellation());
        try {
            checkGoesOn(transaction, call);
            return trials.run(command, call, deadline);
        } catch (MongoException e) {
            throw TransactionErrors.after(e, transaction, command);
        } finally {
            leave(transaction);
        }
    }

    /** Throws if nothing more can be done in it; then it is aborted, or was before. */
    private void checkGoesOn(Transaction transaction, SessionCall call) {
        if (!transaction.isActive()) {
            throw transaction.over();
        }
        checkSound(transaction, call, UNTIL_ENDED);
    }

    private void checkSound(Transaction transaction, SessionCall call, String advice) {
        MongoException doom = transaction.doom();
        if (doom != null) {
            throw broken(transaction, doom, advice);
        }
        Duration age = transaction.age();
        if (!limits.maxTime().isZero() && age.compareTo(limits.maxTime()) > 0) {
            transaction.doom(overdue(transaction, age, BEGIN_ANEW));
            transaction.withdrawn();
            tellAborted(transaction, call, true);
            throw overdue(transaction, age, advice);
        }
    }

    private static MongoTransactionAbortedException broken(
            Transaction transaction, MongoException doom, String advice) {
        String since =
                doom instanceof MongoTransactionAbortedException ? "" : " since one of its operations has failed";
        return new MongoTransactionAbortedException(
                transaction + " is over" + since
                        + ", nothing of it is stored, and nothing more was sent, in it or outside of it in its place"
                        + advice + ": " + doom.getMessage(),
                new ErrorContext(doom.context().server(), doom.code(), doom.codeName(), doom.errorLabels(), false),
                doom);
    }

    private MongoTransactionAbortedException overdue(Transaction transaction, Duration age, String advice) {
        return new MongoTransactionAbortedException(
                transaction + " has lasted for " + age.toMillis() + " ms, more than the "
                        + limits.maxTime().toMillis()
                        + " ms that it may (transactionMaxTimeMS); it was aborted before the server would do that"
                        + " (transactionLifetimeLimitSeconds, 60 unless set), and nothing of it is stored" + advice
                        + ", with less to do at once, or raise both limits",
                ErrorContext.NONE,
                null);
    }

    /**
     * Commits a call's transaction, or commits it once more; does not return before the outcome is settled, or the budget spent.
     *
     * @throws MongoTransactionAbortedException                     if it is rolled back, for certain
     * @throws io.github.mooring.api.MongoCommitUnknownException    if nobody knows whether it is committed
     * @throws io.github.mooring.api.MongoWriteConcernException     if it is committed, but not as durably as was asked for
     * @throws MongoTransactionException                            if it was aborted before
     */
    public void commit(SessionCall call) {
        Transaction transaction = of(call);
        Deadline deadline = deadline(call);
        transaction.enter(deadline, call.cancellation());
        try {
            if (isToBeSent(transaction, call)) {
                new Commit(trials, transaction, call, limits.commitRetryBudget(), clock).settle(deadline);
            }
            TransactionNews.ended(transaction, call, Outcome.COMMITTED);
        } catch (MongoException e) {
            Outcome outcome = outcome(e, transaction);
            if (outcome != null) {
                TransactionNews.ended(transaction, call, outcome);
            }
            throw e;
        } finally {
            leave(transaction);
        }
    }

    /**
     * What a transaction has come to whose commit has failed so; null if that is still open: a commit that was refused, or could not wait
     * to be sent, has ended nothing, and another one may go well.
     */
    private static @Nullable Outcome outcome(MongoException e, Transaction transaction) {
        if (e instanceof MongoWriteConcernException) {
            return Outcome.COMMITTED;
        } else if (e.hasErrorLabel(ErrorLabels.UNKNOWN_RESULT)) {
            return Outcome.UNKNOWN;
        }
        boolean over = e.hasErrorLabel(ErrorLabels.TRANSIENT) || transaction.state() == Transaction.State.ABORTED;
        return over ? Outcome.ABORTED : null;
    }

    private boolean isToBeSent(Transaction transaction, SessionCall call) {
        switch (transaction.state()) {
            case ABORTED -> throw commitAfterAbort(transaction);
            case STARTING, IN_PROGRESS -> {
                abortIfBroken(transaction, call);
                transaction.committing();
            }
            case COMMITTED -> transaction.commitTried();
        }
        return transaction.isKnownToServer();
    }

    private static MongoTransactionException commitAfterAbort(Transaction transaction) {
        MongoException doom = transaction.doom();
        return doom == null
                ? new MongoTransactionException(
                        "Cannot call commitTransaction after calling abortTransaction", ErrorContext.NONE, null)
                : broken(transaction, doom, BEGIN_ANEW);
    }

    /** What was not done as a whole must not be stored. */
    private void abortIfBroken(Transaction transaction, SessionCall call) {
        try {
            checkSound(transaction, call, BEGIN_ANEW);
        } catch (MongoTransactionAbortedException e) {
            abortNow(transaction, call);
            throw e;
        }
    }

    /**
     * Aborts a call's transaction. That the server cannot be told is no error.
     *
     * @throws MongoTransactionException if it has been committed or aborted before
     */
    public void abort(SessionCall call) {
        Transaction transaction = of(call);
        transaction.enter(deadline(call), call.cancellation());
        try {
            switch (transaction.state()) {
                case COMMITTED ->
                    throw new MongoTransactionException(
                            "Cannot call abortTransaction after calling commitTransaction", ErrorContext.NONE, null);
                case ABORTED -> checkAbortedByItself(transaction);
                case STARTING, IN_PROGRESS -> abortNow(transaction, call);
            }
        } finally {
            leave(transaction);
        }
    }

    /** Who aborts a transaction that had come to its end already has not done so twice. */
    private static void checkAbortedByItself(Transaction transaction) {
        if (transaction.doom() == null) {
            throw new MongoTransactionException("Cannot call abortTransaction twice", ErrorContext.NONE, null);
        }
    }

    /**
     * Ends a transaction whatever its state, and lets go of what it keeps: aborts it if it is active, or its commit was refused. For
     * whoever takes it from those who were using it; does not throw for a server that cannot be reached. If the server is to be told, it
     * waits up to ten seconds for an operation that has the turn; an operation that takes longer is not cut short, but no other one
     * follows it, and the rest is left to the server's own limit.
     *
     * @param tellServer whether to tell the server, or to leave it to the server's own limit
     */
    public void end(SessionCall call, boolean tellServer) {
        Transaction transaction = of(call);
        Deadline deadline = Deadline.after(clock, ABORT_PATIENCE);
        if (tellServer && transaction.isOpen()) {
            abortQuietly(transaction, call, deadline);
        }
        TransactionErrors.giveBack(transaction.retire()); // before it is told: from here on nobody gets the turn
        if (transaction.isActive() || (transaction.isOpen() && !transaction.isBusy())) {
            TransactionNews.ended(transaction, call, Outcome.ABORTED); // by the server, when its own limit is over
        }
    }

    private void abortQuietly(Transaction transaction, SessionCall call, Deadline deadline) {
        try {
            transaction.enter(deadline, Cancellation.none());
        } catch (MongoException e) {
            LOG.log(Level.DEBUG, "a transaction is left to the server''s own limit: {0}", e.getMessage());
            return;
        }
        try {
            if (transaction.isOpen()) {
                abortNow(transaction, call);
            }
        } finally {
            leave(transaction);
        }
    }

    /** For who has the turn. */
    private void abortNow(Transaction transaction, SessionCall call) {
        boolean known = transaction.isKnownToServer();
        transaction.aborting();
        tellAborted(transaction, call, known);
    }

    private void tellAborted(Transaction transaction, SessionCall call, boolean known) {
        try {
            if (known) {
                Deadline deadline = deadline(call).orWithin(clock, ABORT_PATIENCE);
                var unused = trials.end(new AbortTransaction(transaction), ending(call), deadline);
            }
        } catch (MongoException e) {
            LOG.log(Level.DEBUG, "{0} is left to the server''s own limit: {1}", transaction, e.getMessage());
        } finally {
            TransactionErrors.unpin(transaction);
            TransactionNews.ended(transaction, call, Outcome.ABORTED);
        }
    }

    /** The end of a transaction is not cut short by the session's end. */
    static SessionCall ending(SessionCall call) {
        return new SessionCall(
                call.identity(), call.settings(), call.bond(), null, Cancellation.none(), call.transaction(), null);
    }

    private Deadline deadline(SessionCall call) {
        return Deadline.afterOrNever(clock, call.settings().limits().timeout());
    }

    private static Transaction of(SessionCall call) {
        return Objects.requireNonNull(call.transaction(), "bug: a call of no transaction");
    }

    private static void leave(Transaction transaction) {
        TransactionErrors.giveBack(transaction.leave());
    }
}
