package io.github.mooring.topology;

import java.util.List;

/**
 * What a write wants of a replica set: the primary.
 *
 * @see <a href="https://github.com/mongodb/specifications/blob/master/source/server-selection/server-selection.md#write-operations">
 *     Server Selection: write operations</a>
 */
public record WriteSelector() implements ServerSelector {
    @Override
    public List<ServerDescription> amongMembers(TopologyDescription set, List<ServerDescription> candidates) {
        return candidates.stream()
                .filter(server -> server.type() == ServerType.RS_PRIMARY)
                .toList();
    }

    @Override
    public String toString() {
        return "a write";
    }
}
