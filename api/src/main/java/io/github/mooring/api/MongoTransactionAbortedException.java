package io.github.mooring.api;

import org.jspecify.annotations.Nullable;

/**
 * The transaction is rolled back, for certain: nothing of it is stored. If it has the label {@code TransientTransactionError}, the
 * whole unit of work may be done again from its beginning, with hope to succeed. {@link #code()} and the cause tell what the server
 * said, if it said anything.
 *
 * @see <a href="https://github.com/mongodb/specifications/blob/master/source/transactions/transactions.md#transient-transaction-error">
 *     Transactions: transient transaction error</a>
 */
public final class MongoTransactionAbortedException extends MongoTransactionException {
    private static final long serialVersionUID = 1L;

    /**
     * An error with its surroundings.
     *
     * @param message what ended the transaction, on what, the numbers
     * @param context where, with which code and labels
     * @param cause   what led to it, if anything
     */
    public MongoTransactionAbortedException(String message, ErrorContext context, @Nullable Throwable cause) {
        super(message, context, cause);
    }
}
