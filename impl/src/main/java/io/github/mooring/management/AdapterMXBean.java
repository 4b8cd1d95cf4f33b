package io.github.mooring.management;

/**
 * A resource adapter that runs, {@code io.github.mooring:type=Adapter,adapter=N}. Its numbers are those of all factories
 * together.
 */
public interface AdapterMXBean {
    /** Which version of Mooring it is. */
    String getVersion();

    /** Deployments of MongoDB that it looks after; each has a {@link ClusterMXBean} unless its {@code jmx} is false. */
    int getDeploymentCount();

    /** Sessions that are open, managed connections included that the container keeps for later. */
    long getOpenSessionCount();

    /** Sessions that were opened since the start. */
    long getOpenedSessionCount();

    /** The limit of connections of all deployments together, {@code maxTotalConnections}; 0 = unlimited, -1 = none opened yet. */
    int getConnectionLimit();

    /** Connections that count against the limit: idle ones, those in use, and those being made or closed. */
    int getConnectionCount();

    /** Callers that wait because the limit is reached. */
    int getConnectionWaiters();

    /** Idle connections that were closed to make room for others since the start. */
    long getConnectionsEvicted();

    /**
     * Who holds which connection, a line for each.
     *
     * @param stacks whether to add what the threads are doing; each is stopped briefly for that
     */
    String[] dumpHolders(boolean stacks);

    /** Begins to look for {@link PoolMXBean#getLongestWaitMillis} anew, everywhere. */
    void forgetLongestWaits();
}
