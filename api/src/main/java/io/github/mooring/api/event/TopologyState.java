package io.github.mooring.api.event;

import io.github.mooring.api.Mode;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the servers are together at one moment; immutable.
 *
 * @param type               what they are together
 * @param setName            the replica set's name; null if they are none, or if it is not known yet
 * @param servers            each once
 * @param compatibilityError why no operation may go to any of them although they may be well: one of them speaks none of this
 *     client's protocol versions; null if all is well
 * @see <a href="https://github.com/mongodb/specifications/blob/master/source/server-discovery-and-monitoring/server-discovery-and-monitoring.md#topologydescription">
 *     Server Discovery and Monitoring: TopologyDescription</a>
 */
public record TopologyState(
        Type type,
        @Nullable String setName,
        List<ServerState> servers,
        @Nullable String compatibilityError) {
    /** Copies the list. */
    public TopologyState {
        Objects.requireNonNull(type, "type");
        servers = List.copyOf(servers);
    }

    /** What servers are together. */
    public enum Type {
        /** Nothing is known yet. */
        UNKNOWN,
        /** One server, whatever it is, that the client connects to directly. */
        SINGLE,
        /** A replica set whose primary is not known. */
        REPLICA_SET_NO_PRIMARY,
        /** A replica set with a primary. */
        REPLICA_SET_WITH_PRIMARY,
        /** Routers of one sharded cluster. */
        SHARDED,
        /** One load balancer. */
        LOAD_BALANCED
    }

    /**
     * Whether there is a server that takes writes.
     *
     * @see <a href="https://github.com/mongodb/specifications/blob/master/source/server-discovery-and-monitoring/server-discovery-and-monitoring-logging-and-monitoring.md#determining-if-a-topology-has-readablewritable-servers">
     *     SDAM Logging and Monitoring: readable and writable servers</a>
     */
    public boolean hasWritableServer() {
        return hasReadableServer(Mode.STRONG);
    }

    /** Whether there is a server that serves reads of a session that has set nothing else: the same as one that takes writes. */
    public boolean hasReadableServer() {
        return hasReadableServer(Mode.STRONG);
    }

    /**
     * Whether there is a server that serves reads of a session in this mode that has not written yet and wants no tags.
     *
     * @see <a href="https://github.com/mongodb/specifications/blob/master/source/server-discovery-and-monitoring/server-discovery-and-monitoring-logging-and-monitoring.md#determining-if-a-topology-has-readablewritable-servers">
     *     SDAM Logging and Monitoring: readable and writable servers</a>
     */
    public boolean hasReadableServer(Mode mode) {
        return switch (type) {
            case UNKNOWN -> false;
            case SINGLE, SHARDED -> servers.stream().anyMatch(ServerState::isAvailable);
            case LOAD_BALANCED -> true;
            case REPLICA_SET_NO_PRIMARY, REPLICA_SET_WITH_PRIMARY ->
                switch (mode) {
                    case STRONG -> has(ServerState.Type.RS_PRIMARY);
                    case SECONDARY -> has(ServerState.Type.RS_SECONDARY);
                    case MONOTONIC, EVENTUAL, NEAREST, PRIMARY_PREFERRED, SECONDARY_PREFERRED ->
                        has(ServerState.Type.RS_PRIMARY) || has(ServerState.Type.RS_SECONDARY);
                };
        };
    }

    private boolean has(ServerState.Type serverType) {
        return servers.stream().anyMatch(server -> server.type() == serverType);
    }
}
