package io.github.mooring.testkit.container;

import jakarta.resource.NotSupportedException;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.ConnectionEvent;
import jakarta.resource.spi.ConnectionEventListener;
import jakarta.resource.spi.ConnectionRequestInfo;
import jakarta.resource.spi.DissociatableManagedConnection;
import jakarta.resource.spi.LocalTransaction;
import jakarta.resource.spi.ManagedConnection;
import jakarta.resource.spi.ManagedConnectionMetaData;
import java.io.PrintWriter;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;
import javax.security.auth.Subject;
import javax.transaction.xa.XAResource;
import org.jspecify.annotations.Nullable;

/** The managed connection of the adapter of these tests; a transaction takes back what was counted in it. */
final class ToyManagedConnection implements ManagedConnection, DissociatableManagedConnection, LocalTransaction {
    private final ToyFactory factory;
    private final List<ConnectionEventListener> listeners = new CopyOnWriteArrayList<>();
    private final Set<Handle> handles = ConcurrentHashMap.newKeySet();
    private int count;
    private int countAtBegin;
    private boolean destroyed;

    ToyManagedConnection(ToyFactory factory) {
        this.factory = factory;
    }

    private boolean has(Defect defect) {
        return factory.getDefect() == defect;
    }

    @Override
    public Object getConnection(@Nullable Subject subject, @Nullable ConnectionRequestInfo request) {
        Handle handle = has(Defect.HIDDEN_CLOSE) ? new Handle(this) : new CloseableHandle(this);
        handles.add(handle);
        return handle;
    }

    /** A handle without a close of the usual kind. */
    private static class Handle implements ToyConnection {
        private volatile @Nullable ToyManagedConnection connection;

        Handle(ToyManagedConnection connection) {
            this.connection = connection;
        }

        private ToyManagedConnection connection() throws ResourceException {
            ToyManagedConnection current = connection;
            if (current == null) {
                throw new ResourceException("the handle has no connection");
            }
            return current;
        }

        @Override
        public int increment() throws ResourceException {
            return ++connection().count;
        }

        @Override
        public void breakDown() throws ResourceException {
            connection().broken(this);
        }

        @Override
        public void end() {
            ToyManagedConnection current = connection;
            if (current != null) {
                current.closed(this);
            }
        }
    }

    /** A handle as containers want it. */
    public static final class CloseableHandle extends Handle {
        CloseableHandle(ToyManagedConnection connection) {
            super(connection);
        }

        /** As {@link #end}. */
        public void close() {
            end();
        }
    }

    private void closed(Handle handle) {
        if (!has(Defect.TOLD_TWICE)) {
            handle.connection = null;
        }
        handles.remove(handle);
        if (!has(Defect.SILENT_CLOSE)) {
            tell(
                    ConnectionEvent.CONNECTION_CLOSED,
                    has(Defect.EVENT_WITHOUT_HANDLE) ? null : handle,
                    ConnectionEventListener::connectionClosed);
        }
    }

    private void broken(Handle handle) {
        for (int i = 0; i < (has(Defect.ERROR_TWICE) ? 2 : 1); i++) {
            tell(ConnectionEvent.CONNECTION_ERROR_OCCURRED, handle, ConnectionEventListener::connectionErrorOccurred);
        }
    }

    private void tell(
            int kind, @Nullable Object handle, BiConsumer<ConnectionEventListener, ConnectionEvent> delivery) {
        ConnectionEvent event = new ConnectionEvent(this, kind);
        if (handle != null) {
            event.setConnectionHandle(handle);
        }
        for (ConnectionEventListener listener : listeners) {
            try {
                delivery.accept(listener, event);
            } catch (UnsupportedOperationException e) {
                // a listener's own trouble
            }
        }
    }

    @Override
    public void begin() {
        countAtBegin = count;
        if (has(Defect.CONTAINERS_TRANSACTION_TOLD)) {
            tell(ConnectionEvent.LOCAL_TRANSACTION_STARTED, null, ConnectionEventListener::localTransactionStarted);
        }
    }

    @Override
    public void commit() {
        countAtBegin = count;
    }

    @Override
    public void rollback() {
        count = countAtBegin;
    }

    @Override
    public void associateConnection(Object connection) {
        Handle handle = (Handle) connection;
        handle.connection = this;
        handles.add(handle);
    }

    @Override
    public void dissociateConnections() {
        handles.forEach(handle -> handle.connection = null);
        handles.clear();
    }

    @Override
    public void cleanup() throws ResourceException {
        if (has(Defect.CLEANUP_FAILS) || destroyed) {
            throw new ResourceException("it cannot be cleaned up");
        }
        dissociateConnections();
    }

    @Override
    public void destroy() {
        destroyed = true;
        dissociateConnections();
        factory.destroyed(this);
    }

    @Override
    public void addConnectionEventListener(ConnectionEventListener listener) {
        listeners.add(listener);
    }

    @Override
    public void removeConnectionEventListener(ConnectionEventListener listener) {
        listeners.remove(listener);
    }

    @Override
    public XAResource getXAResource() throws NotSupportedException {
        throw new NotSupportedException("local transactions only");
    }

    @Override
    public LocalTransaction getLocalTransaction() {
        return this;
    }

    @Override
    public ManagedConnectionMetaData getMetaData() {
        return new MetaData();
    }

    private static final class MetaData implements ManagedConnectionMetaData {
        @Override
        public String getEISProductName() {
            return "toy";
        }

        @Override
        public String getEISProductVersion() {
            return "1";
        }

        @Override
        public int getMaxConnections() {
            return 0;
        }

        @Override
        public String getUserName() {
            return "";
        }
    }

    @Override
    public void setLogWriter(@Nullable PrintWriter out) {
        // writes nothing
    }

    @Override
    public @Nullable PrintWriter getLogWriter() {
        return null;
    }
}
