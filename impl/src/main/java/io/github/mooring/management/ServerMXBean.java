package io.github.mooring.management;

import org.jspecify.annotations.Nullable;

/** One server: {@code io.github.mooring:type=Server,...,server="host:port"}. */
public interface ServerMXBean {
    /** Where it is, as {@code host:port}. */
    String getAddress();

    /** What it is, as the specification calls it: {@code RSPrimary}, {@code Mongos}, {@code Unknown} and so on. */
    String getType();

    /** Whether it answers; see {@link Condition}. */
    Condition getState();

    /** The replica set that it belongs to; null if it belongs to none, or is unknown. */
    @Nullable
    String getSetName();

    /** How far away it is: the average of round trips, in milliseconds; null if it is not known. */
    @Nullable
    Double getRoundTripMillis();

    /** Why nothing is known of it; null if it answers, or was never asked. */
    @Nullable
    String getLastError();

    /** The oldest version of the wire protocol that it speaks; 0 if it is not known. */
    int getMinWireVersion();

    /** The newest version of the wire protocol that it speaks; 0 if it is not known. */
    int getMaxWireVersion();

    /** When it last answered its monitor, in ISO 8601 and UTC; null if it never did. */
    @Nullable
    String getLastHeartbeatTime();

    /** Heartbeats that it has answered. */
    long getHeartbeatsAnswered();

    /** Heartbeats that it has not answered. */
    long getHeartbeatsFailed();

    /** Operations that are under way with it, those included that wait for a connection to it. */
    int getOperationCount();

    /** Whether a server answers. */
    enum Condition {
        /** It answers its monitor, or is a load balancer, which nobody asks. */
        AVAILABLE,
        /** It was not asked yet, or has not answered since there was reason to doubt it. */
        UNKNOWN,
        /** It was asked, or used, in vain. */
        FAILED,
        /** It is not part of the topology any more. */
        GONE
    }
}
