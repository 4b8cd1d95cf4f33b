package io.github.mooring.client;

import io.github.mooring.api.event.CommandEvent;
import io.github.mooring.api.event.CommandFailed;
import io.github.mooring.api.event.CommandListener;
import io.github.mooring.api.event.CommandStarted;
import io.github.mooring.api.event.CommandSucceeded;
import io.github.mooring.auth.Identity;
import io.github.mooring.operation.Command;
import io.github.mooring.operation.OperationLink;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Tells the log and the application's listener what becomes of commands, on the thread that runs them; thread-safe. Where nobody
 * listens, commands go their way without it.
 */
final class CommandNews {
    private static final Logger LOG = System.getLogger(CommandNews.class.getName());

    private final @Nullable CommandListener listener;
    private final CommandLog log;
    /** Whether lines are written; looked up from time to time only, since every command asks. */
    private volatile boolean logged;

    private final AtomicLong lastOperation = new AtomicLong();
    private final AtomicLong lastRequest = new AtomicLong();
    private final Set<Class<?>> failed = ConcurrentHashMap.newKeySet();

    /** @param listener null for nobody */
    CommandNews(@Nullable CommandListener listener, DocumentText documents) {
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

    /** The application's errors are its own: they must neither end an operation nor fill the log. */
    private void tellSafely(CommandListener told, CommandEvent event) {
        try {
            tell(told, event);
        } catch (RuntimeException | Error e) {
            if (failed.add(event.getClass())) {
                LOG.log(
                        Level.WARNING,
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
