package io.github.mooring.jca;

import io.github.mooring.api.MongoConfigurationException;
import jakarta.resource.spi.TransactionSupport.TransactionSupportLevel;
import org.jspecify.annotations.Nullable;

/** Reads the property {@code TransactionLevel}. Stateless. */
final class TransactionLevel {
    /** The property's name; {@code TransactionSupport} is taken by a getter of the container's, of another type. */
    static final String PROPERTY = "TransactionLevel";

    private TransactionLevel() {}

    /** Whether sessions take part in the container's transactions; a value that {@link #check} refuses means no. */
    static boolean isLocal(@Nullable String given) {
        return given == null || given.strip().equalsIgnoreCase(TransactionSupportLevel.LocalTransaction.name());
    }

    /**
     * Checks a value.
     *
     * @throws MongoConfigurationException naming the property, the value and what is allowed
     */
    static void check(@Nullable String given) {
        if (isLocal(given) || isNone(given)) {
            return;
        }
        String value = String.valueOf(given).strip();
        boolean xa = value.equalsIgnoreCase(TransactionSupportLevel.XATransaction.name());
        throw new MongoConfigurationException("property " + PROPERTY + " is '" + given
                + "'; allowed are LocalTransaction, the default, and NoTransaction"
                + (xa
                        ? ". MongoDB offers clients no two-phase commit, so there is no XATransaction: a session can be"
                                + " the last resource of a transaction whose other resources are XA"
                        : ""));
    }

    private static boolean isNone(@Nullable String given) {
        return given != null && given.strip().equalsIgnoreCase(TransactionSupportLevel.NoTransaction.name());
    }
}
