package io.github.mooring.client;

import io.github.mooring.api.MongoClosedException;
import io.github.mooring.api.MongoConnectException;
import io.github.mooring.api.MongoException;
import io.github.mooring.api.MongoInterruptedException;
import io.github.mooring.api.MongoServerSelectionTimeoutException;
import io.github.mooring.api.ServerAddress;
import io.github.mooring.operation.Command;
import io.github.mooring.time.Cancellation;
import io.github.mooring.time.Clock;
import io.github.mooring.time.Deadline;
import io.github.mooring.time.Pause;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of an operation whose first attempt has failed: whether it is tried again, when, where and how often, and which of
 * its errors is told. Confined to the thread of the operation, which holds no connection while it waits.
 *
 * <p>There is one retry; as soon as a server has said that it is overloaded there are as many as {@code maxAdaptiveRetries} allows,
 * whatever the errors, and a wait before each that follows such an error.
 *
 * @see <a href="https://github.com/mongodb/specifications/blob/master/source/client-backpressure/client-backpressure.md#interaction-with-other-retry-policies">
 *     Client Backpressure: interaction with other retry policies</a>
 */
final class Retrial<R> {
    private final Parts parts;
    private final Operation<R> operation;
    /** Where it has failed, as far as it shall go elsewhere. */
    private final Set<ServerAddress> avoided = new LinkedHashSet<>();

    private int retries;
    /** Retries that are allowed by now. */
    private int allowed = 1;
    /** The error to be told if it comes to nothing. */
    private MongoException told;
    /** What {@link #told} was found in, if that was a reply that says that the write was carried out. */
    private @Nullable R result;

    /**
     * What all retrials of a deployment have in common.
     *
     * @param options   says how often
     * @param execution makes the attempts
     * @param backoff   says how long to wait
     * @param ending    ends waits when the deployment is closed
     */
    record Parts(RetryOptions options, Execution execution, Backoff backoff, Clock clock, Cancellation ending) {}

    /**
     * What is tried.
     *
     * @param leave    which errors it may be tried again after
     * @param attempts those of a write with a number; null for anything else
     */
    record Operation<R>(
            Command<R> command,
            SessionCall call,
            Deadline deadline,
            Leave leave,
            @Nullable Attempts attempts) {}

    /**
     * Of an operation whose first attempt has failed.
     *
     * @param first  how
     * @param result the reply that says so, if the write was carried out all the same
     */
    Retrial(Parts parts, Operation<R> operation, MongoException first, @Nullable R result) {
        this.parts = parts;
        this.operation = operation;
        this.told = first;
        this.result = result;
    }

    /**
     * Tries it again as often as it may be.
     *
     * @param first where it was tried; null if it is bound to a connection
     */
    R run(@Nullable Server first) {
        Server server = first;
        MongoException last = told;
        while (mayGoOn(server, last) && pause(last)) {
            avoid(server, last);
            server = next();
            retries++;
            try {
                R reply = attempt(server);
                MongoException passing = operation.attempts() == null ? null : WriteLabels.passing(reply);
                if (passing == null) {
                    return reply;
                }
                last = passing;
                note(passing, reply);
            } catch (MongoException e) {
                last = e;
                note(e, null);
            }
        }
        R carriedOut = result;
        if (carriedOut != null) {
            return carriedOut;
        }
        throw told;
    }

    private R attempt(@Nullable Server server) {
        return parts.execution()
                .attempt(
                        server,
                        operation.command(),
                        operation.call(),
                        operation.deadline(),
                        operation.attempts(),
                        avoided);
    }

    private boolean mayGoOn(@Nullable Server server, MongoException e) {
        if (RetryRules.isOverload(e)) {
            allowed = parts.options().maxAdaptive();
        }
        return retries < allowed
                && operation.leave().allows(e, operation.attempts())
                && !operation.deadline().isExpired()
                && !operation.call().cancellation().isCancelled()
                && !isLost(server, e);
    }

    /** Whether the session has lost its position, of which it is to hear; not if the server is there, and has refused. */
    private boolean isLost(@Nullable Server server, MongoException e) {
        boolean refused = RetryRules.isShed(e) && e.code() != 0;
        return !refused
                && server != null
                && operation.call().transaction() == null
                && server.address().equals(operation.call().bond().position());
    }

    /** Waits if that is due; false if there is not so much time left. */
    private boolean pause(MongoException e) {
        if (!RetryRules.isOverload(e)) {
            return true;
        }
        Duration wait = parts.backoff().before(retries + 1, e);
        Deadline deadline = operation.deadline();
        if (!deadline.isNever() && wait.toNanos() >= deadline.remainingNanos()) {
            return false;
        }
        try {
            if (new Pause(parts.clock()).await(wait, operation.call().cancellation(), parts.ending())) {
                return true;
            }
        } catch (InterruptedException interrupt) {
            Thread.currentThread().interrupt();
            throw new MongoInterruptedException(
                    "interrupted while waiting to try again what an overloaded server has refused",
                    told.context(),
                    told);
        }
        throw new MongoClosedException(
                "closed while an operation waited to be tried again that an overloaded server has refused",
                told.context(),
                told);
    }

    private void avoid(@Nullable Server server, MongoException e) {
        boolean elsewhere = !RetryRules.isOverload(e)
                || parts.options().overloadRetargeting()
                || parts.execution().cluster().isSharded();
        if (server != null && elsewhere) {
            avoided.add(e.server().orElse(server.address()));
        }
    }

    /** If there is nobody to try it at, the error before tells more than that. */
    private @Nullable Server next() {
        try {
            return parts.execution().server(operation.command(), operation.call(), operation.deadline(), avoided);
        } catch (MongoServerSelectionTimeoutException | MongoConnectException e) {
            told.addSuppressed(e);
            throw told;
        }
    }

    /** The last error counts, unless nothing was done when it happened. */
    private void note(MongoException e, @Nullable R reply) {
        if (e.bytesSent() && !e.hasErrorLabel(RetryRules.NO_WRITES_PERFORMED)) {
            told = e;
            result = reply;
        } else if (e != told) {
            told.addSuppressed(e);
        }
    }
}
