package io.github.mooring.jta;

import io.github.mooring.jta.ledger.Enlistment;
import io.github.mooring.jta.ledger.Ledger;
import io.github.mooring.jta.ledger.LedgerConnectionFactory;
import io.github.mooring.jta.ledger.LedgerSession;
import io.github.mooring.jta.ledger.LedgerSessions;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.ManagedConnectionFactory;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.util.Collection;

/** The adapter for a list in memory. */
final class LedgerResource implements LocalResource {
    private final Ledger ledger = new Ledger();
    private final TransactionSynchronizationRegistry registry;

    LedgerResource(Container container) {
        registry = container.transactions().registry();
    }

    @Override
    public ManagedConnectionFactory connectionFactory() {
        return connectionFactory(Enlistment.LAZY);
    }

    ManagedConnectionFactory connectionFactory(Enlistment enlistment) {
        return new LedgerConnectionFactory(ledger, registry, enlistment);
    }

    @Override
    public Session open(ContainerPool pool) throws ResourceException {
        return new LedgerLines(pool.lookUp(LedgerSessions.class).open());
    }

    @Override
    public Collection<String> lines() {
        return ledger.lines();
    }

    @Override
    public int begun() {
        return ledger.begun();
    }

    @Override
    public void refuseTheNextCommit() {
        ledger.refuseTheNextCommit();
    }

    @Override
    public void close() {
        // nothing is running
    }

    /** One session. */
    private record LedgerLines(LedgerSession session) implements Session {
        @Override
        public void write(String line) throws ResourceException {
            session.write(line);
        }

        @Override
        public boolean sees(String line) throws ResourceException {
            return session.sees(line);
        }

        @Override
        public void close() {
            session.close();
        }
    }
}
