package io.github.mooring.api;

import org.jspecify.annotations.Nullable;

/**
 * What is done within a transaction, by {@link MongoSession#withTransaction}. It may be called several times, so it must not leave
 * anything behind outside of the transaction that cannot be done twice, and it lets errors of operations through: a server that has
 * refused a statement may have rolled the transaction back.
 *
 * @param <T> what comes of it
 */
@FunctionalInterface
public interface TransactionBody<T extends @Nullable Object> {
    /**
     * Does it.
     *
     * @param session in whose transaction it is done
     */
    T execute(MongoSession session);
}
