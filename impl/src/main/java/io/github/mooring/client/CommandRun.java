package io.github.mooring.client;

import io.github.mooring.api.ErrorContext;
import io.github.mooring.api.MongoException;
import io.github.mooring.api.MongoProtocolException;
import io.github.mooring.api.ServerAddress;
import io.github.mooring.connection.Connection;
import io.github.mooring.operation.Command;
import io.github.mooring.operation.CommandMessage;
import io.github.mooring.pool.Lease;
import io.github.mooring.time.Clock;
import io.github.mooring.time.Deadline;
import io.github.mooring.wire.WireException;
import org.jspecify.annotations.Nullable;

/** One command on one connection. Stateless: the message is all that is made for it. */
final class CommandRun {
    /** {@code ReauthenticationRequired}: the command was not begun. */
    private static final int REAUTHENTICATE = 391;

    private CommandRun() {}

    /**
     * Sends a command and has its reply read; once more if the server wants the connection's user proved anew first.
     *
     * @param lease    the right to use the connection; its number goes into what is told of the command
     * @param deadline of the operation
     */
    static <R> R run(CommandMessage<R> message, Connection connection, Lease<?> lease, Deadline deadline, Clock clock) {
        if (message.goesUnanswered()) {
            send(message, connection, lease, deadline, clock);
            return message.command().unacknowledged();
        }
        try {
            return answered(message, connection, lease, deadline, clock);
        } catch (MongoException e) {
            if (e.code() == REAUTHENTICATE && connection.reauthenticate(deadline)) {
                return answered(message, connection, lease, deadline, clock);
            }
            throw e;
        }
    }

    private static void send(
            CommandMessage<?> message, Connection connection, Lease<?> lease, Deadline deadline, Clock clock) {
        HeardCall<?> heard = heard(message, lease, clock);
        if (heard == null) {
            connection.send(message, deadline);
            return;
        }
        try {
            connection.send(heard, deadline);
        } catch (MongoException e) {
            heard.failed(e);
            throw e;
        }
        heard.sent();
    }

    private static <R> R answered(
            CommandMessage<R> message, Connection connection, Lease<?> lease, Deadline deadline, Clock clock) {
        HeardCall<R> heard = heard(message, lease, clock);
        if (heard == null) {
            return read(message, connection, deadline, clock);
        }
        try {
            return read(heard, message.command(), connection, deadline);
        } catch (MongoException e) {
            heard.failed(e);
            throw e;
        }
    }

    /** Null if nobody wants to hear of it. */
    private static <R> @Nullable HeardCall<R> heard(CommandMessage<R> message, Lease<?> lease, Clock clock) {
        return message.command() instanceof HeardCommand<R> command
                ? new HeardCall<>(message, command, lease.id(), clock)
                : null;
    }

    private static <R> R read(CommandMessage<R> message, Connection connection, Deadline deadline, Clock clock) {
        try {
            return message.command().wantsRoundTrip()
                    ? timed(message, connection, deadline, clock)
                    : connection.call(message, deadline, message);
        } catch (WireException e) {
            // only a reader lets one of these through; the connection itself has other words for what is wrong with it
            throw senseless(message.command(), connection, e);
        }
    }

    private static <R> R read(HeardCall<R> heard, Command<R> command, Connection connection, Deadline deadline) {
        try {
            return connection.call(heard, deadline, heard);
        } catch (WireException e) {
            throw senseless(command, connection, e);
        }
    }

    private static <R> R timed(CommandMessage<R> message, Connection connection, Deadline deadline, Clock clock) {
        long start = clock.nanoTime();
        return connection.call(
                message, deadline, (body, server) -> message.read(body, server, clock.nanoTime() - start));
    }

    /** Well-formed, but not what a server says to this command: whatever is at the other end, it is suspect. */
    private static MongoProtocolException senseless(Command<?> command, Connection connection, WireException e) {
        ServerAddress server = connection.description().server();
        connection.abort("a reply to " + command.name() + " made no sense");
        return new MongoProtocolException(
                server + " gave a reply to " + command.name() + " on " + command.databaseName()
                        + " that makes no sense: " + e.getMessage(),
                ErrorContext.sent(server).withHarmless(command.isHarmless()),
                e);
    }
}
