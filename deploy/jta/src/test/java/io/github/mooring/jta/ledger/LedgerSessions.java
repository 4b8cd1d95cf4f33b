package io.github.mooring.jta.ledger;

import jakarta.resource.ResourceException;
import jakarta.resource.spi.ConnectionManager;

/** What a component looks up. */
public final class LedgerSessions {
    private final LedgerConnectionFactory factory;
    private final ConnectionManager connections;

    LedgerSessions(LedgerConnectionFactory factory, ConnectionManager connections) {
        this.factory = factory;
        this.connections = connections;
    }

    /** A session, by way of the container. */
    public LedgerSession open() throws ResourceException {
        return ((LedgerSession) connections.allocateConnection(factory, null)).openedBy(connections);
    }
}
