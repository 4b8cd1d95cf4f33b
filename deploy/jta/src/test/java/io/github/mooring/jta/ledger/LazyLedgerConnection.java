package io.github.mooring.jta.ledger;

import jakarta.resource.spi.LazyEnlistableManagedConnection;

/** The same, which takes part in a transaction only once a session on it is used. */
final class LazyLedgerConnection extends LedgerConnection implements LazyEnlistableManagedConnection {
    LazyLedgerConnection(LedgerConnectionFactory factory, Ledger ledger) {
        super(factory, ledger);
    }
}
