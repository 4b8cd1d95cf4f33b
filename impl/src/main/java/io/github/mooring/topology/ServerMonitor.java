package io.github.mooring.topology;

import io.github.mooring.api.MongoException;
import io.github.mooring.connection.Connection;
import io.github.mooring.connection.ConnectionDescription;
import io.github.mooring.connection.MonitorCommand;
import io.github.mooring.connection.MonitorConnection;
import io.github.mooring.connection.Request;
import io.github.mooring.time.Cancellation;
import io.github.mooring.time.Clock;
import io.github.mooring.time.Deadline;
import io.github.mooring.wire.RawDocument;
import java.time.Duration;
import java.util.Objects;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Asks one server how it is, over a connection of its own that no operation uses: a full pool must not blind the monitor,
 * and the monitor must not take a connection from the pool.
 *
 * <p>A server that can is asked to keep its answer back until there is something new: then a change is known as soon as it
 * happens, and a check lasts as long as nothing does. The others are asked again and again.
 *
 * <p>Its owner calls {@link #runOnce} from time to time, never twice at once; everything else may be called by any thread.
 *
 * @see <a href="https://github.com/mongodb/specifications/blob/master/source/server-discovery-and-monitoring/server-monitoring.md">
 *     Server Monitoring</a>
 */
public final class ServerMonitor implements AutoCloseable {
    /**
     * Time between two checks at least, counted from when they begin. Chosen: while operations wait, what an election costs them
     * is this in the worst case; for a server it is nothing. The specification has 500 ms here.
     */
    public static final Duration LEAST_PAUSE = Duration.ofMillis(100);

    private final BiFunction<Deadline, Cancellation, MonitorConnection> connect;
    private final MonitorSettings settings;
    private final Clock clock;
    private final Owner owner;
    private final HeartbeatListener listener;

    /** Set by {@link #runOnce} alone; others close what they find there. */
    private volatile @Nullable Connection connection;
    /** Cancelled, by anybody, when the check under way is of no interest any more; {@link #runOnce} makes one for each check. */
    private volatile Cancellation giveUp = new Cancellation();
    /** Only ever goes from false to true. */
    private volatile boolean closed;

    /** The last answer on this connection; null if there was none. Confined to {@link #runOnce}. */
    private @Nullable HelloReply last;
    /** When the last check began; null before the first. Confined to {@link #runOnce}. */
    private @Nullable Long lastStartNanos;
    /** The number of the last connection. Confined to {@link #runOnce}. */
    private long connections;

    /** Who is told what comes of it, on the thread that runs the monitor. */
    public interface Owner {
        /** A check begins. */
        void heartbeatStarted(boolean awaited);

        /**
         * The server has answered.
         *
         * @param took    how long that took: the round trip, unless it was {@code awaited}
         * @param awaited whether it kept its answer back until there was something new
         */
        void heartbeatSucceeded(HelloReply reply, Duration took, boolean awaited);

        /**
         * It has not.
         *
         * @param took how long it took to learn that
         */
        void heartbeatFailed(MongoException error, Duration took, boolean awaited);

        /** Whether operations wait for what the monitors find, so that it is worth while to look often. */
        boolean isAwaited();
    }

    /**
     * A monitor that has not asked yet.
     *
     * @param connect  opens a connection without a user; gives up when the token is cancelled
     * @param listener hears of each heartbeat
     */
    public ServerMonitor(
            BiFunction<Deadline, Cancellation, MonitorConnection> connect,
            MonitorSettings settings,
            Clock clock,
            Owner owner,
            HeartbeatListener listener) {
        this.connect = connect;
        this.settings = settings;
        this.clock = clock;
        this.owner = owner;
        this.listener = listener;
    }

    /**
     * Asks once, unless it has asked only just now. Never throws for a server that does not answer.
     *
     * @return how long to pause before the next time
     */
    public Duration runOnce() {
        HelloReply before = last;
        Connection current = connection;
        boolean awaited = before != null && isAwaitable(before) && current != null && current.isUsable();
        Duration left = awaited ? Duration.ZERO : leastPause();
        if (closed || !left.isZero()) {
            return closed ? settings.heartbeatFrequency() : left;
        }
        HelloReply now = check(awaited);
        if (now == null) {
            // a server that was there a moment ago is asked at once whether it is really gone
            return before == null ? pause() : leastPause();
        }
        if (!isAwaitable(now)) {
            return pause();
        }
        return isNews(before, now) ? Duration.ZERO : leastPause();
    }

    /** A server that is to keep answers back and does not is asked no more often than others. */
    private static boolean isNews(@Nullable HelloReply before, HelloReply now) {
        return before == null || !Objects.equals(before.topologyVersion(), now.topologyVersion());
    }

    private Duration pause() {
        return owner.isAwaited() ? LEAST_PAUSE : settings.heartbeatFrequency();
    }

    /** What is left of the time that has to pass since the last check began. */
    private Duration leastPause() {
        Long start = lastStartNanos;
        Duration left = start == null ? Duration.ZERO : LEAST_PAUSE.minusNanos(clock.nanoTime() - start);
        return left.isNegative() ? Duration.ZERO : left;
    }

    private boolean isAwaitable(HelloReply reply) {
        return settings.mayAwait() && reply.topologyVersion() != null;
    }

    /** Null if there was no answer. */
    private @Nullable HelloReply check(boolean awaited) {
        Cancellation token = new Cancellation();
        giveUp = token;
        owner.heartbeatStarted(awaited);
        tellStarted(awaited);
        long start = clock.nanoTime();
        lastStartNanos = start;
        try {
            Deadline deadline = Deadline.afterOrNever(clock, settings.patience(awaited));
            Answer answer = answer(awaited ? last : null, deadline, token);
            last = answer.reply;
            listener.succeeded(answer.took);
            owner.heartbeatSucceeded(answer.reply, answer.took, awaited);
            return answer.reply;
        } catch (MongoException e) {
            disconnect();
            last = null;
            Duration took = Duration.ofNanos(clock.nanoTime() - start);
            listener.failed(e, took);
            if (!closed && !token.isCancelled()) {
                owner.heartbeatFailed(e, took, awaited);
            }
            return null;
        }
    }

    private void tellStarted(boolean awaited) {
        Connection current = connection;
        if (current != null && current.isUsable()) {
            listener.started(connections, current.description().serverConnectionId(), awaited);
        } else {
            connections++;
            listener.started(connections, null, awaited);
        }
    }

    private Answer answer(@Nullable HelloReply known, Deadline deadline, Cancellation token) {
        Connection current = connection;
        return current != null && current.isUsable() ? ask(current, known, deadline) : introduction(deadline, token);
    }

    private Answer ask(Connection current, @Nullable HelloReply known, Deadline deadline) {
        long start = clock.nanoTime();
        HelloReply reply = current.call(question(current.description(), known), deadline, this::heard);
        return new Answer(reply, Duration.ofNanos(clock.nanoTime() - start));
    }

    /** The handshake of a new connection is an answer too. */
    private Answer introduction(Deadline deadline, Cancellation token) {
        if (closed) {
            token.cancel(); // whoever has closed the monitor may have come too early to find the token
        }
        MonitorConnection opened = connect.apply(deadline, token);
        Connection current = opened.connection();
        connection = current;
        if (closed || token.isCancelled()) {
            current.close(); // the same of the connection
        }
        return new Answer(heard(opened.hello(), current.description()), opened.took());
    }

    private HelloReply heard(RawDocument reply, ConnectionDescription server) {
        listener.replied(reply, server);
        return HelloReply.of(server.server(), reply);
    }

    /** What the server has said, and how long it took to. */
    private record Answer(HelloReply reply, Duration took) {}

    private Request question(ConnectionDescription server, @Nullable HelloReply known) {
        TopologyVersion version = known == null ? null : known.topologyVersion();
        return version == null
                ? MonitorCommand.forServer(server)
                : MonitorCommand.awaitingNews(
                        server, version.processId(), version.counter(), settings.heartbeatFrequency());
    }

    /**
     * Gives the check under way up, wherever it is: what it will find is known already. The next one comes over another
     * connection. Does not block.
     */
    public void cancelCheck() {
        giveUp.cancel();
        Connection current = connection;
        if (current != null) {
            current.abort("another operation has found out how the server is");
        }
    }

    /** Ends the monitor and its connection, and a check under way, wherever it is. Idempotent, does not block. */
    @Override
    public void close() {
        closed = true;
        giveUp.cancel();
        disconnect();
    }

    private void disconnect() {
        Connection current = connection;
        connection = null;
        if (current != null) {
            current.close();
        }
    }
}
