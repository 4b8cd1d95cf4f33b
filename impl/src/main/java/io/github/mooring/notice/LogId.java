package io.github.mooring.notice;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Locale;

/**
 * The lines of the log that are written without being asked for, each with an id that stays the same whatever becomes of its words:
 * {@code MOOR0101: the primary of rs is now b:27017}. What each of them means, and what to do, is in {@code docs/operations.md}.
 * Ids are never given to another line.
 *
 * <p>Nothing else is logged at {@code INFO} and above. Exceptions have no ids: they have types and codes.
 */
public enum LogId {
    /** A part of the adapter failed while it was stopped. */
    ADAPTER_END_FAILED(1, Level.WARNING),
    /** A deployment failed while it was closed. */
    DEPLOYMENT_END_FAILED(2, Level.WARNING),
    /** Background tasks went on after they were told to end. */
    TASKS_STILL_RUNNING(10, Level.WARNING),
    /** A background task threw something; it runs again. */
    TASK_FAILED(11, Level.WARNING),
    /** There was no thread for a background task; it tries again. */
    TASK_WITHOUT_THREAD(12, Level.WARNING),
    /** A replica set has no primary that is known. */
    PRIMARY_LOST(100, Level.WARNING),
    /** A replica set has a primary. */
    PRIMARY_FOUND(101, Level.INFO),
    /** A server does not answer its monitor. */
    SERVER_UNANSWERED(102, Level.WARNING),
    /** A server answers its monitor again. */
    SERVER_ANSWERS(103, Level.INFO),
    /** A server said nothing while operations waited for it. */
    SERVER_SILENT(104, Level.WARNING),
    /** Name servers do not tell which servers there are. */
    NAME_UNANSWERED(110, Level.WARNING),
    /** Name servers have told at last. */
    NAME_FOUND(111, Level.INFO),
    /** What name servers told when they were asked again is of no use. */
    NAME_TROUBLE(112, Level.WARNING),
    /** TLS files were replaced. */
    TLS_FILES_CHANGED(200, Level.INFO),
    /** TLS files were replaced by what cannot be used. */
    TLS_FILES_UNUSABLE(201, Level.WARNING),
    /** Any certificate is accepted. */
    TLS_ANY_CERTIFICATE(202, Level.WARNING),
    /** Certificates of other hosts are accepted. */
    TLS_ANY_HOST(203, Level.WARNING),
    /** An option is ignored, or written in an old way. */
    OPTION_IGNORED(300, Level.WARNING),
    /** The same of an option in a TXT record. */
    TXT_OPTION_IGNORED(301, Level.WARNING),
    /** An application's listener for commands has failed. */
    COMMAND_LISTENER_FAILED(400, Level.WARNING),
    /** An application's listener for pools has failed. */
    POOL_LISTENER_FAILED(401, Level.WARNING),
    /** An application's listener for servers has failed. */
    TOPOLOGY_LISTENER_FAILED(402, Level.WARNING),
    /** An application's listener for servers is too slow. */
    TOPOLOGY_LISTENER_SLOW(403, Level.WARNING),
    /** A container's transaction is committed, but less durably than was asked for. */
    TRANSACTION_LESS_DURABLE(410, Level.WARNING),
    /** JMX did not take an MXBean. */
    BEAN_NOT_REGISTERED(500, Level.WARNING),
    /** JMX did not give an MXBean back. */
    BEAN_NOT_UNREGISTERED(501, Level.WARNING),
    /** JMX cannot be used at all. */
    JMX_NOT_POSSIBLE(502, Level.WARNING),
    /** What JMX shows failed while it was taken away. */
    DISPLAY_END_FAILED(503, Level.WARNING);

    private final String code;
    private final Level level;

    LogId(int number, Level level) {
        this.code = String.format(Locale.ROOT, "MOOR%04d", number);
        this.level = level;
    }

    /** Such as {@code MOOR0101}. */
    public String code() {
        return code;
    }

    /** How loud it is. */
    public Level level() {
        return level;
    }

    /** Writes the line; under no lock. */
    public void log(Logger logger, String text) {
        logger.log(level, code + ": " + text);
    }

    /** As above, with what has led to it. */
    public void log(Logger logger, String text, Throwable cause) {
        logger.log(level, code + ": " + text, cause);
    }
}
