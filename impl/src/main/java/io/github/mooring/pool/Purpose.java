package io.github.mooring.pool;

import java.util.Locale;

/** What an exclusive lease is for. The Load Balancer specification wants the connections in use counted by this. */
public enum Purpose {
    /** For one operation, or for several that their caller holds together. */
    OPERATION,
    /** For the further operations of a cursor. */
    CURSOR,
    /** For the operations of a transaction. */
    TRANSACTION;

    /** As it stands in the texts of exceptions. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
