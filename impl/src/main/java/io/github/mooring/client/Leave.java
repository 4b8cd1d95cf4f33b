package io.github.mooring.client;

import io.github.mooring.api.MongoException;
import io.github.mooring.operation.Command;
import io.github.mooring.session.SessionRecovery;
import org.jspecify.annotations.Nullable;

/** After which errors an operation may be tried again; it depends on what it does, on the options and on the session. */
enum Leave {
    /** After none. */
    NEVER,
    /** After those of an overloaded server, which has not begun with it, whatever it is. */
    SHED,
    /** As well after errors that pass, as a read. */
    READ,
    /** As well after errors that pass, as a write with a number. */
    WRITE,
    /** As well after errors that pass, as the end of a transaction, which has a number whatever the options say. */
    END;

    /** What holds for a command. */
    static Leave of(Command<?> command, SessionCall call, RetryOptions options) {
        if (call.settings().recovery() == SessionRecovery.STRICT || !isWanted(command, options)) {
            return NEVER; // a strict session is to hear of every error
        }
        if (call.transaction() != null || Execution.isBound(call)) {
            return SHED;
        }
        return switch (command.retry()) {
            case NEVER -> SHED;
            case READ -> READ;
            case WRITE -> call.settings().writeConcern().isAcknowledged() ? WRITE : SHED;
        };
    }

    /**
     * Nobody knows what a command of the caller's own making does.
     *
     * @see <a href="https://github.com/mongodb/specifications/blob/master/source/client-backpressure/client-backpressure.md#why-must-both-retrywrites-and-retryreads-be-enabled-to-retry-runcommand">
     *     Client Backpressure: why must both retryWrites and retryReads be enabled to retry runCommand?</a>
     */
    private static boolean isWanted(Command<?> command, RetryOptions options) {
        return switch (command.access()) {
            case READ, READ_PLAIN -> options.reads();
            case WRITE, READ_WRITE -> options.writes();
            case PRIMARY -> options.reads() && options.writes();
        };
    }

    /** Whether another attempt may help against this error. */
    boolean allows(MongoException e, @Nullable Attempts attempts) {
        return switch (this) {
            case NEVER -> false;
            case SHED -> RetryRules.isShed(e);
            case READ -> RetryRules.isShed(e) || RetryRules.helpsRead(e);
            case END -> RetryRules.isShed(e) || RetryRules.helpsWrite(e, null);
            case WRITE -> RetryRules.isShed(e) || (attempts != null && attempts.allowAnother(e));
        };
    }
}
