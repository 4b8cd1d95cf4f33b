package io.github.mooring.management;

import io.github.mooring.client.Insight;
import io.github.mooring.client.SessionCount;
import io.github.mooring.topology.ServerDescription;
import io.github.mooring.topology.TopologyDescription;
import io.github.mooring.topology.TopologyType;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** See {@link ClusterMXBean}; thread-safe. */
final class ClusterBean implements ClusterMXBean {
    private final Source<Insight> deployment;
    private final String seeds;
    private final SessionCount sessions;

    ClusterBean(Source<Insight> deployment, String seeds, SessionCount sessions) {
        this.deployment = deployment;
        this.seeds = seeds;
        this.sessions = sessions;
    }

    @Override
    public String getSeeds() {
        return seeds;
    }

    @Override
    public String getTopologyType() {
        TopologyDescription topology = topology();
        return (topology == null ? TopologyType.UNKNOWN : topology.type()).toString();
    }

    @Override
    public @Nullable String getSetName() {
        TopologyDescription topology = topology();
        return topology == null ? null : topology.setName();
    }

    @Override
    public @Nullable String getPrimary() {
        TopologyDescription topology = topology();
        return topology == null
                ? null
                : topology.primary()
                        .map(primary -> primary.address().toString())
                        .orElse(null);
    }

    @Override
    public String[] getServers() {
        TopologyDescription topology = topology();
        List<ServerDescription> servers = topology == null ? List.of() : topology.servers();
        return servers.stream().map(server -> server.address().toString()).toArray(String[]::new);
    }

    @Override
    public String[] getLeftOut() {
        TopologyDescription topology = topology();
        return topology == null
                ? new String[0]
                : topology.leftOut().stream().map(Objects::toString).toArray(String[]::new);
    }

    @Override
    public @Nullable String getCompatibilityError() {
        TopologyDescription topology = topology();
        return topology == null ? null : topology.compatibilityError();
    }

    private @Nullable TopologyDescription topology() {
        return deployment.get().topology();
    }

    @Override
    public long getElectionCount() {
        return deployment.get().elections().count();
    }

    @Override
    public @Nullable String getLastElectionTime() {
        Instant last = deployment.get().elections().last();
        return last == null ? null : last.toString();
    }

    @Override
    public long getLastElectionGapMillis() {
        Duration gap = deployment.get().elections().lastGap();
        return gap == null ? -1 : gap.toMillis();
    }

    @Override
    public long getOpenSessionCount() {
        return sessions.openNow();
    }

    @Override
    public long getOpenedSessionCount() {
        return sessions.openedSoFar();
    }

    @Override
    public int getConnectionLimit() {
        return deployment.get().budget().capacity();
    }

    @Override
    public int getConnectionCount() {
        return deployment.get().budget().inUse();
    }

    @Override
    public int getConnectionWaiters() {
        return deployment.get().budget().waiting();
    }

    @Override
    public String[] dumpHolders(boolean stacks) {
        return HolderDump.of(deployment.get(), stacks);
    }

    @Override
    public void forgetLongestWaits() {
        deployment.get().forgetLongestWaits();
    }
}
