package io.github.mooring.client;

import io.github.mooring.api.event.ServerState;
import io.github.mooring.api.event.TopologyState;
import java.util.stream.Collectors;

/** How the servers are named in a line of the log: what each is, how far away, and what is wrong. Stateless. */
final class TopologyText {
    private static final double NANOS_PER_MILLI = 1e6;

    private TopologyText() {}

    /** Such as {@code {type=REPLICA_SET_WITH_PRIMARY, setName=rs, servers=[{address=a:27017, type=RS_PRIMARY}]}}. */
    static String of(TopologyState topology) {
        return "{type=" + topology.type()
                + (topology.setName() == null ? "" : ", setName=" + topology.setName())
                + topology.servers().stream()
                        .map(TopologyText::of)
                        .collect(Collectors.joining(", ", ", servers=[", "]"))
                + (topology.compatibilityError() == null ? "" : ", error=" + topology.compatibilityError())
                + "}";
    }

    private static String of(ServerState server) {
        return "{address=" + server.address() + ", type=" + server.type()
                + (server.roundTrip() == null
                        ? ""
                        : ", roundTripTime=" + server.roundTrip().toNanos() / NANOS_PER_MILLI + " ms")
                + (server.error() == null ? "" : ", error=" + server.error().replaceAll("\\p{Cntrl}+", " "))
                + "}";
    }
}
