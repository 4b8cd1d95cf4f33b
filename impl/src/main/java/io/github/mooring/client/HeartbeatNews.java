package io.github.mooring.client;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.github.mooring.api.ErrorContext;
import io.github.mooring.api.MongoClosedException;
import io.github.mooring.api.MongoException;
import io.github.mooring.api.ServerAddress;
import io.github.mooring.api.event.ServerHeartbeatFailed;
import io.github.mooring.api.event.ServerHeartbeatStarted;
import io.github.mooring.api.event.ServerHeartbeatSucceeded;
import io.github.mooring.api.event.TopologyEvent;
import io.github.mooring.connection.ConnectionDescription;
import io.github.mooring.time.Clock;
import io.github.mooring.topology.HeartbeatListener;
import io.github.mooring.wire.RawDocument;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import org.bson.RawBsonDocument;
import org.jspecify.annotations.Nullable;

/**
 * What is to be heard of the heartbeats of one server: of each that was begun how it ended. Thread-safe. One that is under way when
 * the server is closed has failed at that moment, so that nothing is heard of a server after its end.
 */
final class HeartbeatNews implements HeartbeatListener, AutoCloseable {
    private final TopologyNews news;
    private final ServerAddress address;
    private final Clock clock;

    /** Makes the end of a heartbeat and its place among the events one step. */
    private final ReentrantLock lock = new ReentrantLock();

    /** The heartbeat under way, if its beginning was heard. */
    @GuardedBy("lock")
    private @Nullable ServerHeartbeatStarted begun;

    @GuardedBy("lock")
    private long begunNanos;

    @GuardedBy("lock")
    private @Nullable Long serverConnectionId;

    @GuardedBy("lock")
    private @Nullable RawBsonDocument reply;

    @GuardedBy("lock")
    private boolean closed;

    HeartbeatNews(TopologyNews news, ServerAddress address, Clock clock) {
        this.news = news;
        this.address = address;
        this.clock = clock;
    }

    @Override
    public void started(long connectionId, @Nullable Long knownServerConnectionId, boolean awaited) {
        if (!news.isHeard()) {
            return;
        }
        long now = clock.nanoTime();
        lock.lock();
        try {
            if (closed) {
                return;
            }
            var event = new ServerHeartbeatStarted(news.id(), address, connectionId, knownServerConnectionId, awaited);
            begun = event;
            begunNanos = now;
            serverConnectionId = knownServerConnectionId;
            reply = null;
            news.note(event);
        } finally {
            lock.unlock();
        }
        news.deliver();
    }

    @Override
    public void replied(RawDocument said, ConnectionDescription server) {
        lock.lock();
        try {
            if (begun != null) {
                serverConnectionId = server.serverConnectionId();
                reply = new RawBsonDocument(said.toByteArray());
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void succeeded(Duration took) {
        lock.lock();
        try {
            ServerHeartbeatStarted start = begun;
            RawBsonDocument said = reply;
            if (start == null || said == null) {
                return;
            }
            end(new ServerHeartbeatSucceeded(
                    start.topologyId(),
                    address,
                    start.connectionId(),
                    serverConnectionId,
                    start.awaited(),
                    took,
                    said));
        } finally {
            lock.unlock();
        }
        news.deliver();
    }

    @Override
    public void failed(MongoException error, Duration took) {
        lock.lock();
        try {
            ServerHeartbeatStarted start = begun;
            if (start == null) {
                return;
            }
            end(failure(start, error, took));
        } finally {
            lock.unlock();
        }
        news.deliver();
    }

    @GuardedBy("lock")
    private ServerHeartbeatFailed failure(ServerHeartbeatStarted start, MongoException error, Duration took) {
        return new ServerHeartbeatFailed(
                start.topologyId(), address, start.connectionId(), serverConnectionId, start.awaited(), took, error);
    }

    @GuardedBy("lock")
    private void end(TopologyEvent event) {
        news.note(event);
        begun = null;
        reply = null;
    }

    private MongoException ended() {
        return new MongoClosedException(
                "nobody asks " + address + " any more, so its answer is not waited for",
                ErrorContext.unsent(address),
                null);
    }

    /** Nothing is heard of the server from now on. Idempotent, does not block. */
    @Override
    public void close() {
        long now = clock.nanoTime();
        lock.lock();
        try {
            closed = true;
            ServerHeartbeatStarted start = begun;
            if (start == null) {
                return;
            }
            end(failure(start, ended(), Duration.ofNanos(now - begunNanos)));
        } finally {
            lock.unlock();
        }
        news.deliver();
    }
}
