package io.github.mooring.client;

import io.github.mooring.api.ServerAddress;
import io.github.mooring.notice.ConnectionClosedNotice;
import io.github.mooring.notice.Flight;
import io.github.mooring.pool.CloseReason;
import io.github.mooring.pool.PoolListener;
import org.jspecify.annotations.Nullable;

/** Has the Flight Recorder hear of each connection's end, and why; thread-safe. */
final class RecordedPool implements PoolListener {
    private final ServerAddress server;
    private final @Nullable String user;

    /** @param user whose connections they are, null if nobody is authenticated on them */
    RecordedPool(ServerAddress server, @Nullable String user) {
        this.server = server;
        this.user = user;
    }

    /** Whoever checks one out records that. */
    @Override
    public boolean hearsCheckOuts() {
        return false;
    }

    @Override
    public void closed(long id, CloseReason reason, @Nullable Throwable error) {
        ConnectionClosedNotice notice = Flight.closed();
        if (notice == null) {
            return;
        }
        notice.server = server.toString();
        notice.user = user;
        notice.connectionId = id;
        notice.reason = switch (reason) {
            case STALE -> "stale";
            case IDLE -> "idle";
            case ERROR -> "error";
            case POOL_CLOSED -> "poolClosed";
        };
        notice.error = error == null ? null : error.getMessage();
        notice.commit();
    }
}
