package io.github.mooring.client;

import io.github.mooring.api.MongoException;
import io.github.mooring.api.MongoOperationTimeoutException;
import io.github.mooring.api.MongoServerException;
import io.github.mooring.api.MongoServerSelectionTimeoutException;
import io.github.mooring.api.MongoSocketException;
import io.github.mooring.api.MongoWriteConcernException;
import io.github.mooring.connection.Connection;
import io.github.mooring.operation.Command;
import io.github.mooring.pool.Lease;
import io.github.mooring.session.Transaction;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What an error means to a transaction: the labels that tell what can be done about it, whether the transaction can go on, and whether it
 * stays where it was. Stateless.
 *
 * @see <a href="https://github.com/mongodb/specifications/blob/master/source/transactions/transactions.md#error-reporting-and-retrying-transactions">
 *     Transactions: error reporting and retrying transactions</a>
 */
final class TransactionErrors {
    /** {@code MaxTimeMSExpired}. */
    static final int MAX_TIME_EXPIRED = 50;

    /** {@code UnknownReplWriteConcern} and {@code CannotSatisfyWriteConcern}: another attempt would end in the same way. */
    private static final Set<Integer> IMPOSSIBLE_CONCERN = Set.of(79, 100);

    private TransactionErrors() {}

    /** The error as it is to be told, once the transaction has taken it in; harmless if it has before. */
    static MongoException after(MongoException e, Transaction transaction, Command<?> command) {
        return switch (command.name()) {
            case "commitTransaction" -> afterCommit(e, transaction);
            case "abortTransaction" -> afterAbort(e, transaction);
            default -> afterStatement(e, transaction);
        };
    }

    private static MongoException afterStatement(MongoException e, Transaction transaction) {
        MongoException told = isWithoutReply(e) && isOfServer(e) ? ErrorLabels.with(e, ErrorLabels.TRANSIENT) : e;
        if (told.hasErrorLabel(ErrorLabels.TRANSIENT)) {
            transaction.doom(told);
            unpin(transaction);
        } else if (told.bytesSent() && isWithoutReply(told)) {
            transaction.doom(told); // whether the statement was done nobody knows, so what follows would build on sand
        }
        return told;
    }

    private static MongoException afterCommit(MongoException e, Transaction transaction) {
        if (RetryRules.isShed(e)) {
            return e;
        }
        MongoException told = isUnknown(e) ? ErrorLabels.with(e, ErrorLabels.UNKNOWN_RESULT) : e;
        if (told instanceof MongoSocketException
                || (told instanceof MongoOperationTimeoutException && told.bytesSent())) {
            told = ErrorLabels.with(told, RetryRules.RETRYABLE_WRITE);
        }
        if (told.hasErrorLabel(ErrorLabels.UNKNOWN_RESULT) || told.hasErrorLabel(ErrorLabels.TRANSIENT)) {
            unpin(transaction);
        }
        transaction.commitTried();
        return told;
    }

    private static MongoException afterAbort(MongoException e, Transaction transaction) {
        unpin(transaction);
        return e;
    }

    private static boolean isUnknown(MongoException e) {
        if (e instanceof MongoWriteConcernException) {
            return !IMPOSSIBLE_CONCERN.contains(e.code());
        }
        return !e.hasErrorLabel(ErrorLabels.TRANSIENT)
                && (isWithoutReply(e)
                        || e.hasErrorLabel(RetryRules.RETRYABLE_WRITE)
                        || RetryRules.isPassing(e)
                        || e.code() == MAX_TIME_EXPIRED);
    }

    /** Whether there was no reply, or none that could be read. */
    private static boolean isWithoutReply(MongoException e) {
        return !(e instanceof MongoServerException);
    }

    /** Whether it is the server or the way to it that has failed; not the caller, nor one of its own limits before anything was sent. */
    private static boolean isOfServer(MongoException e) {
        return e instanceof MongoSocketException
                || e instanceof MongoServerSelectionTimeoutException
                || (e instanceof MongoOperationTimeoutException && e.bytesSent());
    }

    /** Lets the transaction go elsewhere. */
    static void unpin(Transaction transaction) {
        giveBack(transaction.unpin());
    }

    /** Gives a connection back, if there is one. */
    static void giveBack(@Nullable Lease<Connection> over) {
        if (over != null) {
            Leases.giveBack(over);
        }
    }
}
