package io.github.mooring.topology;

import java.util.List;

/** Which members of a replica set an operation may go to; other topologies have no roles, and nothing to select by. */
public sealed interface ServerSelector permits ReadSelector, WriteSelector {
    /**
     * Those that are suitable.
     *
     * @param set        the replica set
     * @param candidates those of its members that come into question
     * @throws io.github.mooring.api.MongoConfigurationException if it wants what cannot be had of any replica set
     */
    List<ServerDescription> amongMembers(TopologyDescription set, List<ServerDescription> candidates);
}
