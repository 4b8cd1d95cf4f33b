package io.github.mooring.jta.ledger;

import jakarta.resource.NotSupportedException;
import jakarta.resource.spi.ConnectionEvent;
import jakarta.resource.spi.ConnectionEventListener;
import jakarta.resource.spi.ConnectionRequestInfo;
import jakarta.resource.spi.DissociatableManagedConnection;
import jakarta.resource.spi.LocalTransaction;
import jakarta.resource.spi.LocalTransactionException;
import jakarta.resource.spi.ManagedConnection;
import jakarta.resource.spi.ManagedConnectionMetaData;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.security.auth.Subject;
import javax.transaction.xa.XAResource;
import org.jspecify.annotations.Nullable;

/** A managed connection, and its local transaction; one thread at a time uses it. */
class LedgerConnection
        implements ManagedConnection, DissociatableManagedConnection, LocalTransaction, ManagedConnectionMetaData {
    private final LedgerConnectionFactory factory;
    private final Ledger ledger;
    private final List<ConnectionEventListener> listeners = new CopyOnWriteArrayList<>();
    private final List<LedgerSession> sessions = new ArrayList<>();
    private final List<String> uncommitted = new ArrayList<>();
    private boolean inTransaction;

    LedgerConnection(LedgerConnectionFactory factory, Ledger ledger) {
        this.factory = factory;
        this.ledger = ledger;
    }

    boolean isInTransaction() {
        return inTransaction;
    }

    void write(String line) {
        if (inTransaction) {
            uncommitted.add(line);
        } else {
            ledger.add(List.of(line));
        }
    }

    boolean sees(String line) {
        return uncommitted.contains(line) || ledger.lines().contains(line);
    }

    /** A session on it was closed, or goes to another connection: the container hears of it in the same way. */
    void leftBy(LedgerSession session) {
        sessions.remove(session);
        ConnectionEvent event = new ConnectionEvent(this, ConnectionEvent.CONNECTION_CLOSED);
        event.setConnectionHandle(session);
        listeners.forEach(listener -> listener.connectionClosed(event));
    }

    @Override
    public Object getConnection(@Nullable Subject subject, @Nullable ConnectionRequestInfo request) {
        LedgerSession session = new LedgerSession(factory, this);
        sessions.add(session);
        return session;
    }

    @Override
    public void associateConnection(Object connection) {
        LedgerSession session = (LedgerSession) connection;
        sessions.add(session);
        session.carriedBy(this);
    }

    @Override
    public void dissociateConnections() {
        sessions.forEach(session -> session.carriedBy(null));
        sessions.clear();
    }

    @Override
    public void begin() throws LocalTransactionException {
        if (inTransaction) {
            throw new LocalTransactionException("the connection has a transaction already");
        }
        inTransaction = true;
        ledger.begin();
        factory.enlisted(this);
    }

    @Override
    public void commit() throws LocalTransactionException {
        boolean refused = ledger.refuses();
        if (!refused) {
            ledger.add(uncommitted);
        }
        end();
        if (refused) {
            throw new LocalTransactionException("the ledger refuses the commit");
        }
    }

    @Override
    public void rollback() throws LocalTransactionException {
        end();
    }

    private void end() throws LocalTransactionException {
        if (!inTransaction) {
            throw new LocalTransactionException("the connection has no transaction");
        }
        inTransaction = false;
        uncommitted.clear();
    }

    @Override
    public void cleanup() {
        sessions.forEach(LedgerSession::takenBack);
        sessions.clear();
    }

    @Override
    public void destroy() {
        cleanup();
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
        return this;
    }

    @Override
    public String getEISProductName() {
        return "Ledger";
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

    @Override
    public void setLogWriter(@Nullable PrintWriter out) {
        // nothing is written
    }

    @Override
    public @Nullable PrintWriter getLogWriter() {
        return null;
    }
}
