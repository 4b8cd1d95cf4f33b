package io.github.mooring.topology;

import io.github.mooring.api.ServerAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The next description while it is being made: in between it may be what no description can be, such as a replica set with two
 * primaries. Mutable; confined to the call that makes it.
 */
final class TopologyDraft {
    private final TopologySettings settings;
    private final Map<ServerAddress, ServerDescription> servers = new LinkedHashMap<>();
    private final List<LeftOut> leftOut;
    private TopologyType type;
    private @Nullable String setName;
    private Election maxElection;

    TopologyDraft(TopologyDescription before) {
        settings = before.settings();
        before.servers().forEach(server -> servers.put(server.address(), server));
        leftOut = new ArrayList<>(before.leftOut());
        type = before.type();
        setName = before.setName();
        maxElection = before.maxElection();
    }

    TopologyDescription build() {
        return new TopologyDescription(type, setName, maxElection, List.copyOf(servers.values()), leftOut, settings);
    }

    TopologyType type() {
        return type;
    }

    void type(TopologyType newType) {
        type = newType;
    }

    @Nullable
    String setName() {
        return setName;
    }

    void setName(@Nullable String newName) {
        setName = newName;
    }

    Election maxElection() {
        return maxElection;
    }

    void maxElection(Election latest) {
        maxElection = latest;
    }

    /** A copy, so that what is found there may be removed. */
    List<ServerDescription> servers() {
        return List.copyOf(servers.values());
    }

    /** Whether it is the only one, and the only one that the application has named. */
    boolean isLoneSeed() {
        return servers.size() == 1 && settings.seeds().size() == 1;
    }

    void replace(ServerDescription server) {
        servers.put(server.address(), server);
    }

    void remove(ServerAddress server, String reason) {
        servers.remove(server);
        leaveOut(server, reason);
    }

    /** Takes in those that are not there yet, as long as there is room. */
    void admit(Collection<ServerAddress> named, ServerAddress by) {
        for (ServerAddress server : named) {
            if (!servers.containsKey(server)) {
                if (servers.size() < TopologyDescription.MAX_SERVERS) {
                    admit(server);
                } else {
                    leaveOut(server, "is named by " + by + ", but there are " + servers.size() + " servers already");
                }
            }
        }
    }

    void admit(ServerAddress server) {
        leftOut.removeIf(left -> left.server().equals(server));
        servers.putIfAbsent(server, ServerDescription.unknown(server));
    }

    void retain(Set<ServerAddress> members, String reasonForOthers) {
        for (ServerDescription server : servers()) {
            if (!members.contains(server.address())) {
                remove(server.address(), reasonForOthers);
            }
        }
    }

    void checkIfHasPrimary() {
        boolean primary = servers.values().stream().anyMatch(server -> server.type() == ServerType.RS_PRIMARY);
        type = primary ? TopologyType.REPLICA_SET_WITH_PRIMARY : TopologyType.REPLICA_SET_NO_PRIMARY;
    }

    private void leaveOut(ServerAddress server, String reason) {
        leftOut.removeIf(left -> left.server().equals(server));
        if (leftOut.size() == TopologyDescription.MAX_LEFT_OUT) {
            leftOut.remove(0);
        }
        leftOut.add(new LeftOut(server, reason));
    }
}
