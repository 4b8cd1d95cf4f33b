package io.github.mooring.api.event;

/**
 * Something that has become of a command.
 *
 * @see <a href="https://github.com/mongodb/specifications/blob/master/source/command-logging-and-monitoring/command-logging-and-monitoring.md#events-api">
 *     Command Logging and Monitoring: events</a>
 */
public sealed interface CommandEvent permits CommandStarted, CommandSucceeded, CommandFailed {
    /** Which command it is; the same in all events of it. */
    CommandCall call();
}
