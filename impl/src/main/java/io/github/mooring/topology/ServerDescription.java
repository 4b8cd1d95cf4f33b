package io.github.mooring.topology;

import io.github.mooring.api.ServerAddress;
import io.github.mooring.api.TagSet;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One server as it was heard of last; immutable.
 *
 * @param address         where it is; how its replica set calls it is {@link Membership#me()}
 * @param hello           what it said; nothing if it is unknown, except how new the last error was
 * @param roundTrip       how far away it is; null if that was not measured, or if it is unknown
 * @param lastUpdateNanos when this was heard, or when an attempt to hear it began that failed, by
 *     {@link io.github.mooring.time.Clock#nanoTime()}; null if there was no attempt since this became what it is. Staleness is a
 *     difference of two of them, so it does not matter that the client's wall clock may be set meanwhile
 * @param error           why it is unknown; null if it is not, or was never asked
 * @see <a href="https://github.com/mongodb/specifications/blob/master/source/server-discovery-and-monitoring/server-discovery-and-monitoring.md#serverdescription">
 *     Server Discovery and Monitoring: ServerDescription</a>
 */
public record ServerDescription(
        ServerAddress address,
        HelloReply hello,
        @Nullable RoundTripTime roundTrip,
        @Nullable Long lastUpdateNanos,
        @Nullable String error) {
    private static final HelloReply LOAD_BALANCER = HelloReply.ofType(ServerType.LOAD_BALANCER);

    /** A server that has not been heard of. */
    public static ServerDescription unknown(ServerAddress address) {
        return new ServerDescription(address, HelloReply.NONE, null, null, null);
    }

    /**
     * A server that has answered its monitor.
     *
     * @param roundTrip null if it has kept its answer back and was not measured yet
     */
    public static ServerDescription answered(
            ServerAddress address, HelloReply hello, @Nullable RoundTripTime roundTrip, long nowNanos) {
        return new ServerDescription(address, hello, roundTrip, nowNanos, null);
    }

    /**
     * A server that did not answer its monitor; what was known of it is forgotten, its round-trip time too.
     *
     * @param startNanos when the attempt began, not when it failed: who waits for news must not take for news what somebody
     *     found out who had begun before
     */
    public static ServerDescription failed(ServerAddress address, String error, long startNanos) {
        return new ServerDescription(address, HelloReply.NONE, null, startNanos, error);
    }

    /**
     * A server of which something other than its monitor says that it is not what it was believed to be: an operation that failed, or
     * another server.
     *
     * @param topologyVersion how new that is; null if it was not said
     */
    public static ServerDescription doubted(
            ServerAddress address, String error, @Nullable TopologyVersion topologyVersion) {
        return new ServerDescription(address, HelloReply.NONE.withTopologyVersion(topologyVersion), null, null, error);
    }

    /** A load balancer, which is not asked. */
    public static ServerDescription loadBalancer(ServerAddress address) {
        return new ServerDescription(address, LOAD_BALANCER, null, null, null);
    }

    /** What it is. */
    public ServerType type() {
        return hello.type();
    }

    /** The replica set that it belongs to; null if it belongs to none, or is unknown. */
    public @Nullable String setName() {
        return hello.membership().setName();
    }

    /** What its replica set's configuration says of it. */
    public TagSet tags() {
        return hello.membership().tags();
    }

    /** When, by the primary's wall clock, the last write that it has was made; null if it did not say. */
    public @Nullable Instant lastWriteDate() {
        return hello.lastWriteDate();
    }

    /** How new this is; null if the server did not say. */
    public @Nullable TopologyVersion topologyVersion() {
        return hello.topologyVersion();
    }

    /** Whether it has all these tags. */
    public boolean has(TagSet wanted) {
        return tags().tags().entrySet().containsAll(wanted.tags().entrySet());
    }

    /** Whether there is a protocol version from {@code oldest} to {@code newest} that it speaks. */
    public boolean speaks(int oldest, int newest) {
        return hello.wireVersions().overlap(oldest, newest);
    }

    /**
     * Whether this is no news to those who knew {@code other} of the same server: round-trip times and times may differ.
     *
     * @see <a href="https://github.com/mongodb/specifications/blob/master/source/server-discovery-and-monitoring/server-discovery-and-monitoring.md#server-description-equality">
     *     Server Discovery and Monitoring: server description equality</a>
     */
    public boolean saysTheSameAs(ServerDescription other) {
        return address.equals(other.address) && Objects.equals(error, other.error) && hello.saysTheSameAs(other.hello);
    }
}
