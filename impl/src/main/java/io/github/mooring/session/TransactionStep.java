package io.github.mooring.session;

/**
 * What one command of a transaction brings along; immutable.
 *
 * @param transaction to which it belongs
 * @param number      by which the server knows the transaction
 * @param starts      whether the server has not heard of the transaction before
 */
public record TransactionStep(Transaction transaction, WriteNumber number, boolean starts) implements Numbering {}
