package io.github.mooring.api.event;

import java.time.Duration;
import java.util.Objects;
import org.bson.BsonDocument;

/**
 * A server has replied {@code ok: 1} to a command, or does not reply to it because that was not wanted. A write has succeeded
 * even if some of its statements were refused. Immutable, except for the document, which is all listeners' and is not to be
 * changed.
 *
 * @param call     which command
 * @param duration from before it was sent until its reply was there, or until it was sent
 * @param reply    what the server said, or {@code ok: 1} if it says nothing. A copy of the bytes, which is decoded as far as it is
 *     read. Empty if the command held a secret
 * @see <a href="https://github.com/mongodb/specifications/blob/master/source/command-logging-and-monitoring/command-logging-and-monitoring.md#events-api">
 *     Command Logging and Monitoring: events</a>
 */
public record CommandSucceeded(CommandCall call, Duration duration, BsonDocument reply) implements CommandEvent {
    /** Checks for null. */
    public CommandSucceeded {
        Objects.requireNonNull(call, "call");
        Objects.requireNonNull(duration, "duration");
        Objects.requireNonNull(reply, "reply");
    }
}
