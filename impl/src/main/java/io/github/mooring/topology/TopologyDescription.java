package io.github.mooring.topology;

import io.github.mooring.api.ServerAddress;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Which servers there are and what they are together, at one moment; immutable.
 *
 * @param type               what they are together
 * @param servers            each once
 * @param heartbeatFrequency how often each is asked how it is
 * @see <a href="https://github.com/mongodb/specifications/blob/master/source/server-discovery-and-monitoring/server-discovery-and-monitoring.md#topologydescription">
 *     Server Discovery and Monitoring: TopologyDescription</a>
 */
public record TopologyDescription(TopologyType type, List<ServerDescription> servers, Duration heartbeatFrequency) {
    /**
     * Copies the list.
     *
     * @throws IllegalArgumentException if a server is there twice, if a direct connection or a load balancer is not
     *     exactly one server, or if a replica set's type does not say how many primaries there are
     */
    public TopologyDescription {
        servers = List.copyOf(servers);
        Set<ServerAddress> addresses = new HashSet<>();
        long primaries = 0;
        for (ServerDescription server : servers) {
            require(addresses.add(server.address()), type, servers);
            primaries += server.type() == ServerType.RS_PRIMARY ? 1 : 0;
        }
        switch (type) {
            case SINGLE, LOAD_BALANCED -> require(servers.size() == 1, type, servers);
            case REPLICA_SET_WITH_PRIMARY -> require(primaries == 1, type, servers);
            case REPLICA_SET_NO_PRIMARY -> require(primaries == 0, type, servers);
            case SHARDED, UNKNOWN -> {}
        }
    }

    /** The primary of a replica set, if there is one that is known. */
    public Optional<ServerDescription> primary() {
        return servers.stream()
                .filter(server -> server.type() == ServerType.RS_PRIMARY)
                .findFirst();
    }

    /**
     * A server that a client of these protocol versions cannot talk to, if there is one: then no operation may go to any.
     * Load balancers do not say what they speak, nor does who was not heard of.
     *
     * @see <a href="https://github.com/mongodb/specifications/blob/master/source/server-discovery-and-monitoring/server-discovery-and-monitoring.md#checking-wire-protocol-compatibility">
     *     Server Discovery and Monitoring: checking wire protocol compatibility</a>
     */
    public Optional<ServerDescription> incompatible(int oldest, int newest) {
        return servers.stream()
                .filter(server -> server.type().isAvailable() && server.type() != ServerType.LOAD_BALANCER)
                .filter(server -> !server.speaks(oldest, newest))
                .findFirst();
    }

    private static void require(boolean holds, TopologyType type, List<ServerDescription> servers) {
        if (!holds) {
            throw new IllegalArgumentException("no " + type + " has these servers: " + servers);
        }
    }
}
