package io.github.mooring.client;

import io.github.mooring.api.MongoCommandException;
import io.github.mooring.api.event.CommandCall;
import io.github.mooring.api.event.CommandFailed;
import io.github.mooring.api.event.CommandListener;
import io.github.mooring.api.event.CommandStarted;
import io.github.mooring.api.event.CommandSucceeded;
import java.lang.System.Logger;

/**
 * Writes what becomes of commands to the log, one line each, in the words of the specification; thread-safe.
 *
 * @see <a href="https://github.com/mongodb/specifications/blob/master/source/command-logging-and-monitoring/command-logging-and-monitoring.md#log-messages">
 *     Command Logging and Monitoring: log messages</a>
 */
final class CommandLog implements CommandListener {
    /** The specification's component {@code command}. */
    static final String LOGGER = "io.github.mooring.command";

    private final Logger log = System.getLogger(LOGGER);
    private final DocumentText documents;

    CommandLog(DocumentText documents) {
        this.documents = documents;
    }

    /** Whether anything would be written. */
    boolean isOn() {
        return log.isLoggable(LogLine.LEVEL);
    }

    @Override
    public void commandStarted(CommandStarted event) {
        line("Command started", event.call())
                .with("command", documents.of(event.command()))
                .write(log);
    }

    @Override
    public void commandSucceeded(CommandSucceeded event) {
        line("Command succeeded", event.call())
                .with(event.duration())
                .with("reply", documents.of(event.reply()))
                .write(log);
    }

    @Override
    public void commandFailed(CommandFailed event) {
        LogLine line =
                line("Command failed", event.call()).with(event.duration()).withError("failure", event.failure());
        if (event.failure() instanceof MongoCommandException refusal) {
            line.with("reply", documents.cut(refusal.response()));
        }
        line.write(log);
    }

    private static LogLine line(String message, CommandCall call) {
        return new LogLine(message)
                .with("commandName", call.commandName())
                .with("databaseName", call.databaseName())
                .with("requestId", call.requestId())
                .with("operationId", call.operationId())
                .with("driverConnectionId", call.connectionId())
                .with(call.address())
                .with("serverConnectionId", call.serverConnectionId())
                .with(
                        "serviceId",
                        call.serviceId() == null ? null : call.serviceId().toHexString());
    }
}
