package io.github.mooring.jca;

import jakarta.resource.spi.ManagedConnectionMetaData;

/**
 * What a managed connection can say about itself without asking the server; immutable.
 *
 * @param userName whose rights it has, empty if nobody's
 */
record MongoManagedConnectionMetaData(String userName) implements ManagedConnectionMetaData {
    @Override
    public String getEISProductName() {
        return "MongoDB";
    }

    /** Not known: a managed connection has no socket of its own, and this must not do I/O (containers call it often). */
    @Override
    public String getEISProductVersion() {
        return "unknown";
    }

    /** No limit: managed connections cost the server nothing. */
    @Override
    public int getMaxConnections() {
        return 0;
    }

    @Override
    public String getUserName() {
        return userName;
    }
}
