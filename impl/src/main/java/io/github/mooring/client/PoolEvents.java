package io.github.mooring.client;

import io.github.mooring.api.ServerAddress;
import io.github.mooring.api.event.ConnectionCheckOutFailed;
import io.github.mooring.api.event.ConnectionCheckOutStarted;
import io.github.mooring.api.event.ConnectionCheckedIn;
import io.github.mooring.api.event.ConnectionCheckedOut;
import io.github.mooring.api.event.ConnectionClosed;
import io.github.mooring.api.event.ConnectionCreated;
import io.github.mooring.api.event.ConnectionPoolCleared;
import io.github.mooring.api.event.ConnectionPoolClosed;
import io.github.mooring.api.event.ConnectionPoolCreated;
import io.github.mooring.api.event.ConnectionPoolEvent;
import io.github.mooring.api.event.ConnectionPoolListener;
import io.github.mooring.api.event.ConnectionPoolReady;
import io.github.mooring.api.event.ConnectionReady;
import io.github.mooring.notice.LogId;
import io.github.mooring.pool.CheckOutFailure;
import io.github.mooring.pool.CloseReason;
import io.github.mooring.pool.PoolConfig;
import io.github.mooring.pool.PoolListener;
import java.lang.System.Logger;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import org.bson.types.ObjectId;
import org.jspecify.annotations.Nullable;

/** Tells an application's listener, in the application's words, what happens in the pool of one user; thread-safe. */
final class PoolEvents implements PoolListener {
    private static final Logger LOG = System.getLogger(PoolEvents.class.getName());

    private final ServerAddress address;
    private final @Nullable String user;
    private final Map<String, Object> options;
    private final ConnectionPoolListener listener;
    private final Set<Class<?>> failed = ConcurrentHashMap.newKeySet();

    /**
     * The events of a pool.
     *
     * @param user    whose connections they are, null if nobody is authenticated on them
     * @param options those that are not at their defaults
     */
    PoolEvents(
            ServerAddress address,
            @Nullable String user,
            Map<String, Object> options,
            ConnectionPoolListener listener) {
        this.address = address;
        this.user = user;
        this.options = options;
        this.listener = listener;
    }

    /** The application's errors are its own: they must neither end an operation nor fill the log. */
    private <E extends ConnectionPoolEvent> void tell(BiConsumer<ConnectionPoolListener, E> method, E event) {
        try {
            method.accept(listener, event);
        } catch (RuntimeException | Error e) {
            if (failed.add(event.getClass())) {
                LogId.POOL_LISTENER_FAILED.log(
                        LOG,
                        "the connection pool listener " + listener.getClass().getName() + " failed at "
                                + event.getClass().getSimpleName() + " of the pool for " + address
                                + "; nothing but the listener is affected, and further failures of this kind are not"
                                + " logged",
                        e);
            }
        }
    }

    @Override
    public void poolCreated(PoolConfig config) {
        tell(ConnectionPoolListener::connectionPoolCreated, new ConnectionPoolCreated(address, user, options));
    }

    @Override
    public void poolReady() {
        tell(ConnectionPoolListener::connectionPoolReady, new ConnectionPoolReady(address, user));
    }

    @Override
    public void poolCleared(boolean interruptInUse) {
        tell(ConnectionPoolListener::connectionPoolCleared, new ConnectionPoolCleared(address, user, interruptInUse));
    }

    @Override
    public void groupCleared(Object group, boolean interruptInUse) {
        tell(
                ConnectionPoolListener::connectionPoolCleared,
                new ConnectionPoolCleared(address, user, interruptInUse, (ObjectId) group));
    }

    @Override
    public void poolClosed() {
        tell(ConnectionPoolListener::connectionPoolClosed, new ConnectionPoolClosed(address, user));
    }

    @Override
    public void created(long id) {
        tell(ConnectionPoolListener::connectionCreated, new ConnectionCreated(address, user, id));
    }

    @Override
    public void ready(long id, Duration took) {
        tell(ConnectionPoolListener::connectionReady, new ConnectionReady(address, user, id, took));
    }

    @Override
    public void closed(long id, CloseReason reason, @Nullable Throwable error) {
        tell(ConnectionPoolListener::connectionClosed, new ConnectionClosed(address, user, id, told(reason), error));
    }

    @Override
    public void checkOutStarted() {
        tell(ConnectionPoolListener::connectionCheckOutStarted, new ConnectionCheckOutStarted(address, user));
    }

    @Override
    public void checkOutFailed(CheckOutFailure reason, Duration took, @Nullable Throwable cause) {
        tell(
                ConnectionPoolListener::connectionCheckOutFailed,
                new ConnectionCheckOutFailed(address, user, told(reason), took));
    }

    @Override
    public void checkedOut(long id, Duration took) {
        tell(ConnectionPoolListener::connectionCheckedOut, new ConnectionCheckedOut(address, user, id, took));
    }

    @Override
    public void checkedIn(long id) {
        tell(ConnectionPoolListener::connectionCheckedIn, new ConnectionCheckedIn(address, user, id));
    }

    private static ConnectionClosed.Reason told(CloseReason reason) {
        return switch (reason) {
            case STALE -> ConnectionClosed.Reason.STALE;
            case IDLE -> ConnectionClosed.Reason.IDLE;
            case ERROR -> ConnectionClosed.Reason.ERROR;
            case POOL_CLOSED -> ConnectionClosed.Reason.POOL_CLOSED;
        };
    }

    private static ConnectionCheckOutFailed.Reason told(CheckOutFailure reason) {
        return switch (reason) {
            case TIMEOUT -> ConnectionCheckOutFailed.Reason.TIMEOUT;
            case CONNECTION_ERROR -> ConnectionCheckOutFailed.Reason.CONNECTION_ERROR;
            case POOL_CLOSED -> ConnectionCheckOutFailed.Reason.POOL_CLOSED;
        };
    }
}
