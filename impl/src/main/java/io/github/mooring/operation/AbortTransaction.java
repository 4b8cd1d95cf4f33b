package io.github.mooring.operation;

import io.github.mooring.api.MongoWriteConcernException;
import io.github.mooring.session.Transaction;

/**
 * The {@code abortTransaction} command.
 *
 * @see <a href="https://github.com/mongodb/specifications/blob/master/source/transactions/transactions.md#aborttransaction">
 *     Transactions: abortTransaction</a>
 */
public record AbortTransaction(Transaction transaction) implements Command<Boolean> {
    @Override
    public String name() {
        return "abortTransaction";
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
        out.int32("abortTransaction", 1);
        out.writeConcern(transaction.settings().writeConcern());
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
