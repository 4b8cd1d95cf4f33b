package io.github.mooring.topology;

import io.github.mooring.api.MongoConfigurationException;
import io.github.mooring.api.ServerAddress;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the application has said of its servers; immutable.
 *
 * @param seeds              where to begin, each once; what stands there twice counts once
 * @param replicaSet         the replica set that they have to belong to; null for any, or none
 * @param directConnection   whether the one seed is to be talked to, whatever it is, and nobody else
 * @param loadBalanced       whether the one seed is a load balancer
 * @param heartbeatFrequency how often each server is asked how it is
 * @see <a href="https://github.com/mongodb/specifications/blob/master/source/server-discovery-and-monitoring/server-discovery-and-monitoring.md#configuration">
 *     Server Discovery and Monitoring: configuration</a>
 */
public record TopologySettings(
        List<ServerAddress> seeds,
        @Nullable String replicaSet,
        boolean directConnection,
        boolean loadBalanced,
        Duration heartbeatFrequency) {
    /**
     * Copies the list.
     *
     * @throws MongoConfigurationException if a direct connection or a load balancer is not exactly one seed, or if they are asked
     *     for together, or a load balancer together with a replica set
     */
    public TopologySettings {
        seeds = seeds.stream().distinct().toList();
        if ((directConnection || loadBalanced) && seeds.size() != 1) {
            throw new MongoConfigurationException(
                    option(directConnection) + " needs exactly one host, but there are " + seeds.size() + ": " + seeds);
        }
        if (loadBalanced && (directConnection || replicaSet != null)) {
            throw new MongoConfigurationException("loadBalanced=true cannot be combined with "
                    + (directConnection ? "directConnection=true" : "replicaSet=" + replicaSet));
        }
    }

    /** What the topology is before anybody was asked. */
    TopologyType startType() {
        if (directConnection) {
            return TopologyType.SINGLE;
        }
        if (loadBalanced) {
            return TopologyType.LOAD_BALANCED;
        }
        return replicaSet == null ? TopologyType.UNKNOWN : TopologyType.REPLICA_SET_NO_PRIMARY;
    }

    private static String option(boolean directConnection) {
        return directConnection ? "directConnection=true" : "loadBalanced=true";
    }
}
