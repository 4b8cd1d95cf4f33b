package io.github.mooring.jca;

import io.github.mooring.api.ErrorContext;
import io.github.mooring.api.MongoTransactionException;
import io.github.mooring.client.SessionCall;
import io.github.mooring.operation.Command;
import org.jspecify.annotations.Nullable;

/**
 * Where an operation is done, and in what. A managed connection goes on to other callers and other transactions, so that it takes part in
 * one is not enough: it has to be this one.
 *
 * @param carrier     the managed connection
 * @param transaction the transaction that it takes part in; null for none
 */
record Participation(
        MongoManagedConnection carrier, @Nullable ManagedTransaction transaction) {
    /** As it is now. */
    static Participation of(MongoManagedConnection carrier) {
        return new Participation(carrier, carrier.carried().lasting());
    }

    /** Whether it goes on. */
    @SuppressWarnings("ReferenceEquality") // a transaction is itself alone
    boolean lasts() {
        return transaction != null && carrier.carried().lasting() == transaction;
    }

    /**
     * Itself, if it goes on.
     *
     * @throws MongoTransactionException otherwise
     */
    Participation checked() {
        if (!lasts()) {
            throw new MongoTransactionException(
                    "what took part in the container's transaction for this user has left it: the container has rolled it back, probably"
                            + " at its time-out, or destroyed the managed connection; nothing more is done in the transaction, nor"
                            + " outside of it in its place",
                    ErrorContext.NONE,
                    null);
        }
        return this;
    }

    /**
     * Does something.
     *
     * @throws MongoTransactionException if the transaction has ended meanwhile
     */
    <R> R execute(Command<R> command, SessionCall call) {
        return carrier.execute(command, carrier.carried().include(call, transaction));
    }
}
