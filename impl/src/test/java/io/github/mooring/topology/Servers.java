package io.github.mooring.topology;

import io.github.mooring.api.ServerAddress;
import io.github.mooring.api.TagSet;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Servers and what they are together, as tests want them. */
final class Servers {
    static final Duration HEARTBEAT = Duration.ofSeconds(10);

    private Servers() {}

    static ServerAddress address(String host) {
        return new ServerAddress(host, 27017);
    }

    static ServerDescription primary(String host, int millisAway) {
        return server(host, ServerType.RS_PRIMARY, millisAway);
    }

    static ServerDescription secondary(String host, int millisAway) {
        return server(host, ServerType.RS_SECONDARY, millisAway);
    }

    static ServerDescription server(String host, ServerType type, int millisAway) {
        return server(host, type, Duration.ofMillis(millisAway));
    }

    static ServerDescription server(String host, ServerType type, @Nullable Duration away) {
        return new ServerDescription(
                address(host), type, away == null ? null : new RoundTripTime(away), TagSet.ANY, null, 0L, 6, 21, null);
    }

    static ServerDescription tagged(ServerDescription server, TagSet tags) {
        return new ServerDescription(
                server.address(),
                server.type(),
                server.roundTrip(),
                tags,
                server.lastWriteDate(),
                server.lastUpdateNanos(),
                server.minWireVersion(),
                server.maxWireVersion(),
                server.error());
    }

    /** Heard of at that time of the client's, when its last write was made at that time of the primary's. */
    static ServerDescription written(ServerDescription server, long lastWriteSeconds, long lastUpdateSeconds) {
        return new ServerDescription(
                server.address(),
                server.type(),
                server.roundTrip(),
                server.tags(),
                Instant.ofEpochSecond(lastWriteSeconds),
                Duration.ofSeconds(lastUpdateSeconds).toNanos(),
                server.minWireVersion(),
                server.maxWireVersion(),
                server.error());
    }

    static ServerDescription speaking(ServerDescription server, int minWireVersion, int maxWireVersion) {
        return new ServerDescription(
                server.address(),
                server.type(),
                server.roundTrip(),
                server.tags(),
                server.lastWriteDate(),
                server.lastUpdateNanos(),
                minWireVersion,
                maxWireVersion,
                server.error());
    }

    /** A replica set, with or without a primary. */
    static TopologyDescription set(ServerDescription... members) {
        boolean primary = Arrays.stream(members).anyMatch(member -> member.type() == ServerType.RS_PRIMARY);
        return topology(primary ? TopologyType.REPLICA_SET_WITH_PRIMARY : TopologyType.REPLICA_SET_NO_PRIMARY, members);
    }

    static TopologyDescription topology(TopologyType type, ServerDescription... servers) {
        return new TopologyDescription(type, List.of(servers), HEARTBEAT);
    }

    static List<String> hosts(List<ServerDescription> servers) {
        return servers.stream().map(server -> server.address().host()).toList();
    }
}
