package io.github.mooring.topology;

import io.github.mooring.api.ServerAddress;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Which servers one operation may go to; immutable. It is a function of the topology alone, so its answer holds until the
 * topology is another one; {@link TwoChoices} then takes one of them.
 *
 * @param selector       what the operation wants
 * @param localThreshold how much farther away than the nearest one a server may be
 * @param deprioritized  those that have failed the operation before: they are asked again only if nobody else is suitable
 * @see <a href="https://github.com/mongodb/specifications/blob/master/source/server-selection/server-selection.md#server-selection-algorithm">
 *     Server Selection: algorithm</a>
 */
public record Selection(ServerSelector selector, Duration localThreshold, Set<ServerAddress> deprioritized) {
    /** {@link #localThreshold} where nothing else is configured. Source: localThresholdMS. */
    public static final Duration DEFAULT_LOCAL_THRESHOLD = Duration.ofMillis(15);

    /**
     * Copies the set.
     *
     * @throws IllegalArgumentException if the threshold is negative
     */
    public Selection {
        deprioritized = Set.copyOf(deprioritized);
        if (localThreshold.isNegative()) {
            throw new IllegalArgumentException("localThreshold is " + localThreshold + ", allowed is zero or more");
        }
    }

    /** For a first attempt. */
    public static Selection of(ServerSelector selector) {
        return new Selection(selector, DEFAULT_LOCAL_THRESHOLD, Set.of());
    }

    /** For the next attempt of an operation that has failed there. */
    public Selection avoiding(ServerAddress server) {
        Set<ServerAddress> more = new HashSet<>(deprioritized);
        more.add(server);
        return new Selection(selector, localThreshold, more);
    }

    /**
     * Those in the latency window: one of them takes the operation, and if there is none the operation has to wait.
     *
     * @throws io.github.mooring.api.MongoConfigurationException if the operation wants what cannot be had
     */
    public List<ServerDescription> candidates(TopologyDescription topology) {
        return LatencyWindow.of(suitable(topology), localThreshold);
    }

    /** All that fit, however far away. */
    List<ServerDescription> suitable(TopologyDescription topology) {
        List<ServerDescription> preferred = suitable(
                topology,
                topology.servers().stream()
                        .filter(server -> !deprioritized.contains(server.address()))
                        .toList());
        return preferred.isEmpty() ? suitable(topology, topology.servers()) : preferred;
    }

    /** How stale a member is depends on all of them, on those too that do not come into question. */
    private List<ServerDescription> suitable(TopologyDescription topology, List<ServerDescription> candidates) {
        return switch (topology.type()) {
            case UNKNOWN -> List.of();
            case SINGLE, LOAD_BALANCED ->
                candidates.stream()
                        .filter(server -> server.type().isAvailable())
                        .toList();
            case SHARDED ->
                candidates.stream()
                        .filter(server -> server.type() == ServerType.MONGOS)
                        .toList();
            case REPLICA_SET_NO_PRIMARY, REPLICA_SET_WITH_PRIMARY -> selector.amongMembers(topology, candidates);
        };
    }
}
