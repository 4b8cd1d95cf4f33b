package io.github.mooring.client;

import io.github.mooring.api.MongoException;
import io.github.mooring.api.event.CommandCall;
import io.github.mooring.api.event.CommandEvent;
import io.github.mooring.api.event.CommandFailed;
import io.github.mooring.api.event.CommandListener;
import io.github.mooring.api.event.CommandStarted;
import io.github.mooring.api.event.CommandSucceeded;
import io.github.mooring.auth.Credential;
import io.github.mooring.auth.Identity;
import io.github.mooring.connection.AuthenticationListener;
import io.github.mooring.connection.ConnectionDescription;
import io.github.mooring.notice.LogId;
import io.github.mooring.operation.Command;
import io.github.mooring.operation.OperationLink;
import io.github.mooring.time.Clock;
import java.lang.System.Logger;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.bson.BsonDocument;
import org.jspecify.annotations.Nullable;

/**
 * Tells the log and the application's listener what becomes of commands, on the thread that runs them; thread-safe. Where nobody
 * listens, commands go their way without it.
 */
final class CommandNews implements AuthenticationListener {
    private static final Logger LOG = System.getLogger(CommandNews.class.getName());

    private final @Nullable CommandListener listener;
    private final CommandLog log;
    private final Clock clock;
    /** Whether lines are written; looked up from time to time only, since every command asks. */
    private volatile boolean logged;

    private final AtomicLong lastOperation = new AtomicLong();
    private final AtomicLong lastRequest = new AtomicLong();
    private final Set<Class<?>> failed = ConcurrentHashMap.newKeySet();

    /** @param listener null for nobody */
    CommandNews(@Nullable CommandListener listener, DocumentText documents, Clock clock) {
        this.clock = clock;
        this.listener = listener;
        this.log = new CommandLog(documents);
        lookAtLevel();
    }

    /** Begins or ceases to write lines if the level of the log has changed meanwhile. */
    void lookAtLevel() {
        logged = log.isOn();
    }

    /** The command, in the form that is told of if anybody wants to hear. */
    <R> Command<R> heard(Command<R> command, Identity identity) {
        if (listener == null && !logged) {
            return command;
        }
        OperationLink link = command.link();
        long operation = link == null ? lastOperation.incrementAndGet() : link.number(lastOperation::incrementAndGet);
        return new HeardCommand<>(command, this, operation, PoolListeners.user(identity));
    }

    /** The number of the next command. */
    long nextRequest() {
        return lastRequest.incrementAndGet();
    }

    /** Tells the log and the application. */
    void tell(CommandEvent event) {
        if (logged) {
            tellSafely(log, event);
        }
        if (listener != null) {
            tellSafely(listener, event);
        }
    }

    /** What proves users is not for the log; its connection is still being made, and has no number yet. */
    @Override
    public Step started(Credential user, ConnectionDescription server, String commandName) {
        CommandListener told = listener;
        if (told == null) {
            return NONE.started(user, server, commandName);
        }
        var call = new CommandCall(
                nextRequest(),
                null,
                server.server(),
                PoolListeners.user(user),
                0,
                server.serverConnectionId(),
                server.serviceId(),
                user.source(),
                commandName);
        tellSafely(told, new CommandStarted(call, new BsonDocument()));
        return new Proof(told, call, clock.nanoTime());
    }

    /** One command that proves a user, on its way. */
    private final class Proof implements Step {
        private final CommandListener told;
        private final CommandCall call;
        private final long startNanos;

        Proof(CommandListener told, CommandCall call, long startNanos) {
            this.told = told;
            this.call = call;
            this.startNanos = startNanos;
        }

        @Override
        public void succeeded() {
            tellSafely(told, new CommandSucceeded(call, took(), new BsonDocument()));
        }

        @Override
        public void failed(MongoException error) {
            tellSafely(told, new CommandFailed(call, took(), SensitiveCommands.redacted(call.commandName(), error)));
        }

        private Duration took() {
            return Duration.ofNanos(clock.nanoTime() - startNanos);
        }
    }

    /** The application's errors are its own: they must neither end an operation nor fill the log. */
    private void tellSafely(CommandListener told, CommandEvent event) {
        try {
            tell(told, event);
        } catch (RuntimeException | Error e) {
            if (failed.add(event.getClass())) {
                LogId.COMMAND_LISTENER_FAILED.log(
                        LOG,
                        "the command listener " + told.getClass().getName() + " failed at "
                                + event.getClass().getSimpleName() + " of "
                                + event.call().commandName()
                                + "; nothing but the listener is affected, and further failures of this kind are not"
                                + " logged",
                        e);
            }
        }
    }

    private static void tell(CommandListener listener, CommandEvent event) {
        if (event instanceof CommandStarted started) {
            listener.commandStarted(started);
        } else if (event instanceof CommandSucceeded succeeded) {
            listener.commandSucceeded(succeeded);
        } else if (event instanceof CommandFailed failure) {
            listener.commandFailed(failure);
        }
    }
}
