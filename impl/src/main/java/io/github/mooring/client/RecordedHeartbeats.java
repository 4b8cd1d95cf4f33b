package io.github.mooring.client;

import io.github.mooring.api.MongoException;
import io.github.mooring.api.ServerAddress;
import io.github.mooring.connection.ConnectionDescription;
import io.github.mooring.notice.Flight;
import io.github.mooring.notice.HelloNotice;
import io.github.mooring.topology.HeartbeatListener;
import io.github.mooring.wire.RawDocument;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Has the Flight Recorder hear of the heartbeats of one server, and then another listener. Confined to the monitor. */
final class RecordedHeartbeats implements HeartbeatListener {
    private final ServerAddress address;
    private final HeartbeatListener other;
    /** The heartbeat under way, if it is recorded. */
    private @Nullable HelloNotice begun;

    RecordedHeartbeats(ServerAddress address, HeartbeatListener other) {
        this.address = address;
        this.other = other;
    }

    @Override
    public void started(long connectionId, @Nullable Long serverConnectionId, boolean awaited) {
        HelloNotice notice = Flight.hello();
        if (notice != null) {
            notice.awaited = awaited;
        }
        begun = notice;
        other.started(connectionId, serverConnectionId, awaited);
    }

    @Override
    public void replied(RawDocument reply, ConnectionDescription server) {
        other.replied(reply, server);
    }

    @Override
    public void succeeded(Duration took) {
        end(null);
        other.succeeded(took);
    }

    @Override
    public void failed(MongoException error, Duration took) {
        end(error);
        other.failed(error, took);
    }

    private void end(@Nullable MongoException error) {
        HelloNotice notice = begun;
        begun = null;
        if (notice == null) {
            return;
        }
        notice.end();
        if (notice.shouldCommit()) {
            notice.server = address.toString();
            notice.outcome = Flight.outcome(error);
            notice.error = error == null ? null : error.getMessage();
            notice.commit();
        }
    }
}
