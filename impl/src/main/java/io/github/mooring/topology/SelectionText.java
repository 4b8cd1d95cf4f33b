package io.github.mooring.topology;

import io.github.mooring.api.TagSet;
import io.github.mooring.wire.WireLimits;
import java.time.Duration;
import java.util.Locale;
import java.util.StringJoiner;
import java.util.stream.Collectors;

/**
 * What an error says when an operation finds no server: what it wanted, and what there was.
 *
 * @see <a href="https://github.com/mongodb/specifications/blob/master/source/server-selection/server-selection.md#server-selection-errors">
 *     Server Selection: server selection errors</a>
 */
public final class SelectionText {
    /** Servers that a text tells of one by one. Chosen: nobody reads further, and logs cut texts that are too long. */
    private static final int MAX_SERVERS = 20;

    private SelectionText() {}

    /**
     * Nobody was suitable.
     *
     * @param nowNanos the present, by {@link io.github.mooring.time.Clock#nanoTime()}
     */
    public static String nobody(Selection selection, TopologyDescription topology, long nowNanos) {
        return "no server for " + selection.selector() + "; the topology is " + of(topology, nowNanos);
    }

    /** Nobody is suitable, and waiting is of no use: see {@link KnownDead}; otherwise as above. */
    public static String dead(Selection selection, TopologyDescription topology, long nowNanos) {
        return "no server for " + selection.selector() + ", and none that answers; the topology is "
                + of(topology, nowNanos);
    }

    /**
     * One of the servers speaks none of the client's protocol versions, which are from {@code oldest} to {@code newest}.
     *
     * @see <a href="https://github.com/mongodb/specifications/blob/master/source/server-discovery-and-monitoring/server-discovery-and-monitoring.md#checking-wire-protocol-compatibility">
     *     Server Discovery and Monitoring: checking wire protocol compatibility</a>
     */
    static String incompatible(ServerDescription server, int oldest, int newest) {
        WireVersions spoken = server.hello().wireVersions();
        return "Server at " + server.address()
                + (spoken.min() > newest
                        ? " requires wire version " + spoken.min()
                                + ", but this version of Mooring only supports up to " + newest + "."
                        : " reports wire version " + spoken.max() + ", but this version of Mooring requires at least "
                                + oldest + " (MongoDB " + WireLimits.MIN_MONGODB + ").");
    }

    /** The topology with each of its servers. */
    public static String of(TopologyDescription topology, long nowNanos) {
        int more = topology.servers().size() - MAX_SERVERS;
        String servers = topology.servers().stream()
                .limit(MAX_SERVERS)
                .map(server -> of(server, topology, nowNanos))
                .collect(Collectors.joining("; ", "", more > 0 ? "; and " + more + " more" : ""));
        String leftOut = topology.leftOut().stream().map(LeftOut::toString).collect(Collectors.joining("; "));
        return topology.type()
                + (topology.setName() == null ? "" : " '" + topology.setName() + "'")
                + " of " + (servers.isEmpty() ? "no servers" : servers)
                + (leftOut.isEmpty() ? "" : "; left out: " + leftOut);
    }

    private static String of(ServerDescription server, TopologyDescription topology, long nowNanos) {
        StringJoiner details = new StringJoiner(", ", server.address() + " " + server.type() + " (", ")");
        RoundTripTime roundTrip = server.roundTrip();
        if (roundTrip != null) {
            details.add(millis(roundTrip.average()) + " ms away");
        }
        if (!server.tags().equals(TagSet.ANY)) {
            details.add("tags " + server.tags().tags());
        }
        if (server.type() == ServerType.RS_SECONDARY) {
            Staleness.of(server, topology).ifPresent(stale -> details.add("up to " + stale.toSeconds() + " s behind"));
        }
        details.add(heard(server, nowNanos));
        if (server.error() != null) {
            details.add(server.error());
        }
        return details.toString();
    }

    private static String heard(ServerDescription server, long nowNanos) {
        Long heard = server.lastUpdateNanos();
        if (heard == null) {
            return server.error() == null ? "not asked yet" : "not asked since";
        }
        return "asked " + Duration.ofNanos(nowNanos - heard).toSeconds() + " s ago";
    }

    private static String millis(Duration duration) {
        return String.format(Locale.ROOT, "%.1f", duration.toNanos() / 1e6);
    }
}
