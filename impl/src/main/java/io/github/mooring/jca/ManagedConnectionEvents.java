package io.github.mooring.jca;

import jakarta.resource.spi.ConnectionEvent;
import jakarta.resource.spi.ConnectionEventListener;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What a managed connection tells its container; thread-safe, and never called with a lock held. */
final class ManagedConnectionEvents {
    private final MongoManagedConnection source;
    /** Writes a line to the container's log writer. */
    private final Consumer<String> log;
    /** Safe against listeners that come and go while an event is delivered. */
    private final List<ConnectionEventListener> listeners = new CopyOnWriteArrayList<>();
    /** A connection is lost once. */
    private final AtomicBoolean lost = new AtomicBoolean();

    ManagedConnectionEvents(MongoManagedConnection source, Consumer<String> log) {
        this.source = source;
        this.log = log;
    }

    void add(ConnectionEventListener listener) {
        listeners.add(Objects.requireNonNull(listener, "listener"));
    }

    void remove(ConnectionEventListener listener) {
        listeners.remove(listener);
    }

    /** A handle was closed by the application. */
    void closed(SessionHandle handle) {
        tell(ConnectionEvent.CONNECTION_CLOSED, handle, null);
    }

    /**
     * The managed connection is not to be used again; told once.
     *
     * @param handle that was closed last, null if none was
     * @param why    null if the application has asked for it
     */
    void lost(@Nullable SessionHandle handle, @Nullable Exception why) {
        if (lost.compareAndSet(false, true)) {
            tell(ConnectionEvent.CONNECTION_ERROR_OCCURRED, handle, why);
        } else if (handle != null) {
            closed(handle);
        }
    }

    /**
     * The application has begun or ended a transaction.
     *
     * @param id one of the three of {@link ConnectionEvent}
     */
    void transaction(int id, @Nullable SessionHandle handle) {
        tell(id, handle, null);
    }

    private void tell(int id, @Nullable SessionHandle handle, @Nullable Exception why) {
        ConnectionEvent event = why == null ? new ConnectionEvent(source, id) : new ConnectionEvent(source, id, why);
        if (handle != null) {
            event.setConnectionHandle(handle);
        }
        for (ConnectionEventListener listener : listeners) {
            try {
                deliver(event, listener);
            } catch (RuntimeException e) {
                // a listener's trouble must not reach the application, nor keep the others from hearing
                log.accept("a listener failed when it heard of " + name(id) + ": " + e);
            }
        }
    }

    private static void deliver(ConnectionEvent event, ConnectionEventListener listener) {
        switch (event.getId()) {
            case ConnectionEvent.LOCAL_TRANSACTION_STARTED -> listener.localTransactionStarted(event);
            case ConnectionEvent.LOCAL_TRANSACTION_COMMITTED -> listener.localTransactionCommitted(event);
            case ConnectionEvent.LOCAL_TRANSACTION_ROLLEDBACK -> listener.localTransactionRolledback(event);
            case ConnectionEvent.CONNECTION_ERROR_OCCURRED -> listener.connectionErrorOccurred(event);
            default -> listener.connectionClosed(event);
        }
    }

    private static String name(int id) {
        return switch (id) {
            case ConnectionEvent.CONNECTION_CLOSED -> "a closed session";
            case ConnectionEvent.CONNECTION_ERROR_OCCURRED -> "a lost connection";
            default -> "a transaction";
        };
    }
}
