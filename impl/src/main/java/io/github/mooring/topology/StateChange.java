package io.github.mooring.topology;

import java.util.Set;

/**
 * What the error of an operation says of the server's own state; stateless.
 *
 * @see <a href="https://github.com/mongodb/specifications/blob/master/source/server-discovery-and-monitoring/server-discovery-and-monitoring.md#not-writable-primary-and-node-is-recovering">
 *     Server Discovery and Monitoring: "not writable primary" and "node is recovering"</a>
 */
public final class StateChange {
    /** NotWritablePrimary, NotPrimaryNoSecondaryOk, LegacyNotPrimary. */
    private static final Set<Integer> NOT_PRIMARY = Set.of(10107, 13435, 10058);

    /** InterruptedDueToReplStateChange, NotPrimaryOrSecondary, PrimarySteppedDown. */
    private static final Set<Integer> RECOVERING = Set.of(11602, 13436, 189);

    /** ShutdownInProgress, InterruptedAtShutdown. */
    private static final Set<Integer> SHUTTING_DOWN = Set.of(91, 11600);

    /** From MongoDB 4.2 on a server that steps down keeps its connections. */
    private static final int KEEPS_CONNECTIONS = 8;

    private StateChange() {}

    /**
     * Whether the server is no longer what it was believed to be.
     *
     * @param code    of the error; 0 if the server gave none
     * @param message of the error; old servers say it in words alone, so these decide where there is no code
     */
    public static boolean isOne(int code, String message) {
        if (code == 0) {
            return message.contains("not master") || message.contains("node is recovering");
        }
        return NOT_PRIMARY.contains(code) || RECOVERING.contains(code) || SHUTTING_DOWN.contains(code);
    }

    /**
     * Whether the connections that were made before are of no more use: the server is going down, or is one that closes
     * them when it ceases to be the primary.
     *
     * @param code           of the error; 0 if it was not the server's
     * @param maxWireVersion of the server
     */
    public static boolean endsConnections(int code, int maxWireVersion) {
        return endsConnections(code, "", maxWireVersion);
    }

    /** As above, of a server that may give no code. */
    static boolean endsConnections(int code, String message, int maxWireVersion) {
        boolean closes = maxWireVersion < KEEPS_CONNECTIONS;
        return SHUTTING_DOWN.contains(code) || (closes && isOne(code, message));
    }
}
