package io.github.mooring.client;

import io.github.mooring.connection.Connection;
import io.github.mooring.notice.CheckOutNotice;
import io.github.mooring.notice.Flight;
import io.github.mooring.pool.Lease;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A check-out that the Flight Recorder hears of. Stateless. */
final class RecordedCheckOut {
    private RecordedCheckOut() {}

    /** Does it, and tells of it. */
    static Lease<Connection> of(
            CheckOutNotice notice, Server server, SessionCall call, Supplier<Lease<Connection>> checkOut) {
        Throwable failure = null;
        try {
            Lease<Connection> lease = checkOut.get();
            notice.connectionId = lease.id();
            notice.shared = lease.isShared();
            return lease;
        } catch (RuntimeException | Error e) {
            failure = e;
            throw e;
        } finally {
            end(notice, server, call, failure);
        }
    }

    private static void end(CheckOutNotice notice, Server server, SessionCall call, @Nullable Throwable failure) {
        notice.end();
        if (notice.shouldCommit()) {
            notice.server = server.toString();
            notice.user = PoolListeners.user(call.identity());
            notice.outcome = Flight.outcome(failure);
            notice.commit();
        }
    }
}
