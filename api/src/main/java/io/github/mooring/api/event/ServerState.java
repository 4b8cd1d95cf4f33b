package io.github.mooring.api.event;

import io.github.mooring.api.ServerAddress;
import io.github.mooring.api.TagSet;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a server at one moment; immutable. Of one that is unknown, nothing but the address and perhaps an error is.
 *
 * @param address        where it is
 * @param type           what it is
 * @param setName        the replica set that it belongs to; null if it belongs to none
 * @param me             how its replica set calls it; null if it did not say
 * @param primary        whom it believes to be the primary; null if it knows of none
 * @param hosts          members of its replica set that may become primary
 * @param passives       members that may not
 * @param arbiters       members that only vote
 * @param tags           what the replica set's configuration says of it
 * @param minWireVersion the oldest protocol version that it speaks
 * @param maxWireVersion the newest protocol version that it speaks
 * @param roundTrip      how far away it is, on average; null if that was not measured
 * @param error          why it is unknown; null if it is not, or was not asked yet. No password or other secret is in it
 * @see <a href="https://github.com/mongodb/specifications/blob/master/source/server-discovery-and-monitoring/server-discovery-and-monitoring.md#serverdescription">
 *     Server Discovery and Monitoring: ServerDescription</a>
 */
public record ServerState(
        ServerAddress address,
        Type type,
        @Nullable String setName,
        @Nullable ServerAddress me,
        @Nullable ServerAddress primary,
        Set<ServerAddress> hosts,
        Set<ServerAddress> passives,
        Set<ServerAddress> arbiters,
        TagSet tags,
        int minWireVersion,
        int maxWireVersion,
        @Nullable Duration roundTrip,
        @Nullable String error) {
    /** Copies the sets, in their order. */
    public ServerState {
        Objects.requireNonNull(address, "address");
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(tags, "tags");
        hosts = copy(hosts, "hosts");
        passives = copy(passives, "passives");
        arbiters = copy(arbiters, "arbiters");
    }

    /** What a server is. */
    public enum Type {
        /** Not heard of yet, or no longer. */
        UNKNOWN,
        /** Not heard of yet, but a member of its set has named it as the primary; not told apart from unknown today. */
        POSSIBLE_PRIMARY,
        /** A server without a replica set. */
        STANDALONE,
        /** A router of a sharded cluster. */
        MONGOS,
        /** The member of a replica set that takes writes. */
        RS_PRIMARY,
        /** A member of a replica set that serves reads. */
        RS_SECONDARY,
        /** A member that votes and has no data. */
        RS_ARBITER,
        /** A member that serves nobody now: hidden, starting up, recovering. */
        RS_OTHER,
        /** A server that is meant for a replica set and belongs to none yet. */
        RS_GHOST,
        /** What stands in front of many mongos; it is not asked. */
        LOAD_BALANCER
    }

    boolean isAvailable() {
        return type != Type.UNKNOWN && type != Type.POSSIBLE_PRIMARY;
    }

    private static Set<ServerAddress> copy(Set<ServerAddress> addresses, String name) {
        return Collections.unmodifiableSet(new LinkedHashSet<>(Objects.requireNonNull(addresses, name)));
    }
}
