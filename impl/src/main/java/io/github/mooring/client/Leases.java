package io.github.mooring.client;

import io.github.mooring.connection.Connection;
import io.github.mooring.pool.Lease;

/** How leases on connections end. Stateless. */
final class Leases {
    private Leases() {}

    /** Gives the connection back, or its permit alone if it is broken. */
    static void giveBack(Lease<Connection> lease) {
        Connection connection = lease.resource();
        if (connection.isUsable()) {
            lease.release();
        } else {
            lease.discard();
        }
    }
}
