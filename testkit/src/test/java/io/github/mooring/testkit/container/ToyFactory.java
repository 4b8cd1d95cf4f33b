package io.github.mooring.testkit.container;

import jakarta.resource.ResourceException;
import jakarta.resource.spi.ConnectionManager;
import jakarta.resource.spi.ConnectionRequestInfo;
import jakarta.resource.spi.ManagedConnection;
import jakarta.resource.spi.ManagedConnectionFactory;
import jakarta.resource.spi.ResourceAdapter;
import jakarta.resource.spi.ResourceAdapterAssociation;
import jakarta.resource.spi.TransactionSupport;
import jakarta.resource.spi.ValidatingManagedConnectionFactory;
import java.io.PrintWriter;
import java.util.HashSet;
import java.util.Set;
import javax.security.auth.Subject;
import org.jspecify.annotations.Nullable;

/** The managed connection factory of the adapter of these tests. */
public final class ToyFactory
        implements ManagedConnectionFactory,
                ResourceAdapterAssociation,
                ValidatingManagedConnectionFactory,
                TransactionSupport {
    private static final long serialVersionUID = 1L;

    private Defect defect = Defect.NONE;
    private transient @Nullable ResourceAdapter adapter;
    private transient @Nullable ManagedConnection lastDestroyed;

    /** One without defects. */
    public ToyFactory() {}

    /** A property. */
    public Defect getDefect() {
        return defect;
    }

    /** Sets what it does wrong. */
    public void setDefect(Defect defect) {
        this.defect = defect;
    }

    void destroyed(ManagedConnection connection) {
        lastDestroyed = connection;
    }

    @Override
    public Object createConnectionFactory(ConnectionManager connections) {
        return (ToyConnectionFactory) () -> (ToyConnection) connections.allocateConnection(this, null);
    }

    @Override
    public Object createConnectionFactory() throws ResourceException {
        throw new ResourceException("for containers only");
    }

    @Override
    public ManagedConnection createManagedConnection(
            @Nullable Subject subject, @Nullable ConnectionRequestInfo request) {
        return new ToyManagedConnection(this);
    }

    @Override
    @SuppressWarnings("rawtypes") // so declared by the interface
    public @Nullable ManagedConnection matchManagedConnections(
            Set candidates, @Nullable Subject subject, @Nullable ConnectionRequestInfo request) {
        if (defect == Defect.NO_MATCH) {
            return null;
        } else if (defect == Defect.STALE_MATCH && lastDestroyed != null) {
            return lastDestroyed;
        }
        for (Object candidate : candidates) {
            if (candidate instanceof ToyManagedConnection connection) {
                return connection;
            }
        }
        return null;
    }

    @Override
    @SuppressWarnings({"rawtypes", "NullAway"}) // so declared by the interface; null is what is wrong
    public Set getInvalidConnections(Set candidates) {
        return defect == Defect.NULL_VALIDATION ? null : new HashSet<>();
    }

    @Override
    public TransactionSupportLevel getTransactionSupport() {
        return TransactionSupportLevel.LocalTransaction;
    }

    @Override
    public @Nullable ResourceAdapter getResourceAdapter() {
        return adapter;
    }

    @Override
    public void setResourceAdapter(ResourceAdapter adapter) {
        this.adapter = adapter;
    }

    @Override
    public void setLogWriter(@Nullable PrintWriter out) {
        // writes nothing
    }

    @Override
    public @Nullable PrintWriter getLogWriter() {
        return null;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ToyFactory that && defect == that.defect;
    }

    @Override
    public int hashCode() {
        return defect.hashCode();
    }
}
