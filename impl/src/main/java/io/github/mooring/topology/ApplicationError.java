package io.github.mooring.topology;

import io.github.mooring.transport.Overload;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What an operation ran into, as far as it says something of the server; immutable. The making of a connection for an operation
 * counts as part of it.
 *
 * @param origin  where it happened
 * @param kind    what it was
 * @param text    what it was in words, for the server's description
 * @param failure what the server said; null if the kind is not {@link Kind#COMMAND}
 * @param labels  the error's labels, the server's and the client's
 * @see <a href="https://github.com/mongodb/specifications/blob/master/source/server-discovery-and-monitoring/server-discovery-and-monitoring.md#application-errors">
 *     Server Discovery and Monitoring: application errors</a>
 */
public record ApplicationError(
        ErrorOrigin origin,
        Kind kind,
        String text,
        @Nullable CommandFailure failure,
        Set<String> labels) {
    /**
     * The server, or what is in front of it, has too much to do: {@link Overload#SYSTEM_OVERLOADED}. Whoever makes connections gives it to errors of the network that happen
     * before {@code hello} is answered, except to those that cannot be due to that: host names without an address, certificates
     * that do not hold, a proxy that refuses.
     *
     * @see <a href="https://github.com/mongodb/specifications/blob/master/source/client-backpressure/client-backpressure.md#systemoverloadederror-label">
     *     Client Backpressure: SystemOverloadedError</a>
     */
    public static final String SYSTEM_OVERLOADED = Overload.SYSTEM_OVERLOADED;

    /** The operation may be tried again. It goes with {@link #SYSTEM_OVERLOADED}. */
    public static final String RETRYABLE = Overload.RETRYABLE;

    /** Copies the labels. */
    public ApplicationError {
        labels = Set.copyOf(labels);
    }

    /** What went wrong. */
    public enum Kind {
        /** The server has answered, with an error. */
        COMMAND,
        /** The network, or what came over it. */
        NETWORK,
        /** Nothing came in time. */
        TIMEOUT
    }

    /** The server has answered with an error. */
    public static ApplicationError command(ErrorOrigin origin, CommandFailure failure, Set<String> labels) {
        return new ApplicationError(origin, Kind.COMMAND, failure.toString(), failure, labels);
    }

    /** The network failed, or what came over it was no answer. */
    public static ApplicationError network(ErrorOrigin origin, String text, Set<String> labels) {
        return new ApplicationError(origin, Kind.NETWORK, text, null, labels);
    }

    /** Nothing came in time. */
    public static ApplicationError timeout(ErrorOrigin origin, String text, Set<String> labels) {
        return new ApplicationError(origin, Kind.TIMEOUT, text, null, labels);
    }

    boolean isStateChange() {
        return failure != null && failure.isStateChange();
    }

    /** Whether nobody else would fare better now. An operation under way that gets no answer may simply take long. */
    boolean isOfTheServer() {
        return kind == Kind.NETWORK || !origin.made();
    }

    /** Whether the server is well, and has refused one user of many. */
    boolean isOfOneUser() {
        return kind == Kind.COMMAND && !origin.made() && origin.guest();
    }

    boolean endsConnections() {
        return failure != null
                && StateChange.endsConnections(failure.code(), failure.message(), origin.maxWireVersion());
    }

    @Nullable
    TopologyVersion topologyVersion() {
        return failure == null ? null : failure.topologyVersion();
    }
}
