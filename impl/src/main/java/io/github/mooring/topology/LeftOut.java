package io.github.mooring.topology;

import io.github.mooring.api.ServerAddress;

/**
 * A server that was named, by the application or by another server, and that does not belong to the topology; immutable. It is
 * kept so that an error can say why nobody asks it.
 *
 * @param server where it is
 * @param reason such as {@code belongs to the replica set 'x', not to 'rs'}
 */
public record LeftOut(ServerAddress server, String reason) {
    @Override
    public String toString() {
        return server + " " + reason;
    }
}
