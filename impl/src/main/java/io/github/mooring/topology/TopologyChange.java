package io.github.mooring.topology;

import io.github.mooring.api.ServerAddress;
import java.util.List;

/**
 * What has to be done because the topology is another one: whom to begin and cease to monitor, whom to ask again; immutable.
 *
 * @param before the one that it was
 * @param after  the one that it is
 */
public record TopologyChange(TopologyDescription before, TopologyDescription after) {
    /** Servers that belong to it now and did not before. */
    public List<ServerAddress> added() {
        return notIn(before, after);
    }

    /** Servers that belonged to it before and do not now. */
    public List<ServerAddress> removed() {
        return notIn(after, before);
    }

    /**
     * Servers that are known no more to be the primary since another one is. Each is to be asked at once; its connections are
     * as good as before.
     *
     * @param heardOf whose answer has made the change
     * @see <a href="https://github.com/mongodb/specifications/blob/master/source/server-discovery-and-monitoring/server-discovery-and-monitoring.md#updatersfromprimary">
     *     Server Discovery and Monitoring: updateRSFromPrimary</a>
     */
    public List<ServerAddress> deposed(ServerAddress heardOf) {
        return before.primary().stream()
                .map(ServerDescription::address)
                .filter(primary -> !primary.equals(heardOf))
                .filter(primary -> after.server(primary)
                        .filter(server -> server.type() == ServerType.UNKNOWN)
                        .isPresent())
                .toList();
    }

    private static List<ServerAddress> notIn(TopologyDescription one, TopologyDescription other) {
        return other.servers().stream()
                .map(ServerDescription::address)
                .filter(server -> one.server(server).isEmpty())
                .toList();
    }
}
