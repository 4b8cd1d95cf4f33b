package io.github.mooring.testkit.container;

import jakarta.resource.ResourceException;
import jakarta.resource.spi.ConnectionRequestInfo;
import jakarta.resource.spi.LazyAssociatableConnectionManager;
import jakarta.resource.spi.ManagedConnectionFactory;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import javax.security.auth.Subject;
import org.jspecify.annotations.Nullable;

/**
 * A pool that takes connections from under their handles and gives them one when they are used again, and that lets
 * connections take part in a transaction only once they are used in it. Thread-safe.
 */
public final class LazyPool extends EnlistingPool implements LazyAssociatableConnectionManager {
    private static final long serialVersionUID = 1L;

    private final transient List<Object> closedInactive = new CopyOnWriteArrayList<>();
    private final transient List<@Nullable ConnectionRequestInfo> requests = new CopyOnWriteArrayList<>();
    private final transient AtomicInteger regrets = new AtomicInteger();
    private transient volatile boolean leavingAside;

    /**
     * A pool without transactions, of at most so many connections in use at once.
     *
     * @param maxSize 1 or more
     */
    public LazyPool(ManagedConnectionFactory factory, Set<Trait> traits, int maxSize) {
        super(factory, traits, maxSize);
    }

    /**
     * A pool whose connections take part in the container's transactions.
     *
     * @param maxSize 1 or more
     */
    public LazyPool(ManagedConnectionFactory factory, Set<Trait> traits, int maxSize, FakeTransactions transactions) {
        super(factory, traits, maxSize, transactions);
    }

    /** Takes the connection from under a handle, and from under all others that are on it. */
    public void dissociate(Object handle) throws ResourceException {
        var unused = dissociateAll(pooledOf(handle));
    }

    /** Takes so many of the connections that are asked for again back before anybody can use them. */
    public void regret(int times) {
        regrets.set(times);
    }

    /** The handles that were closed while they had no connection. */
    public List<Object> closedInactive() {
        return List.copyOf(closedInactive);
    }

    /** With what connections were asked for again. */
    public List<@Nullable ConnectionRequestInfo> requests() {
        return requests;
    }

    /**
     * Whether handles have to ask for a connection again after theirs was taken away because another one is in the
     * transaction; otherwise, as at first, they are put on that one at once.
     */
    public void setLeavingAside(boolean leavingAside) {
        this.leavingAside = leavingAside;
    }

    @Override
    public void associateConnection(
            Object handle, ManagedConnectionFactory asking, @Nullable ConnectionRequestInfo request)
            throws ResourceException {
        settle();
        requests.add(request);
        Subject subject = subject();
        Pooled pooled = forCaller(asking, subject, request);
        try {
            pooled.connection().associateConnection(handle);
            attach(pooled, handle);
        } catch (ResourceException | RuntimeException e) {
            discardUnused(pooled);
            throw new ResourceException("FP000457: Unchecked throwable in managedConnectionReconnected()", e);
        }
        if (regrets.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
            dissociate(handle);
        }
    }

    @Override
    public void inactiveConnectionClosed(Object handle, ManagedConnectionFactory asking) {
        if (!factory().equals(asking)) {
            fault("a handle was closed that belongs to another factory");
        }
        closedInactive.add(handle);
    }

    @Override
    void second(Pooled asking, Pooled first) throws ResourceException {
        moveHandles(asking, first);
    }

    /** Work for the same user in one transaction goes over one connection, so the handles change over to it. */
    private void moveHandles(Pooled from, Pooled to) throws ResourceException {
        for (Object handle : dissociateAll(from)) {
            if (!leavingAside) {
                to.connection().associateConnection(handle);
                attach(to, handle);
            }
        }
    }
}
