package io.github.mooring.operation;

import io.github.mooring.session.Transaction;

/**
 * The {@code commitTransaction} command. What it asks for depends on what became of those before it, so it may be encoded several times.
 *
 * @see <a href="https://github.com/mongodb/specifications/blob/master/source/transactions/transactions.md#committransaction">
 *     Transactions: commitTransaction</a>
 */
public record CommitTransaction(Transaction transaction) implements TransactionEnd {
    @Override
    public String name() {
        return "commitTransaction";
    }

    @Override
    public void encode(CommandWriter out) {
        out.int32("commitTransaction", 1);
        out.writeConcern(transaction.commitConcern());
        out.millisIfSet("maxTimeMS", transaction.settings().maxCommitTime());
        out.recoveryToken(transaction);
    }
}
