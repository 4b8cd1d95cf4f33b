package io.github.mooring.transport;

import io.github.mooring.api.ErrorContext;
import io.github.mooring.api.MongoConnectException;
import io.github.mooring.api.MongoException;
import io.github.mooring.api.MongoInterruptedException;
import io.github.mooring.api.MongoOperationTimeoutException;
import io.github.mooring.api.ServerAddress;
import io.github.mooring.time.Cancellation;
import io.github.mooring.time.Clock;
import io.github.mooring.time.Deadline;
import java.net.Socket;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One attempt to connect to one server: how much time is left for it, and what to call its failure. Confined to the
 * dialing thread.
 *
 * <p>Two limits apply, and the caller has to learn which one it was: {@code connectTimeout} says that the server is out
 * of reach, the operation's deadline says only that the operation had too little time.
 */
final class Dial {
    private final ServerAddress server;
    private final Deadline operation;
    private final Deadline limit;
    private final Duration connectTimeout;
    private final Clock clock;
    private final Cancellation cancellation;
    private final long startNanos;
    /** Whether what goes wrong may be due to the server, and not to those who lead to it. */
    private boolean reaching;

    Dial(ServerAddress server, Deadline operation, Duration connectTimeout, Clock clock, Cancellation cancellation) {
        this.server = server;
        this.operation = operation;
        this.limit = operation.orWithin(clock, connectTimeout);
        this.connectTimeout = connectTimeout;
        this.clock = clock;
        this.cancellation = cancellation;
        this.startNanos = clock.nanoTime();
    }

    ServerAddress server() {
        return server;
    }

    /** The earlier of the two limits. */
    Deadline limit() {
        return limit;
    }

    /** Has a socket closed as soon as nobody wants the connection any more; at once, if it has come to that. */
    Cancellation.Registration closing(Socket socket) {
        return cancellation.onCancel(() -> SocketTransport.closeQuietly(socket));
    }

    /** From now on it is the server itself that is talked to: names are resolved, and a proxy has done its part. */
    void reaches() {
        reaching = true;
    }

    /** Goes on only if somebody wants the connection, there is time left and the thread is not interrupted. */
    void requireTime(String step) {
        if (Thread.currentThread().isInterrupted()) {
            throw new MongoInterruptedException(
                    "the thread was interrupted while it connected to " + server + ": " + step,
                    ErrorContext.unsent(server),
                    null);
        }
        if (cancellation.isCancelled()) {
            throw failed(step, null);
        }
        if (limit.isExpired()) {
            throw failed("timed out after " + elapsedMillis() + " ms, " + step, null);
        }
    }

    /** The exception for a connection that was not made; labelled, if the server may have too much to do. */
    MongoException failed(String reason, @Nullable Throwable cause) {
        ErrorContext context = ErrorContext.unsent(server);
        if (Thread.currentThread().isInterrupted()) {
            return new MongoInterruptedException(
                    "the thread was interrupted while it connected to " + server + ": " + reason, context, cause);
        }
        String text = "cannot connect to " + server + ": " + reason;
        if (cancellation.isCancelled()) {
            return new MongoConnectException(
                    "the attempt to connect to " + server + " was given up after " + elapsedMillis() + " ms: " + reason,
                    context,
                    cause);
        }
        context = reaching && Overload.mayCause(cause) ? Overload.labelled(context) : context;
        if (operation.isExpired()) {
            String budget = operation.budget().toMillis() + " ms";
            return new MongoOperationTimeoutException(
                    text + "; the operation's deadline of " + budget + " has passed", context, cause);
        }
        boolean timedOut = limit.isExpired();
        return new MongoConnectException(
                timedOut ? text + " (connectTimeout " + connectTimeout.toMillis() + " ms)" : text, context, cause);
    }

    long elapsedMillis() {
        return Duration.ofNanos(clock.nanoTime() - startNanos).toMillis();
    }
}
