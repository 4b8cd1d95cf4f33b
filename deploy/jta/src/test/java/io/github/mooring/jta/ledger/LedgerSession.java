package io.github.mooring.jta.ledger;

import jakarta.resource.ResourceException;
import jakarta.resource.spi.ConnectionManager;
import jakarta.resource.spi.LazyAssociatableConnectionManager;
import jakarta.resource.spi.LazyEnlistableConnectionManager;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A connection handle; one thread at a time uses it. */
public final class LedgerSession implements AutoCloseable {
    private final LedgerConnectionFactory factory;
    private @Nullable ConnectionManager connections;
    /** Null while the container has set the session aside. */
    private @Nullable LedgerConnection carrier;

    private boolean closed;

    LedgerSession(LedgerConnectionFactory factory, LedgerConnection carrier) {
        this.factory = factory;
        this.carrier = carrier;
    }

    LedgerSession openedBy(ConnectionManager from) {
        connections = from;
        return this;
    }

    /** Attaches it, or sets it aside. */
    void carriedBy(@Nullable LedgerConnection next) {
        carrier = next;
    }

    /** Ends it for the container. */
    void takenBack() {
        carrier = null;
        closed = true;
    }

    /** Whether nothing can be done with it any more. */
    public boolean isClosed() {
        return closed;
    }

    /** Writes a line, in the transaction if there is one. */
    public void write(String line) throws ResourceException {
        enlisted().write(line);
    }

    /** Whether there is such a line, for this session's transaction. */
    public boolean sees(String line) throws ResourceException {
        return enlisted().sees(line);
    }

    /** The connection, which takes part in the thread's transaction if there is one. */
    private LedgerConnection enlisted() throws ResourceException {
        LedgerConnection connection = attached();
        if (!(connection instanceof LazyLedgerConnection lazy) || lazy.isInTransaction() || !factory.hasTransaction()) {
            return connection;
        }
        boolean trusting = factory.enlistment() == Enlistment.TRUSTING;
        if (factory.isEnlisted() && !trusting) {
            leave(connection);
        } else if (connections instanceof LazyEnlistableConnectionManager manager) {
            manager.lazyEnlist(lazy);
        }
        LedgerConnection now = attached();
        if (!now.isInTransaction() && !trusting) {
            throw new ResourceException("the container has not enlisted the session in the transaction");
        }
        return now;
    }

    /**
     * Gives the connection back, to be given the one that takes part. IronJacamar would do the same in lazyEnlist, but its
     * pool would then remember the session as one that is still open on the connection that it has left.
     */
    private void leave(LedgerConnection connection) {
        carrier = null;
        connection.leftBy(this);
    }

    private LedgerConnection attached() throws ResourceException {
        if (closed) {
            throw new IllegalStateException("the session is closed");
        }
        if (carrier == null) {
            ((LazyAssociatableConnectionManager) Objects.requireNonNull(connections, "connections"))
                    .associateConnection(this, factory, null);
        }
        return Objects.requireNonNull(carrier, "the container has associated the session");
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        LedgerConnection connection = carrier;
        carrier = null;
        if (connection != null) {
            connection.leftBy(this);
        } else if (connections instanceof LazyAssociatableConnectionManager lazy) {
            lazy.inactiveConnectionClosed(this, factory);
        }
    }
}
