package io.github.mooring.client;

import io.github.mooring.api.MongoException;
import io.github.mooring.api.MongoOperationTimeoutException;
import io.github.mooring.api.MongoSession;
import io.github.mooring.api.MongoSessionStateLostException;
import io.github.mooring.api.MongoSocketException;
import io.github.mooring.api.ServerAddress;
import io.github.mooring.auth.Identity;
import io.github.mooring.operation.Command;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The session in a slot of a pool, and what carries the handles on it: it counts their operations and notices those that
 * fail. Thread-safe. A slot that is emptied gets another one; handles on this one then go on by themselves.
 */
final class SharedSession implements SessionHost {
    private final SharedSessions pool;
    private final int slot;
    private final SessionHost carrier;
    private final ClientSession session;
    private final AtomicInteger inFlight = new AtomicInteger();
    /** Only ever goes from false to true. */
    private volatile boolean broken;
    /** Whether an operation has gone well since the last probe; a race between the two costs or saves one probe. */
    private volatile boolean seenAlive;

    /**
     * A session that nobody has a handle on.
     *
     * @param base what it is a copy of
     */
    SharedSession(SharedSessions pool, int slot, ClientSession base) {
        this.pool = pool;
        this.slot = slot;
        this.carrier = base.host();
        this.session = (ClientSession) base.copy();
    }

    /** A new handle. */
    MongoSession handle() {
        return open(session.shareable());
    }

    int slot() {
        return slot;
    }

    SessionHost carrier() {
        return carrier;
    }

    int inFlight() {
        return inFlight.get();
    }

    boolean isBroken() {
        return broken;
    }

    void markBroken() {
        broken = true;
    }

    /** Whether an operation has gone well since this was asked last. */
    boolean takeSignOfLife() {
        boolean alive = seenAlive;
        forgetSignOfLife();
        return alive;
    }

    void forgetSignOfLife() {
        seenAlive = false;
    }

    /** Ends the slot's part; handles go on. */
    void close() {
        session.close();
    }

    @Override
    public <R> R execute(Command<R> command, SessionCall call) {
        inFlight.incrementAndGet();
        try {
            R result = carrier.execute(command, call);
            seenAlive = true;
            return result;
        } catch (MongoException e) {
            if (isNetworkError(e)) {
                markBroken();
            }
            throw e;
        } finally {
            inFlight.decrementAndGet();
        }
    }

    /** A server that is silent is as bad as one that is gone; but who never got as far as the server knows nothing. */
    private static boolean isNetworkError(MongoException e) {
        return e instanceof MongoSocketException
                || e instanceof MongoSessionStateLostException
                || (e instanceof MongoOperationTimeoutException && e.bytesSent());
    }

    @Override
    public String defaultDatabaseName() {
        return carrier.defaultDatabaseName();
    }

    @Override
    public Identity identity() {
        return carrier.identity();
    }

    @Override
    public Identity identityOf(String userName, char[] password) {
        return carrier.identityOf(userName, password);
    }

    @Override
    public List<ServerAddress> liveServers() {
        return carrier.liveServers();
    }

    @Override
    public Transactions transactions() {
        return carrier.transactions();
    }

    /** A share belongs to the slot as the handle does that it was made of; everything else does not. */
    @Override
    public MongoSession open(SessionStart start) {
        MongoSession opened = carrier.open(start);
        return start.shared() == null ? opened : ((ClientSession) opened).carriedBy(this);
    }

    @Override
    public void doNotReuse() {
        pool.drop(this);
    }

    @Override
    public void sessionClosed() {
        carrier.sessionClosed();
    }
}
