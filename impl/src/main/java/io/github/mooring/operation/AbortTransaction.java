package io.github.mooring.operation;

import io.github.mooring.session.Transaction;

/**
 * The {@code abortTransaction} command.
 *
 * @see <a href="https://github.com/mongodb/specifications/blob/master/source/transactions/transactions.md#aborttransaction">
 *     Transactions: abortTransaction</a>
 */
public record AbortTransaction(Transaction transaction) implements TransactionEnd {
    @Override
    public String name() {
        return "abortTransaction";
    }

    @Override
    public void encode(CommandWriter out) {
        out.int32("abortTransaction", 1);
        out.writeConcern(transaction.settings().writeConcern());
        out.recoveryToken(transaction);
    }
}
