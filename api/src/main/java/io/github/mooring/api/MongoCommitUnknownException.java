package io.github.mooring.api;

import org.jspecify.annotations.Nullable;

/**
 * A transaction was to be committed, and nobody knows whether it is: no answer came within {@code commitRetryBudgetMS}, however often
 * the commit was repeated. It has the label {@code UnknownTransactionCommitResult}. {@link MongoSession#commitTransaction()} may be
 * called again, as long as the session is not used for anything else: the server commits once.
 *
 * @see <a href="https://github.com/mongodb/specifications/blob/master/source/transactions/transactions.md#unknowntransactioncommitresult">
 *     Transactions: UnknownTransactionCommitResult</a>
 */
public final class MongoCommitUnknownException extends MongoTransactionException {
    private static final long serialVersionUID = 1L;

    /**
     * An error with its surroundings.
     *
     * @param message how often the commit was sent, for how long, and what came of it last
     * @param context where, with which code and labels
     * @param cause   what came of the last attempt
     */
    public MongoCommitUnknownException(String message, ErrorContext context, @Nullable Throwable cause) {
        super(message, context, cause);
    }
}
