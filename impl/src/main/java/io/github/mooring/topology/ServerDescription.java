package io.github.mooring.topology;

import io.github.mooring.api.ServerAddress;
import io.github.mooring.api.TagSet;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One server as it was heard of last, as far as that decides who is asked; immutable.
 *
 * @param address         where it is
 * @param type            what it is
 * @param roundTrip       how far away it is; null if that was not measured
 * @param tags            what its replica set's configuration says of it
 * @param lastWriteDate   when, by the primary's wall clock, the last write that it has was made; null if it did not say
 * @param lastUpdateNanos when this was heard, by {@link io.github.mooring.time.Clock#nanoTime()}; null if nothing was.
 *     Staleness is a difference of two of them, so it does not matter that the client's wall clock may be set meanwhile
 * @param minWireVersion  oldest protocol version it speaks
 * @param maxWireVersion  newest protocol version it speaks
 * @param error           what the last attempt to hear of it ran into; null if it went well or was not made
 * @see <a href="https://github.com/mongodb/specifications/blob/master/source/server-discovery-and-monitoring/server-discovery-and-monitoring.md#serverdescription">
 *     Server Discovery and Monitoring: ServerDescription</a>
 */
public record ServerDescription(
        ServerAddress address,
        ServerType type,
        @Nullable RoundTripTime roundTrip,
        TagSet tags,
        @Nullable Instant lastWriteDate,
        @Nullable Long lastUpdateNanos,
        int minWireVersion,
        int maxWireVersion,
        @Nullable String error) {
    /** A server that has not been heard of. */
    public static ServerDescription unknown(ServerAddress address) {
        return new ServerDescription(address, ServerType.UNKNOWN, null, TagSet.ANY, null, null, 0, 0, null);
    }

    /** A server that did not answer; what was known of it is forgotten, its round-trip time too. */
    public static ServerDescription failed(ServerAddress address, String error, long nowNanos) {
        return new ServerDescription(address, ServerType.UNKNOWN, null, TagSet.ANY, null, nowNanos, 0, 0, error);
    }

    /** Whether it has all these tags. */
    public boolean has(TagSet wanted) {
        return tags.tags().entrySet().containsAll(wanted.tags().entrySet());
    }

    /** Whether there is a protocol version from {@code oldest} to {@code newest} that it speaks. */
    public boolean speaks(int oldest, int newest) {
        return maxWireVersion >= oldest && minWireVersion <= newest;
    }
}
