package io.github.mooring.client;

import io.github.mooring.api.MongoException;
import io.github.mooring.api.MongoProtocolException;
import io.github.mooring.api.MongoSocketException;
import io.github.mooring.api.ServerAddress;
import io.github.mooring.auth.Identity;
import io.github.mooring.connection.Connection;
import io.github.mooring.pool.Lease;
import io.github.mooring.pool.Membership;
import io.github.mooring.topology.Discovery;
import io.github.mooring.topology.ErrorOrigin;
import io.github.mooring.topology.ErrorScope;
import io.github.mooring.topology.ServerDescription;
import org.bson.types.ObjectId;
import org.jspecify.annotations.Nullable;

/**
 * The services behind a load balancer, as far as errors concern them; thread-safe. Nobody monitors them: the load balancer is
 * taken to be there, and an error costs the connections to the service that it came from.
 *
 * @see <a href="https://github.com/mongodb/specifications/blob/master/source/load-balancers/load-balancers.md#error-handling">
 *     Load Balancer Support: error handling</a>
 */
final class Services {
    private final ServerAddress address;
    private final Cluster cluster;
    private final IdentityPools pools;

    /** Those behind this address, if it is a load balancer's. */
    Services(ServerAddress address, Cluster cluster, IdentityPools pools) {
        this.address = address;
        this.cluster = cluster;
        this.pools = pools;
    }

    /** Whether there are any. */
    boolean areThere() {
        return cluster.isBalanced();
    }

    /** Lets operations choose the load balancer: it is never asked what it is. */
    void start() {
        ServerDescription balancer = ServerDescription.loadBalancer(address);
        cluster.update(topology -> Discovery.update(topology, balancer));
        pools.keepReady();
    }

    /**
     * An operation has failed on a connection that nobody has doubted before. That what came over it was no sensible answer has
     * ended that connection, and says nothing of the others.
     */
    void operationFailed(MongoException e, Lease<Connection> lease) {
        Membership service = lease.membership();
        if (service != null && !(e instanceof MongoProtocolException)) {
            int wireVersion = lease.resource().description().maxWireVersion();
            apply(e, new ErrorOrigin(address, idOf(service), 0, wireVersion, true, false), service, null);
        }
    }

    /**
     * A connection for a user could not be made. What happens before a service has said which one it is says nothing of any, and
     * neither does that the caller's time was over, or that it was interrupted.
     *
     * @param service whom the connection had got as far as; null for nobody
     */
    void connectingFailed(Identity user, MongoException e, @Nullable Membership service) {
        if (service != null && (e instanceof MongoSocketException || e.code() != 0)) {
            apply(e, new ErrorOrigin(address, idOf(service), 0, 0, false, true), service, user);
        }
    }

    private static ObjectId idOf(Membership service) {
        return (ObjectId) service.group();
    }

    private void apply(MongoException e, ErrorOrigin origin, Membership service, @Nullable Identity user) {
        ErrorScope scope = ErrorScope.of(cluster.view().topology(), ServerWatch.errorOf(origin, e), 0);
        switch (scope.clear()) {
            case SERVICE -> pools.clear(identity -> true, service, scope.interrupt());
            case USER -> pools.clear(identity -> identity.equals(user), service, scope.interrupt());
            case SERVER, NOTHING -> {} // the load balancer as such is never in doubt
        }
    }
}
