package io.github.mooring.client;

import io.github.mooring.api.MongoClosedException;
import io.github.mooring.api.MongoException;
import io.github.mooring.api.MongoSocketException;
import io.github.mooring.operation.Command;
import io.github.mooring.time.Cancellation;
import io.github.mooring.time.Deadline;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Has operations tried: once, and if that has failed as often as a {@link Retrial} says; all attempts draw on one deadline.
 * Thread-safe.
 */
final class Trials {
    private final Retrial.Parts parts;
    private final Execution execution;
    private final ClosedMark closed;

    /**
     * Tries operations of one deployment.
     *
     * @param closed says whether it is closed
     */
    Trials(Retrial.Parts parts, ClosedMark closed) {
        this.parts = parts;
        this.execution = parts.execution();
        this.closed = closed;
    }

    /** Runs a command for a session. */
    <R> R run(Command<R> given, SessionCall call, Deadline deadline) {
        Command<R> command = execution.servers().commandNews().heard(given, call.identity());
        Leave leave = Leave.of(command, call, parts.options());
        return leave == Leave.WRITE ? numbered(command, call, deadline) : tried(command, call, deadline, leave, null);
    }

    /** Runs the end of a transaction, which is tried a second time whatever the options say. */
    <R> R end(Command<R> given, SessionCall call, Deadline deadline) {
        Command<R> command = execution.servers().commandNews().heard(given, call.identity());
        return tried(command, call, deadline, Leave.END, null);
    }

    /** Runs the end of a transaction without a second attempt, unless the server was overloaded. */
    <R> R once(Command<R> given, SessionCall call, Deadline deadline) {
        Command<R> command = execution.servers().commandNews().heard(given, call.identity());
        return tried(command, call, deadline, Leave.SHED, null);
    }

    /** Ends waits when the deployment is closed. */
    Cancellation ending() {
        return parts.ending();
    }

    private <R> R numbered(Command<R> command, SessionCall call, Deadline deadline) {
        try (Attempts attempts = new Attempts(execution.servers().sessionsOf(call.identity()), call.held())) {
            try {
                return tried(command, call, deadline, Leave.WRITE, attempts);
            } catch (MongoSocketException e) {
                throw attempts.labelled(e);
            }
        }
    }

    private <R> R tried(
            Command<R> command, SessionCall call, Deadline deadline, Leave leave, @Nullable Attempts attempts) {
        Server server = execution.server(command, call, deadline);
        R result = null;
        MongoException error;
        try {
            result = execution.attempt(server, command, call, deadline, attempts, Set.of());
            error = attempts == null ? null : WriteLabels.passing(result);
            if (error == null) {
                return result;
            }
        } catch (MongoException e) {
            if (leave == Leave.NEVER) {
                throw e;
            }
            error = e;
        }
        return again(new Retrial.Operation<>(command, call, deadline, leave, attempts), server, error, result);
    }

    private <R> R again(
            Retrial.Operation<R> operation, @Nullable Server failed, MongoException error, @Nullable R result) {
        try {
            return new Retrial<>(parts, operation, error, result).run(failed);
        } catch (MongoClosedException e) {
            closed.check(e);
            throw e;
        }
    }
}
