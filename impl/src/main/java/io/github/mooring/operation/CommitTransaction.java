package io.github.mooring.operation;

import io.github.mooring.api.MongoWriteConcernException;
import io.github.mooring.session.Transaction;

/**
 * The {@code commitTransaction} command. What it asks for depends on what became of those before it, so it may be encoded several times.
 *
 * @see <a href="https://github.com/mongodb/specifications/blob/master/source/transactions/transactions.md#committransaction">
 *     Transactions: commitTransaction</a>
 */
public record CommitTransaction(Transaction transaction) implements Command<Boolean> {
    @Override
    public String name() {
        return "commitTransaction";
    }

    @Override
    public String databaseName() {
        return "admin";
    }

    @Override
    public Access access() {
        return Access.WRITE;
    }

    @Override
    public void encode(CommandWriter out) {
        out.int32("commitTransaction", 1);
        out.writeConcern(transaction.commitConcern());
        out.millisIfSet("maxTimeMS", transaction.settings().maxCommitTime());
        out.recoveryToken(transaction);
    }

    /**
     * Nothing but that it is done.
     *
     * @throws MongoWriteConcernException if it is done, but not as durably as was asked for
     */
    @Override
    public Boolean decode(CommandReply reply) {
        MongoWriteConcernException doubt = ServerErrors.writeConcernError(reply);
        if (doubt != null) {
            throw doubt;
        }
        return true;
    }
}
