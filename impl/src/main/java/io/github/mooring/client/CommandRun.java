package io.github.mooring.client;

import io.github.mooring.api.ErrorContext;
import io.github.mooring.api.MongoException;
import io.github.mooring.api.MongoProtocolException;
import io.github.mooring.api.ServerAddress;
import io.github.mooring.connection.Connection;
import io.github.mooring.connection.ReplyReader;
import io.github.mooring.connection.Request;
import io.github.mooring.notice.CommandNotice;
import io.github.mooring.notice.Flight;
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
            send(message, message.command(), connection, lease, deadline);
            return;
        }
        try {
            send(heard, message.command(), connection, lease, deadline);
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
            return read(message, connection, lease, deadline, clock);
        }
        try {
            return read(heard, message.command(), connection, lease, deadline);
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

    private static <R> R read(
            CommandMessage<R> message, Connection connection, Lease<?> lease, Deadline deadline, Clock clock) {
        try {
            return message.command().wantsRoundTrip()
                    ? timed(message, connection, lease, deadline, clock)
                    : call(message, message, message.command(), connection, lease, deadline);
        } catch (WireException e) {
            // only a reader lets one of these through; the connection itself has other words for what is wrong with it
            throw senseless(message.command(), connection, e);
        }
    }

    private static <R> R read(
            HeardCall<R> heard, Command<R> command, Connection connection, Lease<?> lease, Deadline deadline) {
        try {
            return call(heard, heard, command, connection, lease, deadline);
        } catch (WireException e) {
            throw senseless(command, connection, e);
        }
    }

    private static <R> R timed(
            CommandMessage<R> message, Connection connection, Lease<?> lease, Deadline deadline, Clock clock) {
        long start = clock.nanoTime();
        ReplyReader<R> reader = (body, server) -> message.read(body, server, clock.nanoTime() - start);
        return call(message, reader, message.command(), connection, lease, deadline);
    }

    private static <R> R call(
            Request request,
            ReplyReader<R> reader,
            Command<R> command,
            Connection connection,
            Lease<?> lease,
            Deadline deadline) {
        CommandNotice notice = noticed(command, lease);
        return notice == null
                ? connection.call(request, deadline, reader)
                : RecordedCall.call(notice, request, connection, deadline, reader);
    }

    private static void send(
            Request request, Command<?> command, Connection connection, Lease<?> lease, Deadline deadline) {
        CommandNotice notice = noticed(command, lease);
        if (notice == null) {
            connection.send(request, deadline);
        } else {
            RecordedCall.send(notice, request, connection, deadline);
        }
    }

    /** Null if the Flight Recorder does not want to hear of it. */
    private static @Nullable CommandNotice noticed(Command<?> command, Lease<?> lease) {
        CommandNotice notice = Flight.command();
        if (notice != null) {
            notice.database = command.databaseName();
            notice.connectionId = lease.id();
        }
        return notice;
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
