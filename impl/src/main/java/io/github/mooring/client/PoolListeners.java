package io.github.mooring.client;

import io.github.mooring.api.ServerAddress;
import io.github.mooring.api.event.ConnectionPoolListener;
import io.github.mooring.auth.Credential;
import io.github.mooring.auth.Identity;
import io.github.mooring.notice.Flight;
import io.github.mooring.pool.CheckOutFailure;
import io.github.mooring.pool.CloseReason;
import io.github.mooring.pool.PoolConfig;
import io.github.mooring.pool.PoolListener;
import java.lang.System.Logger;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Who hears what happens in a pool: the application's listener and the log, if they want to. Stateless. */
final class PoolListeners {
    private PoolListeners() {}

    /**
     * Those of the pool of an identity. Whether anything is logged is decided here, once, so that a pool that nobody
     * watches costs nothing.
     */
    static PoolListener of(ClientOptions options, ServerAddress server, Identity identity) {
        Map<String, Object> given = options.pool().changed();
        Logger log = System.getLogger(PoolLog.LOGGER);
        PoolListener logging = log.isLoggable(LogLine.LEVEL) ? new PoolLog(log, server, given) : PoolListener.NONE;
        PoolListener recording = Flight.isPossible() ? new RecordedPool(server, user(identity)) : PoolListener.NONE;
        ConnectionPoolListener listener = options.listeners().connectionPool();
        PoolListener telling =
                listener == null ? PoolListener.NONE : new PoolEvents(server, user(identity), given, listener);
        return both(recording, both(logging, telling));
    }

    private static PoolListener both(PoolListener first, PoolListener second) {
        if (first == PoolListener.NONE) {
            return second;
        }
        return second == PoolListener.NONE ? first : new Both(first, second);
    }

    /** As {@code user@source}; null for nobody. */
    static @Nullable String user(Identity identity) {
        return identity instanceof Credential user ? user.username() + "@" + user.source() : null;
    }

    /** Tells one after the other; the first must not throw. */
    private record Both(PoolListener first, PoolListener second) implements PoolListener {
        @Override
        public boolean hearsCheckOuts() {
            return first.hearsCheckOuts() || second.hearsCheckOuts();
        }

        @Override
        public void poolCreated(PoolConfig config) {
            first.poolCreated(config);
            second.poolCreated(config);
        }

        @Override
        public void poolReady() {
            first.poolReady();
            second.poolReady();
        }

        @Override
        public void poolCleared(boolean interruptInUse) {
            first.poolCleared(interruptInUse);
            second.poolCleared(interruptInUse);
        }

        @Override
        public void groupCleared(Object group, boolean interruptInUse) {
            first.groupCleared(group, interruptInUse);
            second.groupCleared(group, interruptInUse);
        }

        @Override
        public void poolClosed() {
            first.poolClosed();
            second.poolClosed();
        }

        @Override
        public void created(long id) {
            first.created(id);
            second.created(id);
        }

        @Override
        public void ready(long id, Duration took) {
            first.ready(id, took);
            second.ready(id, took);
        }

        @Override
        public void closed(long id, CloseReason reason, @Nullable Throwable error) {
            first.closed(id, reason, error);
            second.closed(id, reason, error);
        }

        @Override
        public void checkOutStarted() {
            first.checkOutStarted();
            second.checkOutStarted();
        }

        @Override
        public void checkOutFailed(CheckOutFailure reason, Duration took, @Nullable Throwable cause) {
            first.checkOutFailed(reason, took, cause);
            second.checkOutFailed(reason, took, cause);
        }

        @Override
        public void checkedOut(long id, Duration took) {
            first.checkedOut(id, took);
            second.checkedOut(id, took);
        }

        @Override
        public void checkedIn(long id) {
            first.checkedIn(id);
            second.checkedIn(id);
        }
    }
}
