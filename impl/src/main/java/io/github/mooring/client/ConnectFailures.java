package io.github.mooring.client;

import io.github.mooring.api.MongoException;
import io.github.mooring.pool.Membership;
import org.jspecify.annotations.Nullable;

/** Hears that a connection could not be made although somebody wanted it, on the thread that had to make it, before anybody else does. */
@FunctionalInterface
interface ConnectFailures {
    /**
     * A connection could not be made.
     *
     * @param service behind a load balancer, whom the connection has got as far as; null if it did not get there, or if there is no
     *     load balancer
     */
    void notConnected(MongoException e, @Nullable Membership service);
}
