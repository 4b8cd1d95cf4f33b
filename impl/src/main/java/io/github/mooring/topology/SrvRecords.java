package io.github.mooring.topology;

import io.github.mooring.api.ServerAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.IntUnaryOperator;
import java.util.stream.Collectors;

/**
 * What the DNS says later of the hosts that a client has begun with; stateless.
 *
 * @see <a href="https://github.com/mongodb/specifications/blob/master/source/polling-srv-records-for-mongos-discovery/polling-srv-records-for-mongos-discovery.md#implementation">
 *     Polling SRV Records for mongos Discovery: implementation</a>
 */
public final class SrvRecords {
    private SrvRecords() {}

    /** Whether the DNS is to be asked again from time to time; a replica set says itself who belongs to it. */
    public static boolean arePolled(TopologyType type) {
        return type == TopologyType.UNKNOWN || type == TopologyType.SHARDED;
    }

    /**
     * The topology without the hosts that are no longer there and with those that are new; those that stay are left as they are.
     * An answer without hosts, and a topology that is not to be polled, change nothing.
     *
     * @param hosts       those of the records that have passed the checks
     * @param srvMaxHosts how many servers there may be; 0 for any number
     * @param random      a number from 0 to its argument, exclusive, each as likely as the others
     */
    public static TopologyDescription update(
            TopologyDescription topology, Collection<ServerAddress> hosts, int srvMaxHosts, IntUnaryOperator random) {
        if (hosts.isEmpty() || !arePolled(topology.type())) {
            return topology;
        }
        TopologyDraft draft = new TopologyDraft(topology);
        draft.retain(Set.copyOf(hosts), "is no longer among the hosts of the SRV record");
        Set<ServerAddress> kept =
                draft.servers().stream().map(ServerDescription::address).collect(Collectors.toSet());
        List<ServerAddress> added =
                hosts.stream().distinct().filter(host -> !kept.contains(host)).toList();
        int room = srvMaxHosts == 0 ? added.size() : Math.max(0, srvMaxHosts - kept.size());
        draw(added, room, random).forEach(draft::admit);
        return draft.build();
    }

    /**
     * So many of them, any of them as likely as the others; all, in their order, if there are no more.
     *
     * @param random as in {@link #update}
     */
    public static List<ServerAddress> draw(List<ServerAddress> hosts, int count, IntUnaryOperator random) {
        if (hosts.size() <= count) {
            return hosts;
        }
        List<ServerAddress> left = new ArrayList<>(hosts);
        List<ServerAddress> drawn = new ArrayList<>();
        while (drawn.size() < count) {
            drawn.add(left.remove(random.applyAsInt(left.size())));
        }
        return drawn;
    }
}
