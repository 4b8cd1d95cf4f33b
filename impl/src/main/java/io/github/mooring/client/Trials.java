package io.github.mooring.client;

import io.github.mooring.api.MongoConnectException;
import io.github.mooring.api.MongoException;
import io.github.mooring.api.MongoServerSelectionTimeoutException;
import io.github.mooring.api.MongoSocketException;
import io.github.mooring.operation.Command;
import io.github.mooring.operation.Retry;
import io.github.mooring.session.SessionRecovery;
import io.github.mooring.time.Deadline;

/**
 * How often an operation is tried, and where; all attempts draw on one deadline. Thread-safe.
 */
final class Trials {
    private final RetryOptions options;
    private final Execution execution;

    /** Tries operations of one deployment. */
    Trials(RetryOptions options, Execution execution) {
        this.options = options;
        this.execution = execution;
    }

    /** Runs a command for a session. */
    <R> R run(Command<R> given, SessionCall call, Deadline deadline) {
        Command<R> command = execution.servers().commandNews().heard(given, call.identity());
        if (call.binding() instanceof RequestConnection request) {
            return execution.on(request, command, call, deadline);
        }
        if (call.binding() instanceof CursorConnection cursor && cursor.isKept()) {
            return execution.over(cursor.lease(), command, call, deadline);
        }
        return switch (mayRepeat(command, call) ? command.retry() : Retry.NEVER) {
            case NEVER -> execution.attempt(execution.server(command, call, deadline), command, call, deadline, null);
            case READ -> read(command, call, deadline);
            case WRITE -> write(command, call, deadline);
        };
    }

    /**
     * Whether a second attempt would go unnoticed: not by a session that shall hear of every lost connection.
     */
    private boolean mayRepeat(Command<?> command, SessionCall call) {
        boolean wanted = command.retry() == Retry.READ
                ? options.reads()
                : options.writes() && call.settings().writeConcern().isAcknowledged();
        return wanted && call.settings().recovery() != SessionRecovery.STRICT;
    }

    private <R> R read(Command<R> command, SessionCall call, Deadline deadline) {
        Server first = execution.server(command, call, deadline);
        try {
            return execution.attempt(first, command, call, deadline, null);
        } catch (MongoException e) {
            if (!RetryRules.helpsRead(e) || !isWorthIt(first, call, deadline)) {
                throw e;
            }
            return execution.attempt(another(first, command, call, deadline, e), command, call, deadline, null);
        }
    }

    private <R> R write(Command<R> command, SessionCall call, Deadline deadline) {
        try (Attempts attempts = new Attempts(execution.servers().sessionsOf(call.identity()))) {
            try {
                return write(command, call, deadline, attempts);
            } catch (MongoSocketException e) {
                throw attempts.labelled(e);
            }
        }
    }

    private <R> R write(Command<R> command, SessionCall call, Deadline deadline, Attempts attempts) {
        Server first = execution.server(command, call, deadline);
        MongoException error;
        try {
            R result = execution.attempt(first, command, call, deadline, attempts);
            error = WriteLabels.passing(result);
            if (error == null || !isWorthIt(first, call, deadline)) {
                return result;
            }
        } catch (MongoException e) {
            if (!attempts.allowAnother(e) || !isWorthIt(first, call, deadline)) {
                throw e;
            }
            error = e;
        }
        MongoException passes = error;
        return attempts.again(
                passes,
                () -> execution.attempt(
                        another(first, command, call, deadline, passes), command, call, deadline, attempts));
    }

    private boolean isWorthIt(Server failed, SessionCall call, Deadline deadline) {
        return !deadline.isExpired()
                && !call.cancellation().isCancelled()
                && !failed.address().equals(call.bond().position());
    }

    /** If there is nobody to try it at, the first error tells more than that. */
    private Server another(
            Server failed, Command<?> command, SessionCall call, Deadline deadline, MongoException first) {
        try {
            return execution
                    .cluster()
                    .select(execution.wish(command, call).avoiding(failed.address()), deadline, call.cancellation());
        } catch (MongoServerSelectionTimeoutException | MongoConnectException e) {
            first.addSuppressed(e);
            throw first;
        }
    }
}
