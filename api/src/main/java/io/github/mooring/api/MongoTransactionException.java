package io.github.mooring.api;

import org.jspecify.annotations.Nullable;

/**
 * Something about a transaction: it cannot be begun here, there is none, or MongoDB does not do in a transaction what was asked for.
 * Where the subtypes do not say otherwise nothing was sent, and the transaction is as it was.
 */
public sealed class MongoTransactionException extends MongoException
        permits MongoTransactionAbortedException, MongoCommitUnknownException {
    private static final long serialVersionUID = 1L;

    /**
     * An error with its surroundings.
     *
     * @param message what failed, on what, the numbers, the likely cause
     * @param context where, with which code and labels, and whether anything was sent
     * @param cause   what led to it, if anything
     */
    public MongoTransactionException(String message, ErrorContext context, @Nullable Throwable cause) {
        super(message, context, cause);
    }
}
