package io.github.mooring.topology;

/**
 * Whether it is known that nobody will be found for an operation, so that it need not wait as long as it may; stateless. The
 * specification lets an operation wait for {@code serverSelectionTimeoutMS} in any case, so failing before that is for whoever
 * asks for it, and it errs on the side of waiting:
 *
 * <ul>
 *   <li>Each server has to have been asked, without an answer, after the operation began to wait. What an operation ran into is no
 *       such attempt, nor is one that began before: the server may have come back meanwhile.
 *   <li>One server that answers is enough to wait for: it may become what is wanted, or name others. Only an arbiter becomes
 *       nothing else.
 *   <li>No servers at all are final in a replica set, since only its members name others. Elsewhere the DNS may.
 *   <li>A load balancer is never asked, so it is never known to be dead.
 * </ul>
 *
 * @see <a href="https://github.com/mongodb/specifications/blob/master/source/server-selection/server-selection.md#multi-threaded-or-asynchronous-server-selection">
 *     Server Selection: multi-threaded or asynchronous server selection</a>
 */
public final class KnownDead {
    private KnownDead() {}

    /**
     * Asks that of what is known now.
     *
     * @param sinceNanos attempts count that began then or later, by {@link io.github.mooring.time.Clock#nanoTime()}: when the
     *     operation began to wait, or so much later as a server may take to restart
     * @throws io.github.mooring.api.MongoConfigurationException if the operation wants what cannot be had
     */
    public static boolean isKnown(TopologyDescription topology, Selection selection, long sinceNanos) {
        if (!selection.suitable(topology).isEmpty()) {
            return false;
        }
        return topology.servers().isEmpty()
                ? topology.type().isReplicaSet()
                : topology.servers().stream().allMatch(server -> isHopeless(topology.type(), server, sinceNanos));
    }

    private static boolean isHopeless(TopologyType topology, ServerDescription server, long sinceNanos) {
        return switch (server.type()) {
            case UNKNOWN, POSSIBLE_PRIMARY -> hasFailedSince(server, sinceNanos);
            case RS_ARBITER -> topology.isReplicaSet();
            case STANDALONE, MONGOS, RS_PRIMARY, RS_SECONDARY, RS_OTHER, RS_GHOST, LOAD_BALANCER -> false;
        };
    }

    private static boolean hasFailedSince(ServerDescription server, long sinceNanos) {
        Long asked = server.lastUpdateNanos();
        return server.error() != null && asked != null && asked - sinceNanos >= 0;
    }
}
