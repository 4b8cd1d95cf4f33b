package io.github.mooring.management;

import org.jspecify.annotations.Nullable;

/**
 * What a deployment of MongoDB is, as far as it is known: {@code io.github.mooring:type=Cluster,...,cluster="hosts"}.
 */
public interface ClusterMXBean {
    /** The hosts, or the name that stands for them, that the configuration has. */
    String getSeeds();

    /** What the servers are together, as the specification calls it: {@code ReplicaSetWithPrimary}, {@code Sharded} and so on. */
    String getTopologyType();

    /** The name of the replica set; null if there is none, or if it is not known yet. */
    @Nullable
    String getSetName();

    /** Where the primary is; null if there is none that is known. */
    @Nullable
    String getPrimary();

    /** Where all servers are. */
    String[] getServers();

    /** Servers that were named and do not belong to the topology, each with the reason; the latest ten. */
    String[] getLeftOut();

    /** Why no operation may go to any server although they may be well; null if all is well. */
    @Nullable
    String getCompatibilityError();

    /** How often a primary became known after there had been one. */
    long getElectionCount();

    /** When that was last, in ISO 8601 and UTC; null if it never was. */
    @Nullable
    String getLastElectionTime();

    /** How long no primary was known then, in milliseconds; -1 if there was no election. */
    long getLastElectionGapMillis();

    /** Sessions that are open. */
    long getOpenSessionCount();

    /** Sessions that were opened since the deployment was. */
    long getOpenedSessionCount();

    /** The limit of connections, shared with the adapter's other deployments; 0 = unlimited. */
    int getConnectionLimit();

    /** Connections that count against that limit. */
    int getConnectionCount();

    /** Callers that wait because that limit is reached. */
    int getConnectionWaiters();

    /**
     * Who holds which connection, a line for each.
     *
     * @param stacks whether to add what the threads are doing; each is stopped briefly for that
     */
    String[] dumpHolders(boolean stacks);

    /** Begins to look for {@link PoolMXBean#getLongestWaitMillis} anew, in all pools of this deployment. */
    void forgetLongestWaits();
}
