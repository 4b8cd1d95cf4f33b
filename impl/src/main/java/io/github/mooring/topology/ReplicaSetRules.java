package io.github.mooring.topology;

import io.github.mooring.api.ServerAddress;
import java.util.Optional;
import java.util.Set;

/**
 * What news of one server means to a replica set; confined to one call. The primary's list of the members is the set; as long
 * as there is none, the set is whoever any of them names.
 *
 * <p>A server that a member takes for the primary stays Unknown: PossiblePrimary is for clients that ask one server after the
 * other, and all of them are asked at once here.
 *
 * @see <a href="https://github.com/mongodb/specifications/blob/master/source/server-discovery-and-monitoring/server-discovery-and-monitoring.md#actions">
 *     Server Discovery and Monitoring: actions</a>
 */
final class ReplicaSetRules {
    private final TopologyDraft set;

    ReplicaSetRules(TopologyDraft set) {
        this.set = set;
    }

    /** The draft has that description of the server already. */
    void update(ServerDescription server) {
        switch (server.type()) {
            case RS_PRIMARY -> fromPrimary(server);
            case RS_SECONDARY, RS_ARBITER, RS_OTHER -> fromMember(server);
            case STANDALONE, MONGOS, LOAD_BALANCER ->
                set.remove(server.address(), "is a " + server.type() + ", and the others are a replica set");
            case UNKNOWN, POSSIBLE_PRIMARY, RS_GHOST -> {}
        }
        set.checkIfHasPrimary();
    }

    private void fromPrimary(ServerDescription primary) {
        if (!hasTheNameOfTheSet(primary)) {
            return;
        }
        Election claimed = primary.hello().membership().election();
        Election latest = set.maxElection();
        Optional<Election> now =
                latest.after(claimed, primary.hello().wireVersions().max());
        if (now.isEmpty()) {
            doubt(
                    primary.address(),
                    "primary marked stale due to electionId/setVersion mismatch, " + claimed + " is stale compared to "
                            + latest);
            return;
        }
        set.maxElection(now.get());
        depose(primary.address());
        exchangeMembers(primary);
    }

    /** Whoever was believed to be the primary has not noticed yet that it no longer is. */
    private void depose(ServerAddress newPrimary) {
        for (ServerDescription server : set.servers()) {
            if (server.type() == ServerType.RS_PRIMARY && !server.address().equals(newPrimary)) {
                doubt(
                        server.address(),
                        "primary marked stale due to discovery of newer primary, which is " + newPrimary);
            }
        }
    }

    /** Those that go make room for those that come. */
    private void exchangeMembers(ServerDescription primary) {
        Set<ServerAddress> members = primary.hello().membership().members();
        set.retain(members, "is not among the members that the primary " + primary.address() + " names");
        set.admit(members, primary.address());
    }

    private void fromMember(ServerDescription member) {
        boolean primaryWasKnown = set.type() == TopologyType.REPLICA_SET_WITH_PRIMARY;
        if (!hasTheNameOfTheSet(member)) {
            return;
        }
        if (!primaryWasKnown) {
            set.admit(member.hello().membership().members(), member.address());
        }
        ServerAddress me = member.hello().membership().me();
        if (me != null && !me.equals(member.address())) {
            set.remove(member.address(), "is called " + me + " by its replica set");
        }
    }

    /** Removes a server that belongs to another set; the first one names the set if the application has not. */
    private boolean hasTheNameOfTheSet(ServerDescription server) {
        String name = set.setName();
        if (name == null) {
            set.setName(server.setName());
            return true;
        }
        if (!name.equals(server.setName())) {
            set.remove(server.address(), setOf(server) + ", not to '" + name + "'");
            return false;
        }
        return true;
    }

    private void doubt(ServerAddress server, String error) {
        set.replace(ServerDescription.doubted(server, error, null));
    }

    /** Which set it belongs to, in words. */
    static String setOf(ServerDescription server) {
        String name = server.setName();
        return name == null ? "belongs to no replica set" : "belongs to the replica set '" + name + "'";
    }
}
