package io.github.mooring.topology;

import io.github.mooring.api.ErrorContext;
import io.github.mooring.api.MongoException;
import io.github.mooring.api.MongoProtocolException;
import io.github.mooring.connection.Connection;
import io.github.mooring.connection.ConnectionDescription;
import io.github.mooring.connection.MonitorCommand;
import io.github.mooring.time.Clock;
import io.github.mooring.time.Deadline;
import io.github.mooring.wire.RawDocument;
import io.github.mooring.wire.WireException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Asks one server how it is, over a connection of its own that no operation uses: a full pool must not blind the
 * monitor, and the monitor must not take a connection from the pool.
 *
 * <p>Its owner calls {@link #runOnce} from time to time, never twice at once; everything else may be called by any
 * thread.
 *
 * @see <a href="https://github.com/mongodb/specifications/blob/master/source/server-discovery-and-monitoring/server-monitoring.md">
 *     Server Monitoring</a>
 */
public final class ServerMonitor implements AutoCloseable {
    private static final Logger LOG = System.getLogger(ServerMonitor.class.getName());

    private final Function<Deadline, Connection> connect;
    private final Duration timeout;
    private final Clock clock;
    private final Runnable onFailure;
    /** Replaced by {@link #runOnce} alone, read by any thread. */
    private volatile Heartbeat heartbeat = Heartbeat.NONE;
    /** Set by {@link #runOnce} alone; {@link #close} closes what it finds there. */
    private volatile @Nullable Connection connection;
    /** Only ever goes from false to true. */
    private volatile boolean closed;

    /**
     * A monitor that has not asked yet.
     *
     * @param connect   opens a connection without a user
     * @param timeout   longest time for one answer, connecting included; zero is no limit
     * @param onFailure is told when the server does not answer, by the thread that runs the monitor
     */
    public ServerMonitor(Function<Deadline, Connection> connect, Duration timeout, Clock clock, Runnable onFailure) {
        this.connect = connect;
        this.timeout = timeout;
        this.clock = clock;
        this.onFailure = onFailure;
    }

    /** How the server fares. */
    public Heartbeat heartbeat() {
        return heartbeat;
    }

    /** Asks once. Never throws for a server that does not answer. */
    public void runOnce() {
        if (closed) {
            return;
        }
        long start = clock.nanoTime();
        try {
            ask(Deadline.afterOrNever(clock, timeout));
            recovered(heartbeat.answered(Duration.ofNanos(clock.nanoTime() - start), clock.instant()));
        } catch (MongoException | WireException e) {
            disconnect();
            if (!closed) {
                failed(String.valueOf(e.getMessage()));
            }
        }
    }

    /** Ends the monitor and its connection; one answer under way is not waited for. Idempotent. */
    @Override
    public void close() {
        closed = true;
        disconnect();
    }

    /** The handshake of a new connection is an answer too; then there is nothing more to ask. */
    private void ask(Deadline deadline) {
        Connection current = connection;
        if (current != null && current.isUsable()) {
            current.call(MonitorCommand.forServer(current.description()), deadline, ServerMonitor::requireOk);
            return;
        }
        connection = connect.apply(deadline);
        if (closed) {
            disconnect();
        }
    }

    private static boolean requireOk(RawDocument reply, ConnectionDescription server) {
        if (!reply.isOk()) {
            throw new MongoProtocolException(
                    "the server refuses to say how it is: " + reply.stringValue("errmsg"),
                    ErrorContext.sent(server.server()),
                    null);
        }
        return true;
    }

    private void disconnect() {
        Connection current = connection;
        connection = null;
        if (current != null) {
            current.close();
        }
    }

    private void recovered(Heartbeat next) {
        if (heartbeat.error() != null) {
            LOG.log(Level.INFO, "the server answers again after {0} failed heartbeats", next.failed());
        }
        heartbeat = next;
    }

    private void failed(String error) {
        if (heartbeat.error() == null) {
            LOG.log(Level.WARNING, "the server does not answer its monitor: {0}", error);
        }
        heartbeat = heartbeat.failed(error);
        onFailure.run();
    }
}
