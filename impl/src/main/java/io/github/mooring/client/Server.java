package io.github.mooring.client;

import io.github.mooring.api.MongoException;
import io.github.mooring.api.MongoWaitQueueTimeoutException;
import io.github.mooring.api.ServerAddress;
import io.github.mooring.auth.Identity;
import io.github.mooring.connection.Connection;
import io.github.mooring.notice.CheckOutNotice;
import io.github.mooring.notice.Flight;
import io.github.mooring.pool.BudgetTimeoutException;
import io.github.mooring.pool.Lease;
import io.github.mooring.pool.Membership;
import io.github.mooring.pool.PoolException;
import io.github.mooring.pool.PoolTimeoutException;
import io.github.mooring.pool.Use;
import io.github.mooring.time.Deadline;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * One server, as long as it is part of the topology: its connections, who looks after it, and how many operations it is
 * working on. Thread-safe.
 */
final class Server implements AutoCloseable {
    private final ServerAddress address;
    private final IdentityPools pools;
    private final ServerWatch watch;
    private final Services services;
    private final Duration usualPatience;
    private final AtomicInteger operations = new AtomicInteger();

    /**
     * A server that nobody looks after until {@link #start}.
     *
     * @param services      what is behind it, if it is a load balancer
     * @param usualPatience how long an operation waits for a connection, unless its session says otherwise
     */
    Server(ServerAddress address, IdentityPools pools, ServerWatch watch, Services services, Duration usualPatience) {
        this.address = address;
        this.pools = pools;
        this.watch = watch;
        this.services = services;
        this.usualPatience = usualPatience;
    }

    /** Begins to look after it. Once. */
    void start() {
        if (services.areThere()) {
            services.start();
        } else {
            watch.start();
        }
    }

    ServerAddress address() {
        return address;
    }

    IdentityPools pools() {
        return pools;
    }

    ServerWatch watch() {
        return watch;
    }

    /** How many operations it is working on. */
    int operations() {
        return operations.get();
    }

    void operationBegins() {
        operations.incrementAndGet();
    }

    void operationEnds() {
        operations.decrementAndGet();
    }

    /** A connection for an operation, within the operation's time and within what its session gives to the wait. */
    Lease<Connection> checkOut(SessionCall call, Deadline deadline, Use use) {
        CheckOutNotice notice = Flight.checkOut();
        return notice == null
                ? checkOutQuietly(call, deadline, use)
                : RecordedCheckOut.of(notice, this, call, () -> checkOutQuietly(call, deadline, use));
    }

    private Lease<Connection> checkOutQuietly(SessionCall call, Deadline deadline, Use use) {
        Duration patience = call.settings().limits().waitQueueTimeout();
        try {
            return pools.checkOut(call.identity(), deadline, use, call.cancellation(), patience);
        } catch (PoolException e) {
            throw refused(e, deadline, patience);
        }
    }

    /** Says so if a limit of the session's own has ended the wait. */
    private MongoException refused(PoolException e, Deadline deadline, Duration patience) {
        MongoException translated =
                services.areThere() ? PoolErrors.translatedBalanced(e, address) : PoolErrors.translated(e, address);
        boolean own = !patience.equals(usualPatience);
        boolean timedOut = e instanceof PoolTimeoutException || e instanceof BudgetTimeoutException;
        if (!own || !timedOut || deadline.isExpired()) {
            return translated;
        }
        return new MongoWaitQueueTimeoutException(
                translated.getMessage() + "; the session gave it " + patience.toMillis() + " ms",
                translated.context(),
                e);
    }

    /**
     * An operation has failed; that is no news if its connection had been given up before.
     *
     * @param lease that of the operation, which lasts
     */
    void failed(MongoException e, Lease<Connection> lease) {
        if (lease.isStale()) {
            return;
        }
        if (services.areThere()) {
            services.operationFailed(e, lease);
        } else {
            watch.operationFailed(e, lease.resource().description());
        }
    }

    /**
     * A connection could not be made.
     *
     * @param service behind a load balancer, whom it had got as far as; null for nobody
     */
    void notConnected(Identity identity, MongoException e, @Nullable Membership service) {
        if (services.areThere()) {
            services.connectingFailed(identity, e, service);
        } else {
            watch.connectingFailed(identity, e);
        }
    }

    /**
     * Looks whether it is silent while operations wait for it: for a reply, for a connection that is being made, or for one to come
     * free.
     */
    void lookForSilence(LiveConnections.Sign sign) {
        boolean awaited = sign == LiveConnections.Sign.AWAITED || operations() > 0;
        watch.lookForSilence(awaited, sign == LiveConnections.Sign.SPOKEN);
    }

    /** Ends its monitor and its pools; what operations under way are using stays open. Idempotent, does not block. */
    @Override
    public void close() {
        watch.close();
        pools.close();
    }

    @Override
    public String toString() {
        return address.toString();
    }
}
