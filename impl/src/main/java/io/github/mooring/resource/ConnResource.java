package io.github.mooring.resource;

import io.github.mooring.api.ServerAddress;
import io.github.mooring.pool.Budget;
import io.github.mooring.pool.Lease;
import io.github.mooring.pool.PoolStats;
import io.github.mooring.pool.ResourceFactory;
import io.github.mooring.time.Cancellation;
import io.github.mooring.time.Clock;
import io.github.mooring.time.Deadline;
import io.github.mooring.transport.Transport;

/**
 * At most one connection to one address, on a shared budget; thread-safe. It is dialed when somebody wants it, used by one
 * caller at a time, and kept open in between unless others need the room.
 *
 * <p>The permit of the budget is taken before dialing begins and given back once the socket is closed.
 */
public final class ConnResource implements AutoCloseable {
    private final ServerAddress address;
    private final BudgetedResource<Line> line;

    /** A connection that is not there yet; no I/O, and the name is not looked up. */
    public ConnResource(ServerAddress address, Budget budget, Clock clock) {
        this.address = address;
        this.line = new BudgetedResource<>("connection to " + address, new Lines(), budget, clock);
    }

    /** As {@link #get(Dialing, Deadline, Cancellation)}, for a wait that only the deadline ends. */
    public Conn get(Dialing how, Deadline deadline) {
        return get(how, deadline, Cancellation.none());
    }

    /**
     * The connection, open. One that is there but broken (after more than a second without use this costs a look), or that was dialed with other parameters, is closed first and
     * dialed anew.
     *
     * @param how          dials if need be; what it is given here is used for this request and for no other
     * @param deadline     ends the waits and the dialing; the dialer may have a shorter limit of its own
     * @param cancellation ends the waits. Dialing ends by its deadline alone
     * @throws io.github.mooring.pool.PoolException     if it could not be had, as {@link BudgetedResource#checkOut} says
     * @throws io.github.mooring.api.MongoConnectException          as {@link Dialing#dialer} throws it, like its others
     */
    public Conn get(Dialing how, Deadline deadline, Cancellation cancellation) {
        Lease<Line> lease = line.checkOut(deadline, cancellation);
        Conn conn = null;
        try {
            Transport transport = lease.resource().connected(address, how, deadline);
            conn = new Conn(lease, transport);
            return conn;
        } finally {
            if (conn == null) {
                lease.discard();
            }
        }
    }

    /** Closes the connection: at once if nobody uses it, else when it is put back. The next one is not affected. */
    public void scheduleClose() {
        line.scheduleRelease();
    }

    /** The address that is dialed. */
    public ServerAddress address() {
        return address;
    }

    /** The numbers of this moment: all of them are 0 or 1, but {@code waiting} and the failures. */
    public PoolStats stats() {
        return line.stats();
    }

    /** Sends all waiters away and closes the connection, at once or when it is put back. Idempotent. */
    @Override
    public void close() {
        line.close();
    }

    @Override
    public String toString() {
        return line.toString();
    }

    /** Makes places for connections; dialing is the lessee's, who knows how. */
    private static final class Lines implements ResourceFactory<Line> {
        @Override
        public Line create(Deadline deadline) {
            return new Line();
        }

        @Override
        public void destroy(Line line) {
            line.close();
        }

        @Override
        public boolean isUsable(Line line) {
            return line.isUsable();
        }

        @Override
        public boolean isAlive(Line line) {
            return line.isAlive(Clock.system());
        }
    }
}
