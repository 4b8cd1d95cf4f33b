package io.github.mooring.jta.ledger;

import jakarta.resource.spi.ConnectionManager;
import jakarta.resource.spi.ConnectionRequestInfo;
import jakarta.resource.spi.ManagedConnection;
import jakarta.resource.spi.ManagedConnectionFactory;
import jakarta.resource.spi.TransactionSupport;
import jakarta.transaction.Status;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.io.PrintWriter;
import java.util.Set;
import javax.security.auth.Subject;
import org.jspecify.annotations.Nullable;

/** Makes connections to one ledger, which enlist lazily or as soon as they are given out. */
public final class LedgerConnectionFactory implements ManagedConnectionFactory, TransactionSupport {
    private static final long serialVersionUID = 1L;

    private final transient Ledger ledger;
    private final transient TransactionSynchronizationRegistry registry;
    private final Enlistment enlistment;

    /**
     * A factory, equal to itself only.
     *
     * @param registry what the container tells of transactions
     */
    public LedgerConnectionFactory(Ledger ledger, TransactionSynchronizationRegistry registry, Enlistment enlistment) {
        this.ledger = ledger;
        this.registry = registry;
        this.enlistment = enlistment;
    }

    Enlistment enlistment() {
        return enlistment;
    }

    /** Whether the thread has a transaction, in whatever state. */
    boolean hasTransaction() {
        return registry.getTransactionStatus() != Status.STATUS_NO_TRANSACTION;
    }

    /** Whether a connection of this factory takes part in the thread's transaction. */
    boolean isEnlisted() {
        return registry.getResource(this) != null;
    }

    /** A connection takes part from now on. */
    void enlisted(LedgerConnection connection) {
        registry.putResource(this, connection);
    }

    @Override
    public Object createConnectionFactory(ConnectionManager connections) {
        return new LedgerSessions(this, connections);
    }

    @Override
    public Object createConnectionFactory() {
        throw new UnsupportedOperationException("in containers only");
    }

    @Override
    public ManagedConnection createManagedConnection(
            @Nullable Subject subject, @Nullable ConnectionRequestInfo request) {
        return enlistment == Enlistment.EAGER
                ? new LedgerConnection(this, ledger)
                : new LazyLedgerConnection(this, ledger);
    }

    @Override
    @SuppressWarnings("rawtypes") // so declared by the interface
    public @Nullable ManagedConnection matchManagedConnections(
            Set candidates, @Nullable Subject subject, @Nullable ConnectionRequestInfo request) {
        for (Object candidate : candidates) {
            if (candidate instanceof LedgerConnection connection) {
                return connection;
            }
        }
        return null;
    }

    @Override
    public TransactionSupportLevel getTransactionSupport() {
        return TransactionSupportLevel.LocalTransaction;
    }

    @Override
    public void setLogWriter(@Nullable PrintWriter out) {
        // nothing is written
    }

    @Override
    public @Nullable PrintWriter getLogWriter() {
        return null;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }
}
