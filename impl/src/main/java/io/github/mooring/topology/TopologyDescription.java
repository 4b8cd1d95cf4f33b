package io.github.mooring.topology;

import io.github.mooring.api.ServerAddress;
import io.github.mooring.wire.WireLimits;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which servers there are and what they are together, at one moment; immutable. {@link Discovery} says what follows it.
 *
 * @param type        what they are together
 * @param setName     the replica set's name; null if they are none, or if it is not known yet
 * @param maxElection the latest election of a primary that was heard of
 * @param servers     each once
 * @param leftOut     servers that were named and do not belong to them, the latest ones
 * @param settings    what the application has said of them
 * @see <a href="https://github.com/mongodb/specifications/blob/master/source/server-discovery-and-monitoring/server-discovery-and-monitoring.md#topologydescription">
 *     Server Discovery and Monitoring: TopologyDescription</a>
 */
public record TopologyDescription(
        TopologyType type,
        @Nullable String setName,
        Election maxElection,
        List<ServerDescription> servers,
        List<LeftOut> leftOut,
        TopologySettings settings) {
    /**
     * How many servers a client gets to know by what servers say, as long as no primary has said who belongs to the set. Those that
     * the application has named itself do not count against it. Chosen: as many as the primary could name, so that a
     * replica set may even exchange all of its hosts.
     */
    public static final int MAX_SERVERS = Membership.MAX_MEMBERS;

    /** How many of those that do not belong to the topology are kept for error texts. Chosen: more would not be read. */
    static final int MAX_LEFT_OUT = 10;

    /**
     * Copies the lists.
     *
     * @throws IllegalArgumentException if a server is there twice, if a direct connection or a load balancer is not
     *     exactly one server, or if a replica set's type does not say how many primaries there are
     */
    public TopologyDescription {
        servers = List.copyOf(servers);
        leftOut = List.copyOf(leftOut);
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

    /** As the canonical one, of servers that the application has named itself and of which no primary was elected. */
    public TopologyDescription(TopologyType type, List<ServerDescription> servers, Duration heartbeatFrequency) {
        this(
                type,
                null,
                Election.NONE,
                servers,
                List.of(),
                new TopologySettings(
                        servers.stream().map(ServerDescription::address).toList(),
                        null,
                        false,
                        false,
                        heartbeatFrequency));
    }

    /**
     * Before anybody was asked. A load balancer never is: of its description, {@link ServerDescription#loadBalancer} follows at
     * once.
     *
     * @see <a href="https://github.com/mongodb/specifications/blob/master/source/server-discovery-and-monitoring/server-discovery-and-monitoring.md#initial-topologydescription">
     *     Server Discovery and Monitoring: initial TopologyDescription</a>
     */
    public static TopologyDescription start(TopologySettings settings) {
        List<ServerDescription> servers =
                settings.seeds().stream().map(ServerDescription::unknown).toList();
        return new TopologyDescription(
                settings.startType(), settings.replicaSet(), Election.NONE, servers, List.of(), settings);
    }

    /** Without servers: before the start, and after the end. */
    public static TopologyDescription empty(TopologySettings settings) {
        return new TopologyDescription(TopologyType.UNKNOWN, null, Election.NONE, List.of(), List.of(), settings);
    }

    /** How often each server is asked how it is. */
    public Duration heartbeatFrequency() {
        return settings.heartbeatFrequency();
    }

    /** What is known of one of them; empty if it does not belong to them. */
    public Optional<ServerDescription> server(ServerAddress address) {
        return servers.stream()
                .filter(server -> server.address().equals(address))
                .findFirst();
    }

    /** The primary of a replica set, if there is one that is known. */
    public Optional<ServerDescription> primary() {
        return servers.stream()
                .filter(server -> server.type() == ServerType.RS_PRIMARY)
                .findFirst();
    }

    /**
     * After how many minutes the first of those that serve data forgets an unused session; null if there are none of them, or if
     * one of them has no sessions.
     *
     * @see <a href="https://github.com/mongodb/specifications/blob/master/source/server-discovery-and-monitoring/server-discovery-and-monitoring.md#logical-session-timeout">
     *     Server Discovery and Monitoring: logical session timeout</a>
     */
    public @Nullable Integer logicalSessionTimeoutMinutes() {
        Integer least = null;
        for (ServerDescription server : servers) {
            if (server.type().isDataBearing()) {
                Integer minutes = server.hello().logicalSessionTimeoutMinutes();
                if (minutes == null) {
                    return null;
                }
                least = least == null ? minutes : Math.min(least, minutes);
            }
        }
        return least;
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

    /** Why no operation may go to any of them, although they may be well; null if this client can talk to all of them. */
    public @Nullable String compatibilityError() {
        int oldest = WireLimits.MIN_WIRE_VERSION;
        int newest = WireLimits.MAX_WIRE_VERSION;
        return incompatible(oldest, newest)
                .map(server -> SelectionText.incompatible(server, oldest, newest))
                .orElse(null);
    }

    /** Whether this is no news to those who knew {@code other}: round-trip times and times may differ. */
    public boolean saysTheSameAs(TopologyDescription other) {
        return type == other.type
                && Objects.equals(setName, other.setName)
                && servers.size() == other.servers.size()
                && servers.stream()
                        .allMatch(server -> other.server(server.address())
                                .filter(server::saysTheSameAs)
                                .isPresent());
    }

    private static void require(boolean holds, TopologyType type, List<ServerDescription> servers) {
        if (!holds) {
            throw new IllegalArgumentException("no " + type + " has these servers: " + servers);
        }
    }
}
