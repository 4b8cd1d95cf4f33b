package io.github.mooring.api.event;

import io.github.mooring.api.ServerAddress;
import java.util.Objects;
import org.bson.types.ObjectId;
import org.jspecify.annotations.Nullable;

/**
 * One command on its way over one connection, which is the same in all events of it; immutable.
 *
 * @param requestId          the number of the command among those of its session factory that were heard of; what is tried a
 *     second time has another one
 * @param operationId        the number of the operation that the command is a part of: all commands of one insert of many
 *     documents have the same, and so has what is tried a second time. Null for a command of no operation, which proves a user
 * @param address            the server that it goes to
 * @param user               who runs it, as {@code user@source}, where the source is the database that knows the user; null if
 *     nobody is authenticated on the connection
 * @param connectionId       the number of the connection in its pool, as in {@link ConnectionCreated}; together with the address
 *     and the user it says which connection it is. 0 for a command that proves a user
 * @param serverConnectionId the server's number for that connection, as in its logs; null if it did not say
 * @param serviceId          which of the services behind a load balancer it goes to; null if it is behind none
 * @param databaseName       the database that it runs on
 * @param commandName        what it is, such as {@code find}
 * @see <a href="https://github.com/mongodb/specifications/blob/master/source/command-logging-and-monitoring/command-logging-and-monitoring.md#events-api">
 *     Command Logging and Monitoring: events</a>
 */
public record CommandCall(
        long requestId,
        @Nullable Long operationId,
        ServerAddress address,
        @Nullable String user,
        long connectionId,
        @Nullable Long serverConnectionId,
        @Nullable ObjectId serviceId,
        String databaseName,
        String commandName) {
    /** Checks for null. */
    public CommandCall {
        Objects.requireNonNull(address, "address");
        Objects.requireNonNull(databaseName, "databaseName");
        Objects.requireNonNull(commandName, "commandName");
    }
}
