package io.github.mooring.operation;

import io.github.mooring.api.MongoWriteConcernException;
import io.github.mooring.session.Transaction;

/** A command that ends a transaction; what is left to each is what it asks for. */
public sealed interface TransactionEnd extends Command<Boolean> permits AbortTransaction, CommitTransaction {
    /** The one that it ends. */
    Transaction transaction();

    @Override
    default String databaseName() {
        return "admin";
    }

    @Override
    default Access access() {
        return Access.WRITE;
    }

    /**
     * Nothing but that it is done.
     *
     * @throws MongoWriteConcernException if it is done, but not as durably as was asked for
     */
    @Override
    default Boolean decode(CommandReply reply) {
        MongoWriteConcernException doubt = ServerErrors.writeConcernError(reply);
        if (doubt != null) {
            throw doubt;
        }
        return true;
    }
}
