package io.github.mooring.topology;

import io.github.mooring.api.ServerAddress;
import org.bson.types.ObjectId;
import org.jspecify.annotations.Nullable;

/**
 * The connection that an operation failed on; immutable.
 *
 * @param server         whom it connects to
 * @param serviceId      which of the services behind a load balancer; null if there is none, or if it had not said so yet
 * @param generation     of its pool when it was made, or when somebody began to make it; per service behind a load balancer
 * @param maxWireVersion the newest protocol version of the server; 0 if it had not said so yet
 * @param made           whether it was made entirely, the user's authentication included
 * @param guest          whether its user is not the client's own but one of those that the application brings along: a password of
 *     theirs that is wrong says nothing of the server, and must not keep the others from it
 * @see <a href="https://github.com/mongodb/specifications/blob/master/source/server-discovery-and-monitoring/server-discovery-and-monitoring.md#error-generation-number">
 *     Server Discovery and Monitoring: error generation number</a>
 */
public record ErrorOrigin(
        ServerAddress server,
        @Nullable ObjectId serviceId,
        long generation,
        int maxWireVersion,
        boolean made,
        boolean guest) {}
