package io.github.mooring.topology;

import io.github.mooring.api.ServerAddress;
import io.github.mooring.api.TagSet;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a server says of the replica set that it belongs to; immutable.
 *
 * @param setName  the set's name; null if it belongs to none
 * @param election by which it became the primary; the configuration's version alone if it is not the primary
 * @param me       how the set's configuration calls it; null if it did not say
 * @param primary  whom it believes to be the primary; null if it knows of none
 * @param hosts    members that may become primary
 * @param passives members that may not
 * @param arbiters members that only vote
 * @param tags     what the configuration says of it
 * @see <a href="https://github.com/mongodb/specifications/blob/master/source/server-discovery-and-monitoring/server-discovery-and-monitoring.md#serverdescription">
 *     Server Discovery and Monitoring: ServerDescription</a>
 */
public record Membership(
        @Nullable String setName,
        Election election,
        @Nullable ServerAddress me,
        @Nullable ServerAddress primary,
        Set<ServerAddress> hosts,
        Set<ServerAddress> passives,
        Set<ServerAddress> arbiters,
        TagSet tags) {
    /**
     * How many members a server may name. Chosen: four times the 50 that MongoDB allows a replica set; each of them costs every
     * client a monitor and a connection.
     */
    static final int MAX_MEMBERS = 200;

    /** Of a server that belongs to no replica set, or that was not heard of. */
    public static final Membership NONE =
            new Membership(null, Election.NONE, null, null, Set.of(), Set.of(), Set.of(), TagSet.ANY);

    /** Copies the sets, in their order. */
    public Membership {
        hosts = copy(hosts);
        passives = copy(passives);
        arbiters = copy(arbiters);
    }

    /** All members that it knows of. */
    public Set<ServerAddress> members() {
        Set<ServerAddress> members = new LinkedHashSet<>(hosts);
        members.addAll(passives);
        members.addAll(arbiters);
        return Collections.unmodifiableSet(members);
    }

    private static Set<ServerAddress> copy(Set<ServerAddress> addresses) {
        return Collections.unmodifiableSet(new LinkedHashSet<>(addresses));
    }
}
