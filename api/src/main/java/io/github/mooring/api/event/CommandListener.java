package io.github.mooring.api.event;

/**
 * Hears of every command that a session factory sends for its sessions, and of those that prove users; not of the first question
 * on a connection nor of heartbeats. Every method does nothing unless it is overridden.
 *
 * <p>Many threads call at once, so an implementation has to be thread-safe; the events of one command come one after the other on
 * the thread that runs it, which waits meanwhile, within the time of its operation: be quick, do not block, do not use the session
 * factory. No lock is held, and no other thread waits. What a method throws is logged, once for each kind of event, and has
 * no other effect.
 *
 * <p>To listen costs a copy of each command and each reply. Where nobody does, nothing is copied.
 *
 * @see <a href="https://github.com/mongodb/specifications/blob/master/source/command-logging-and-monitoring/command-logging-and-monitoring.md#events-api">
 *     Command Logging and Monitoring: events</a>
 */
public interface CommandListener {
    /** A command is about to be sent. */
    default void commandStarted(CommandStarted event) {}

    /** A server has carried it out. */
    default void commandSucceeded(CommandSucceeded event) {}

    /** A server has refused it, or it was lost. */
    default void commandFailed(CommandFailed event) {}
}
