package io.github.mooring.client;

import io.github.mooring.auth.Identity;
import io.github.mooring.connection.Connection;
import io.github.mooring.pool.Holder;
import io.github.mooring.pool.Lease;
import io.github.mooring.pool.Membership;
import io.github.mooring.pool.Pool;
import io.github.mooring.pool.PoolClosedException;
import io.github.mooring.pool.PoolLimitException;
import io.github.mooring.pool.PoolReport;
import io.github.mooring.pool.PoolSet;
import io.github.mooring.pool.PoolStats;
import io.github.mooring.pool.Use;
import io.github.mooring.time.Cancellation;
import io.github.mooring.time.Clock;
import io.github.mooring.time.Deadline;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The connections to one server, in a pool for each identity; thread-safe. */
final class IdentityPools implements AutoCloseable {
    private static final Logger LOG = System.getLogger(IdentityPools.class.getName());

    private final PoolSet<Identity, Connection> pools;
    private final PoolFilling filling;
    private final Identity owner;
    /** Whether connections were given up that are to be replaced as soon as somebody may have new ones. */
    private final AtomicBoolean emptied = new AtomicBoolean();

    /**
     * No pools yet.
     *
     * @param newPool makes the pool of an identity, empty and paused
     * @param owner   the configured user
     * @param limits  how many of them there may be, and for how long
     * @param filling fills them to their least size
     */
    IdentityPools(
            Function<Identity, Pool<Connection>> newPool,
            Identity owner,
            PoolOptions limits,
            PoolFilling filling,
            Clock clock,
            Consumer<Identity> onRemoved) {
        this.owner = owner;
        this.filling = filling;
        this.pools = new PoolSet<>(
                identity -> begun(newPool.apply(identity)),
                limits.maxIdentityPools(),
                limits.identityPoolExpiry(),
                clock,
                onRemoved);
    }

    /** Somebody has chosen the server because it is known to be there, so a new pool has nothing to wait for. */
    private Pool<Connection> begun(Pool<Connection> pool) {
        pool.ready();
        filling.first(pool::runOnce);
        return pool;
    }

    /** Leases a connection of a user; see {@link PoolSet#checkOut}. */
    Lease<Connection> checkOut(
            Identity identity, Deadline deadline, Use use, Cancellation cancellation, Duration patience) {
        return pools.checkOut(identity, deadline, use, cancellation, patience);
    }

    /** Lets operations have connections again. */
    void ready() {
        pools.ready(identity -> true);
        if (emptied.getAndSet(false)) {
            filling.again(pools::runOnce);
        }
    }

    /**
     * Has a pool for the configured user even if nobody has used one yet, if pools are to be kept filled. Where there is no room among
     * pools that are in use it begins with the user's first operation, like any other.
     */
    void keepReady() {
        if (filling.isNeeded()) {
            try {
                pools.have(owner);
            } catch (PoolLimitException | PoolClosedException e) {
                LOG.log(Level.DEBUG, "no pool is kept ready for {0}: {1}", owner, e.getMessage());
            }
        }
    }

    /**
     * Gives all connections up; until it is {@link #ready}, nobody gets one. If an attempt to fill the pools has led to this,
     * they are left to maintenance: the server is in trouble.
     */
    void clear(boolean interruptInUse) {
        pools.clear(identity -> true, interruptInUse);
        if (!filling.isFilling()) {
            emptied.set(true);
        }
    }

    /** Gives the connections of some users up, and has new ones made as far as they are to be kept ready. */
    void renew(Predicate<Identity> which) {
        pools.renew(which);
        filling.again(pools::runOnce);
    }

    /**
     * Gives the connections to one service up, of some users, and has new ones made as far as they are to be kept ready.
     *
     * @param service that of the connection on which it was found to be in doubt; if that one was given up before, nothing happens
     */
    void clear(Predicate<Identity> which, Membership service, boolean interruptInUse) {
        if (pools.clear(which, service, interruptInUse)) {
            filling.again(pools::runOnce);
        }
    }

    /** Looks at what was given back while a late reply was owed. */
    void recall() {
        pools.recall();
    }

    /** Maintenance. */
    void runOnce() {
        var unused = pools.runOnce();
    }

    /** The numbers of all identities together. */
    PoolStats stats() {
        return pools.stats();
    }

    /** Whose pools there are. */
    Set<Identity> users() {
        return pools.keys();
    }

    /** How a user's pool fares; null if there is none. */
    @Nullable
    PoolReport report(Identity identity) {
        return pools.report(identity);
    }

    /** Who holds what, by user; see {@link PoolSet#holders}. */
    Map<Identity, List<Holder>> holders(boolean stacks) {
        return pools.holders(stacks);
    }

    void forgetLongestWait() {
        pools.forgetLongestWait(identity -> true);
    }

    /** Closes all pools; operations under way go on. Idempotent, does not block. */
    @Override
    public void close() {
        pools.close();
    }
}
