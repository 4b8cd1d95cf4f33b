package io.github.mooring.client;

import io.github.mooring.api.MongoConfigurationException;
import io.github.mooring.api.ServerAddress;
import io.github.mooring.topology.TopologySettings;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What {@link ClientOptions} say about the servers of a deployment: where they are looked for, how they are watched and
 * how one of them is chosen; immutable. Names, defaults, units and ranges are those of {@link Option}.
 *
 * @param seeds                  where the search begins
 * @param replicaSet             the set that the servers must belong to; null is not checked
 * @param directConnection       whether the one named server itself is meant, whatever its role
 * @param loadBalanced           whether the one named server is a load balancer
 * @param serverSelectionTimeout longest wait for a server that fits; more than zero
 * @param localThreshold         how much slower than the fastest server another may be and still be chosen
 * @param heartbeatFrequency     time between two checks of a server
 * @param monitoringMode         how a server is checked
 * @param silenceProbe           how long a server may be silent while operations wait for it; zero leaves that to its monitor
 */
public record TopologyOptions(
        Seeds seeds,
        @Nullable String replicaSet,
        boolean directConnection,
        boolean loadBalanced,
        Duration serverSelectionTimeout,
        Duration localThreshold,
        Duration heartbeatFrequency,
        ServerMonitoringMode monitoringMode,
        Duration silenceProbe) {

    /**
     * Checks the values.
     *
     * @throws IllegalArgumentException naming option, value and what is allowed, or two options that contradict each
     *     other
     */
    public TopologyOptions {
        Objects.requireNonNull(seeds, "seeds");
        if (replicaSet != null) {
            Option.REPLICA_SET.check(replicaSet);
        }
        Option.SERVER_SELECTION_TIMEOUT.check(serverSelectionTimeout);
        Option.LOCAL_THRESHOLD.check(localThreshold);
        Option.HEARTBEAT_FREQUENCY.check(heartbeatFrequency);
        Objects.requireNonNull(monitoringMode, "monitoringMode");
        Option.SILENCE_PROBE.check(silenceProbe);
        refuse(directConnection, "directConnection=true means one server", whyNotOne(seeds));
        if (loadBalanced) {
            checkLoadBalanced(seeds, replicaSet, directConnection);
        }
        if (seeds instanceof Seeds.SrvName srv && srv.maxHosts() > 0) {
            refuse(
                    replicaSet != null,
                    "srvMaxHosts is " + srv.maxHosts(),
                    "replicaSet is given, and a replica set is used as a whole");
        }
    }

    /**
     * A load balancer hides what stands behind it.
     *
     * @see <a href="https://github.com/mongodb/specifications/blob/master/source/load-balancers/load-balancers.md#uri-validation">
     *     Load Balancer Support: URI validation</a>
     */
    private static void checkLoadBalanced(Seeds seeds, @Nullable String replicaSet, boolean directConnection) {
        String what = "loadBalanced=true means one load balancer";
        refuse(replicaSet != null, what, "replicaSet is given");
        refuse(directConnection, what, "directConnection is true");
        if (seeds instanceof Seeds.Hosts hosts) {
            refuse(hosts.addresses().size() > 1, what, whyNotOne(seeds));
        } else if (seeds instanceof Seeds.SrvName srv) {
            refuse(srv.maxHosts() > 0, what, "srvMaxHosts is " + srv.maxHosts());
        }
    }

    private static @Nullable String whyNotOne(Seeds seeds) {
        if (seeds instanceof Seeds.Hosts hosts) {
            int count = hosts.addresses().size();
            return count == 1 ? null : count + " hosts are named";
        }
        return "a name of mongodb+srv:// may stand for several";
    }

    private static void refuse(boolean wrong, String one, @Nullable String other) {
        if (wrong && other != null) {
            throw new IllegalArgumentException(one + ", but " + other);
        }
    }

    /**
     * What a configuration says.
     *
     * @throws IllegalArgumentException    if two options contradict each other
     * @throws MongoConfigurationException if one is wrong
     */
    static TopologyOptions of(Settings given) {
        return new TopologyOptions(
                seeds(given),
                given.find(Option.REPLICA_SET, String.class),
                given.get(Option.DIRECT_CONNECTION, Boolean.class),
                given.get(Option.LOAD_BALANCED, Boolean.class),
                given.get(Option.SERVER_SELECTION_TIMEOUT, Duration.class),
                given.get(Option.LOCAL_THRESHOLD, Duration.class),
                given.get(Option.HEARTBEAT_FREQUENCY, Duration.class),
                given.get(Option.SERVER_MONITORING_MODE, ServerMonitoringMode.class),
                given.get(Option.SILENCE_PROBE, Duration.class));
    }

    private static Seeds seeds(Settings given) {
        Seeds named = given.seeds();
        if (named != null) {
            given.refuse(Option.SERVER_NAME, "names one server, but the connection string says " + named);
            given.refuse(Option.PORT_NUMBER, "is the port of one server, but the connection string says " + named);
        }
        if (named instanceof Seeds.SrvName srv) {
            return new Seeds.SrvName(
                    srv.host(),
                    given.get(Option.SRV_SERVICE_NAME, String.class),
                    given.get(Option.SRV_MAX_HOSTS, Integer.class));
        }
        given.refuse(Option.SRV_SERVICE_NAME, "is for connection strings that begin with mongodb+srv:// only");
        given.refuse(Option.SRV_MAX_HOSTS, "is for connection strings that begin with mongodb+srv:// only");
        return named != null ? named : new Seeds.Hosts(List.of(oneServer(given)));
    }

    private static ServerAddress oneServer(Settings given) {
        return new ServerAddress(
                given.get(Option.SERVER_NAME, String.class), given.get(Option.PORT_NUMBER, Integer.class));
    }

    /**
     * These options with other seeds.
     *
     * @throws IllegalArgumentException if they do not go together
     */
    TopologyOptions withSeeds(Seeds other) {
        return new TopologyOptions(
                other,
                replicaSet,
                directConnection,
                loadBalanced,
                serverSelectionTimeout,
                localThreshold,
                heartbeatFrequency,
                monitoringMode,
                silenceProbe);
    }

    /** What discovery begins with, and has to keep to. */
    TopologySettings settings() {
        return new TopologySettings(hosts(), replicaSet, directConnection, loadBalanced, heartbeatFrequency);
    }

    /** The named servers; none if a name server has to be asked for them first. */
    public List<ServerAddress> hosts() {
        return seeds instanceof Seeds.Hosts named ? named.addresses() : List.of();
    }
}
