package io.github.mooring.api.event;

import java.time.Duration;
import java.util.Objects;

/**
 * A server has replied {@code ok: 0} to a command, or a command or its reply was lost; immutable.
 *
 * @param call     which command
 * @param duration from before it was sent until that was known
 * @param failure  what went wrong: the exception that the caller gets, unless it is tried again. If the command held a secret and
 *     the server has refused it, an exception with code, name and labels and without any text of the server
 * @see <a href="https://github.com/mongodb/specifications/blob/master/source/command-logging-and-monitoring/command-logging-and-monitoring.md#events-api">
 *     Command Logging and Monitoring: events</a>
 */
public record CommandFailed(CommandCall call, Duration duration, Throwable failure) implements CommandEvent {
    /** Checks for null. */
    public CommandFailed {
        Objects.requireNonNull(call, "call");
        Objects.requireNonNull(duration, "duration");
        Objects.requireNonNull(failure, "failure");
    }
}
