package io.github.mooring.topology;

import io.github.mooring.api.ServerAddress;
import io.github.mooring.api.TagSet;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
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
                address(host), hello(type), away == null ? null : new RoundTripTime(away), 0L, null);
    }

    /** What a server says that belongs to no replica set as far as it says. */
    static HelloReply hello(ServerType type) {
        return hello(type, new WireVersions(6, 21), Membership.NONE, null);
    }

    static HelloReply hello(
            ServerType type, WireVersions wireVersions, Membership membership, @Nullable Instant lastWriteDate) {
        return new HelloReply(type, wireVersions, membership, null, null, lastWriteDate, null, true);
    }

    static Membership tags(TagSet tags) {
        return new Membership(null, Election.NONE, null, null, Set.of(), Set.of(), Set.of(), tags);
    }

    static ServerDescription tagged(ServerDescription server, TagSet tags) {
        return saying(server, hello(server.type(), server.hello().wireVersions(), tags(tags), server.lastWriteDate()));
    }

    /** Heard of at that time of the client's, when its last write was made at that time of the primary's. */
    static ServerDescription written(ServerDescription server, long lastWriteSeconds, long lastUpdateSeconds) {
        HelloReply hello = server.hello();
        Instant written = Instant.ofEpochSecond(lastWriteSeconds);
        return at(
                saying(server, hello(server.type(), hello.wireVersions(), hello.membership(), written)),
                Duration.ofSeconds(lastUpdateSeconds).toNanos());
    }

    static ServerDescription speaking(ServerDescription server, int minWireVersion, int maxWireVersion) {
        WireVersions versions = new WireVersions(minWireVersion, maxWireVersion);
        return saying(server, hello(server.type(), versions, server.hello().membership(), server.lastWriteDate()));
    }

    static ServerDescription at(ServerDescription server, long lastUpdateNanos) {
        return new ServerDescription(
                server.address(), server.hello(), server.roundTrip(), lastUpdateNanos, server.error());
    }

    private static ServerDescription saying(ServerDescription server, HelloReply hello) {
        return new ServerDescription(
                server.address(), hello, server.roundTrip(), server.lastUpdateNanos(), server.error());
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

    /** Before anybody was asked. */
    static TopologyDescription start(@Nullable String replicaSet, String... seeds) {
        return TopologyDescription.start(new TopologySettings(
                Arrays.stream(seeds).map(Servers::address).toList(), replicaSet, false, false, HEARTBEAT));
    }

    static TopologyDescription direct(@Nullable String replicaSet, String seed) {
        return TopologyDescription.start(
                new TopologySettings(List.of(address(seed)), replicaSet, true, false, HEARTBEAT));
    }

    static TopologyDescription balanced(String seed) {
        return TopologyDescription.start(new TopologySettings(List.of(address(seed)), null, false, true, HEARTBEAT));
    }
}
