package io.github.mooring.testkit.container;

import jakarta.resource.ResourceException;
import jakarta.resource.spi.ConnectionRequestInfo;
import jakarta.resource.spi.LazyAssociatableConnectionManager;
import jakarta.resource.spi.LazyEnlistableConnectionManager;
import jakarta.resource.spi.ManagedConnection;
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
public final class LazyPool extends FakePool
        implements LazyAssociatableConnectionManager, LazyEnlistableConnectionManager {
    private static final long serialVersionUID = 1L;

    private final transient List<Object> closedInactive = new CopyOnWriteArrayList<>();
    private final transient List<@Nullable ConnectionRequestInfo> requests = new CopyOnWriteArrayList<>();
    private final transient AtomicInteger enlistments = new AtomicInteger();
    private final transient AtomicInteger regrets = new AtomicInteger();

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

    /** How often a connection has asked to be part of a transaction, whatever came of it. */
    public int enlistments() {
        return enlistments.get();
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

    /**
     * {@inheritDoc}
     *
     * @throws ResourceException if enlistment is not lazy here, or the connection is part of the transaction already
     */
    @Override
    public void lazyEnlist(ManagedConnection connection) throws ResourceException {
        enlistments.incrementAndGet();
        if (!is(Trait.LAZY_ENLISTMENT)) {
            throw new ResourceException("FP000312: enlistment is not lazy in this pool");
        }
        FakeTransaction transaction = transactions().current();
        Pooled pooled = find(connection);
        if (transaction == null || pooled == null) {
            return;
        }
        if (pooled.branch() != null) {
            throw new ResourceException("FP000313: the connection takes part in the transaction already");
        }
        Pooled first = transaction.shared(this, pooled.key());
        if (first != null && first != pooled && first.branch() != null) {
            moveHandles(pooled, first);
        } else {
            begin(pooled, transaction);
        }
    }

    /** Work for the same user in one transaction goes over one connection, so the handles change over to it. */
    private void moveHandles(Pooled from, Pooled to) throws ResourceException {
        for (Object handle : dissociateAll(from)) {
            to.connection().associateConnection(handle);
            attach(to, handle);
        }
    }
}
