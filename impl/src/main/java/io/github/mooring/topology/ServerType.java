package io.github.mooring.topology;

/**
 * What a server is, as the members of a topology are told apart; {@link io.github.mooring.connection.ServerKind} is the
 * coarser answer that one connection needs.
 *
 * @see <a href="https://github.com/mongodb/specifications/blob/master/source/server-discovery-and-monitoring/server-discovery-and-monitoring.md#servertype">
 *     Server Discovery and Monitoring: ServerType</a>
 */
public enum ServerType {
    /** Not heard of yet, or no longer. */
    UNKNOWN("Unknown"),
    /** Not heard of yet, but a member of its set has named it as the primary. */
    POSSIBLE_PRIMARY("PossiblePrimary"),
    /** A server without a replica set. */
    STANDALONE("Standalone"),
    /** A router of a sharded cluster. */
    MONGOS("Mongos"),
    /** The member of a replica set that takes writes. */
    RS_PRIMARY("RSPrimary"),
    /** A member of a replica set that serves reads. */
    RS_SECONDARY("RSSecondary"),
    /** A member that votes and has no data. */
    RS_ARBITER("RSArbiter"),
    /** A member that serves nobody now: hidden, starting up, recovering. */
    RS_OTHER("RSOther"),
    /** A server that is meant for a replica set and belongs to none yet. */
    RS_GHOST("RSGhost"),
    /** What stands in front of many mongos; it is not monitored. */
    LOAD_BALANCER("LoadBalancer");

    private final String specName;

    ServerType(String specName) {
        this.specName = specName;
    }

    /** Whether it is believed to answer. */
    public boolean isAvailable() {
        return this != UNKNOWN && this != POSSIBLE_PRIMARY;
    }

    /** Whether it has data of a replica set and serves reads. */
    public boolean isDataMember() {
        return this == RS_PRIMARY || this == RS_SECONDARY;
    }

    /** Whether it serves applications their data. */
    public boolean isDataBearing() {
        return isDataMember() || this == STANDALONE || this == MONGOS || this == LOAD_BALANCER;
    }

    /** The name that the specification has for it. */
    @Override
    public String toString() {
        return specName;
    }
}
