package io.github.mooring.client;

import io.github.mooring.api.event.CommandListener;
import io.github.mooring.api.event.ConnectionPoolListener;
import io.github.mooring.api.event.TopologyListener;
import org.jspecify.annotations.Nullable;

/**
 * Who hears what happens; immutable. No text can express that, so it is given beside what was configured.
 *
 * @param connectionPool hears of the pools of connections; null if nobody does
 * @param topology       hears of the servers; null if nobody does
 * @param command        hears of the commands; null if nobody does
 */
public record Listeners(
        @Nullable ConnectionPoolListener connectionPool,
        @Nullable TopologyListener topology,
        @Nullable CommandListener command) {
    /** Nobody. */
    public static final Listeners NONE = new Listeners(null, null, null);

    Listeners withConnectionPool(ConnectionPoolListener listener) {
        return new Listeners(listener, topology, command);
    }

    Listeners withTopology(TopologyListener listener) {
        return new Listeners(connectionPool, listener, command);
    }

    Listeners withCommand(CommandListener listener) {
        return new Listeners(connectionPool, topology, listener);
    }
}
