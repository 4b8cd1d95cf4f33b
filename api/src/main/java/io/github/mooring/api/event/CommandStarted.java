package io.github.mooring.api.event;

import java.util.Objects;
import org.bson.BsonDocument;

/**
 * A command is about to be sent. {@link CommandSucceeded} or {@link CommandFailed} follows in any case. Immutable, except for the
 * document, which is all listeners' and is not to be changed.
 *
 * @param call    which command
 * @param command all that is sent, {@code $db} included; documents that go beside the command stand in it as the array that they
 *     are. A copy of the bytes, which is decoded as far as it is read. Empty if it holds a secret: then it is one of
 *     authentication, creates or changes a user, or copies a database
 * @see <a href="https://github.com/mongodb/specifications/blob/master/source/command-logging-and-monitoring/command-logging-and-monitoring.md#events-api">
 *     Command Logging and Monitoring: events</a>
 */
public record CommandStarted(CommandCall call, BsonDocument command) implements CommandEvent {
    /** Checks for null. */
    public CommandStarted {
        Objects.requireNonNull(call, "call");
        Objects.requireNonNull(command, "command");
    }
}
