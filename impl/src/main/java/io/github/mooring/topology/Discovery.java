package io.github.mooring.topology;

import io.github.mooring.api.ServerAddress;
import java.util.Optional;

/**
 * What the servers are together once more is known of one of them: functions from a description to the next one. They never
 * throw, whatever servers say, and ask no clock. Who keeps the description replaces it by one thread at a time.
 *
 * @see <a href="https://github.com/mongodb/specifications/blob/master/source/server-discovery-and-monitoring/server-discovery-and-monitoring.md#updating-the-topologydescription">
 *     Server Discovery and Monitoring: updating the TopologyDescription</a>
 */
public final class Discovery {
    private Discovery() {}

    /**
     * After a server has answered, or has not. News of a server that does not belong to the topology (any more), and what is
     * older than what is known already, change nothing: then the very same description is returned.
     */
    public static TopologyDescription update(TopologyDescription topology, ServerDescription server) {
        Optional<ServerDescription> known = topology.server(server.address());
        if (known.isEmpty() || isOutdated(server, known.get()) || !isExpected(topology.type(), server.type())) {
            return topology;
        }
        TopologyDraft draft = new TopologyDraft(topology);
        draft.replace(server);
        switch (topology.type()) {
            case UNKNOWN -> ofUnknown(draft, server);
            case SINGLE -> ofSingle(draft, server);
            case SHARDED -> ofSharded(draft, server);
            case REPLICA_SET_NO_PRIMARY, REPLICA_SET_WITH_PRIMARY -> new ReplicaSetRules(draft).update(server);
            case LOAD_BALANCED -> {}
        }
        return draft.build();
    }

    /** Before the end of the client: there are no servers any more. */
    public static TopologyDescription close(TopologyDescription topology) {
        return TopologyDescription.empty(topology.settings());
    }

    private static boolean isOutdated(ServerDescription server, ServerDescription known) {
        TopologyVersion version = server.topologyVersion();
        return version != null && version.isOlderThan(known.topologyVersion());
    }

    /** A load balancer remains one, and nothing else becomes one. */
    private static boolean isExpected(TopologyType topology, ServerType server) {
        return (topology == TopologyType.LOAD_BALANCED) == (server == ServerType.LOAD_BALANCER);
    }

    private static void ofUnknown(TopologyDraft draft, ServerDescription server) {
        switch (server.type()) {
            case STANDALONE -> ofUnknownWithStandalone(draft, server.address());
            case MONGOS -> draft.type(TopologyType.SHARDED);
            case RS_PRIMARY, RS_SECONDARY, RS_ARBITER, RS_OTHER -> {
                draft.type(TopologyType.REPLICA_SET_NO_PRIMARY);
                new ReplicaSetRules(draft).update(server);
            }
            case UNKNOWN, POSSIBLE_PRIMARY, RS_GHOST, LOAD_BALANCER -> {}
        }
    }

    private static void ofUnknownWithStandalone(TopologyDraft draft, ServerAddress server) {
        if (draft.isLoneSeed()) {
            draft.type(TopologyType.SINGLE);
        } else {
            draft.remove(server, "belongs to no replica set, and is one of several hosts");
        }
    }

    private static void ofSingle(TopologyDraft draft, ServerDescription server) {
        String wanted = draft.setName();
        if (wanted != null && server.type().isAvailable() && !wanted.equals(server.setName())) {
            String error = ReplicaSetRules.setOf(server) + ", but replicaSet=" + wanted + " is configured";
            draft.replace(ServerDescription.doubted(server.address(), error, null));
        }
    }

    private static void ofSharded(TopologyDraft draft, ServerDescription server) {
        if (server.type().isAvailable() && server.type() != ServerType.MONGOS) {
            draft.remove(server.address(), "is no mongos but a " + server.type() + ", and the others are mongos");
        }
    }
}
