package io.github.mooring.testkit.documentdb;

import java.sql.Connection;
import org.jspecify.annotations.Nullable;

/** The use of a connection for one command. Confined to the thread that carries it out. */
final class Lease {
    final Connection connection;
    /** The transaction that the connection belongs to; null outside of any. */
    final @Nullable SessionTransaction owner;
    /** Whether a cursor lives in the connection, which therefore must not go back to the pool. */
    boolean kept;

    Lease(Connection connection, @Nullable SessionTransaction owner) {
        this.connection = connection;
        this.owner = owner;
    }
}
