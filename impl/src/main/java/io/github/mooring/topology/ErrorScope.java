package io.github.mooring.topology;

import io.github.mooring.api.ServerAddress;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How far an error reaches, and what has to be done about it, in this order and as one step: the description goes to
 * {@link Discovery#update} and the connections are cleared before anybody sees the new topology, or else a server could be chosen whose
 * connections are about to be cleared. Immutable; made by a function that asks no clock.
 *
 * @param description what is known of the server now; null if that has not changed
 * @param clear       which connections are of no more use
 * @param interrupt   whether those that are in use are to be interrupted as well
 * @param check       what the server's monitor has to do
 * @see <a href="https://github.com/mongodb/specifications/blob/master/source/server-discovery-and-monitoring/server-discovery-and-monitoring.md#error-handling">
 *     Server Discovery and Monitoring: error handling</a>
 */
public record ErrorScope(@Nullable ServerDescription description, Clear clear, boolean interrupt, Check check) {
    /** The error says nothing of the server. */
    public static final ErrorScope NONE = new ErrorScope(null, Clear.NOTHING, false, Check.AS_PLANNED);

    /** Connections that are of no more use. */
    public enum Clear {
        /** None, except for the one that failed, if it did. */
        NOTHING,
        /** Those of the connection's user at the server. */
        USER,
        /** Those of the server, of all users. */
        SERVER,
        /** Those of the service behind the load balancer. */
        SERVICE
    }

    /** What a monitor has to do. */
    public enum Check {
        /** To go on. */
        AS_PLANNED,
        /** To ask at once: the answer will be another one. */
        AT_ONCE,
        /** To give up a question that is in the air, and its connection, and to ask on another one as planned. */
        CANCEL
    }

    /**
     * What an operation's error means. In one place this goes less far than the specification: that the server refuses a user of
     * the application's ({@link ErrorOrigin#guest}) ends that user's connections alone.
     *
     * @param currentGeneration of the pool that the connection belongs to, per service behind a load balancer
     */
    public static ErrorScope of(TopologyDescription topology, ApplicationError error, long currentGeneration) {
        Optional<ServerDescription> server = topology.server(error.origin().server());
        if (server.isEmpty() || isStale(server.get(), error, currentGeneration)) {
            return NONE;
        }
        boolean balanced = topology.type() == TopologyType.LOAD_BALANCED;
        if (error.isStateChange()) {
            return balanced ? ofService(error, error.endsConnections()) : ofStateChange(server.get(), error);
        }
        if (!error.isOfTheServer() || error.labels().contains(ApplicationError.SYSTEM_OVERLOADED)) {
            return NONE;
        }
        if (error.isOfOneUser()) {
            return new ErrorScope(null, Clear.USER, false, Check.AS_PLANNED);
        }
        return balanced ? ofService(error, true) : ofBrokenConnection(server.get(), error);
    }

    /** The first that breaks ends the monitor's question as well; those after it must not end the next one. */
    private static ErrorScope ofBrokenConnection(ServerDescription server, ApplicationError error) {
        boolean doubted = isDoubted(server, error);
        return new ErrorScope(
                doubted ? null : doubt(error), Clear.SERVER, false, doubted ? Check.AT_ONCE : Check.CANCEL);
    }

    /**
     * What it means that a server has not answered its monitor, or has answered what is no answer.
     *
     * @param error      why
     * @param startNanos when the monitor has begun to ask, by {@link io.github.mooring.time.Clock#nanoTime()}
     * @param kind       {@link ApplicationError.Kind#COMMAND} if it has answered: then it would do so again
     * @see <a href="https://github.com/mongodb/specifications/blob/master/source/server-discovery-and-monitoring/server-monitoring.md#network-or-command-error-during-server-check">
     *     Server Monitoring: network or command error during server check</a>
     */
    public static ErrorScope ofFailedCheck(
            TopologyDescription topology,
            ServerAddress server,
            String error,
            long startNanos,
            ApplicationError.Kind kind) {
        Optional<ServerDescription> known = topology.server(server);
        if (known.isEmpty()) {
            return NONE;
        }
        boolean again =
                kind != ApplicationError.Kind.COMMAND && known.get().type().isAvailable();
        return new ErrorScope(
                ServerDescription.failed(server, error, startNanos),
                Clear.SERVER,
                kind == ApplicationError.Kind.TIMEOUT,
                again ? Check.AT_ONCE : Check.AS_PLANNED);
    }

    /** Others have told the same before, or the server has told something newer. */
    private static boolean isStale(ServerDescription server, ApplicationError error, long currentGeneration) {
        TopologyVersion version = error.topologyVersion();
        return error.origin().generation() < currentGeneration
                || (version != null && version.isNotNewerThan(server.topologyVersion()));
    }

    /**
     * A monitor that waits for news is answered when there are any. That there are is known only if the error says how new it is;
     * if it does not, the monitor might wait for all of its time for what the server does not take for news.
     */
    private static ErrorScope ofStateChange(ServerDescription server, ApplicationError error) {
        boolean doubted = isDoubted(server, error);
        boolean awaitsNews = server.topologyVersion() != null && error.topologyVersion() == null;
        return new ErrorScope(
                doubted ? null : doubt(error),
                error.endsConnections() ? Clear.SERVER : Clear.NOTHING,
                false,
                awaitsNews && !doubted ? Check.CANCEL : Check.AT_ONCE);
    }

    /**
     * Whether the error says no more than is known already. All who wait for a server look again at each change of what is known, so
     * hundreds that fail at once must not make hundreds of changes.
     */
    private static boolean isDoubted(ServerDescription server, ApplicationError error) {
        return server.type() == ServerType.UNKNOWN && server.error() != null && error.topologyVersion() == null;
    }

    /** A load balancer stays what it is, and before a service has said which one it is there is nothing to clear. */
    private static ErrorScope ofService(ApplicationError error, boolean clears) {
        return clears && error.origin().serviceId() != null
                ? new ErrorScope(null, Clear.SERVICE, false, Check.AS_PLANNED)
                : NONE;
    }

    private static ServerDescription doubt(ApplicationError error) {
        return ServerDescription.doubted(error.origin().server(), error.text(), error.topologyVersion());
    }
}
