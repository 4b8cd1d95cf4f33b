package io.github.mooring.topology;

/**
 * What the servers are together.
 *
 * @see <a href="https://github.com/mongodb/specifications/blob/master/source/server-discovery-and-monitoring/server-discovery-and-monitoring.md#topologytype">
 *     Server Discovery and Monitoring: TopologyType</a>
 */
public enum TopologyType {
    /** Nothing is known yet. */
    UNKNOWN("Unknown"),
    /** One server, whatever it is, that the client connects to directly. */
    SINGLE("Single"),
    /** A replica set whose primary is not known. */
    REPLICA_SET_NO_PRIMARY("ReplicaSetNoPrimary"),
    /** A replica set with a primary. */
    REPLICA_SET_WITH_PRIMARY("ReplicaSetWithPrimary"),
    /** Routers of one sharded cluster. */
    SHARDED("Sharded"),
    /** One load balancer. */
    LOAD_BALANCED("LoadBalanced");

    private final String specName;

    TopologyType(String specName) {
        this.specName = specName;
    }

    /** Whether it is a replica set, with or without a primary. */
    public boolean isReplicaSet() {
        return this == REPLICA_SET_NO_PRIMARY || this == REPLICA_SET_WITH_PRIMARY;
    }

    /** The name that the specification has for it. */
    @Override
    public String toString() {
        return specName;
    }
}
