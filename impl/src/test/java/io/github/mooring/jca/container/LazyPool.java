package io.github.mooring.jca.container;

import jakarta.resource.ResourceException;
import jakarta.resource.spi.ConnectionRequestInfo;
import jakarta.resource.spi.DissociatableManagedConnection;
import jakarta.resource.spi.LazyAssociatableConnectionManager;
import jakarta.resource.spi.ManagedConnection;
import jakarta.resource.spi.ManagedConnectionFactory;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A pool that takes connections from under their handles, and gives them one when they are used again. */
public final class LazyPool extends FakePool implements LazyAssociatableConnectionManager {
    private static final long serialVersionUID = 1L;

    private final transient List<Object> closedInactive = new CopyOnWriteArrayList<>();
    private final transient List<@Nullable ConnectionRequestInfo> requests = new CopyOnWriteArrayList<>();
    private final AtomicInteger regrets = new AtomicInteger();

    /** A pool of at most so many. */
    public LazyPool(ManagedConnectionFactory factory, Matching matching, int maxSize) {
        super(factory, matching, maxSize);
    }

    /** Takes the connection from under a handle. */
    public void dissociate(Object handle) throws ResourceException {
        ManagedConnection connection = carrierOf(handle);
        ((DissociatableManagedConnection) connection).dissociateConnections();
        giveBack(connection);
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

    @Override
    public void associateConnection(
            Object handle, ManagedConnectionFactory asking, @Nullable ConnectionRequestInfo request)
            throws ResourceException {
        requests.add(request);
        ManagedConnection connection = take(asking, null, request);
        connection.associateConnection(handle);
        remember(connection, handle);
        if (regrets.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
            dissociate(handle);
        }
    }

    @Override
    public void inactiveConnectionClosed(Object handle, ManagedConnectionFactory asking) {
        closedInactive.add(handle);
    }
}
