package io.github.mooring.client;

import io.github.mooring.api.ErrorContext;
import io.github.mooring.api.MongoProtocolException;
import io.github.mooring.api.ServerAddress;
import io.github.mooring.connection.Connection;
import io.github.mooring.operation.Command;
import io.github.mooring.operation.CommandMessage;
import io.github.mooring.operation.CommandReply;
import io.github.mooring.session.SessionSettings;
import io.github.mooring.time.Clock;
import io.github.mooring.time.Deadline;
import io.github.mooring.wire.RawDocument;
import io.github.mooring.wire.WireException;

/**
 * One command on one connection.
 *
 * @param connection leased for it
 * @param deadline   of the operation
 * @param direct     whether the server is taken as it is, whatever its role
 */
record CommandRun(Connection connection, Deadline deadline, Clock clock, boolean direct) {
    <R> R run(Command<R> command, SessionSettings settings, boolean wrote) {
        CommandMessage message = new CommandMessage(command, settings, wrote, direct);
        if (command.mayGoUnanswered() && !settings.writeConcern().isAcknowledged()) {
            connection.send(message, deadline);
            return command.unacknowledged();
        }
        long start = command.wantsRoundTrip() ? clock.nanoTime() : 0;
        return connection.call(message, deadline, (body, server) -> {
            long roundTrip = command.wantsRoundTrip() ? clock.nanoTime() - start : 0;
            return decode(command, server.server(), body, roundTrip);
        });
    }

    private <R> R decode(Command<R> command, ServerAddress server, RawDocument body, long roundTripNanos) {
        try {
            return command.decode(new CommandReply(command, server, body, roundTripNanos));
        } catch (WireException e) {
            // well-formed, but not what a server says to this command: whatever is at the other end, it is suspect
            connection.abort("a reply to " + command.name() + " made no sense");
            throw new MongoProtocolException(
                    server + " gave a reply to " + command.name() + " on " + command.databaseName()
                            + " that makes no sense: " + e.getMessage(),
                    ErrorContext.sent(server).withHarmless(command.isHarmless()),
                    e);
        }
    }
}
