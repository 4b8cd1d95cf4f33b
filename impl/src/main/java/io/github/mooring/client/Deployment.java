package io.github.mooring.client;

import io.github.mooring.api.ErrorContext;
import io.github.mooring.api.MongoClosedException;
import io.github.mooring.api.MongoConnectException;
import io.github.mooring.api.MongoException;
import io.github.mooring.api.MongoInterruptedException;
import io.github.mooring.api.MongoSocketException;
import io.github.mooring.api.MongoWaitQueueTimeoutException;
import io.github.mooring.api.ServerAddress;
import io.github.mooring.auth.Identity;
import io.github.mooring.auth.MechanismNegotiation;
import io.github.mooring.auth.ScramKeyCache;
import io.github.mooring.connection.Connection;
import io.github.mooring.connection.ConnectionFactory;
import io.github.mooring.connection.HandshakeSettings;
import io.github.mooring.operation.Command;
import io.github.mooring.pool.Lease;
import io.github.mooring.pool.Pool;
import io.github.mooring.pool.PoolClosedException;
import io.github.mooring.pool.PoolConfig;
import io.github.mooring.pool.PoolContext;
import io.github.mooring.pool.PoolException;
import io.github.mooring.pool.PoolInterruptedException;
import io.github.mooring.pool.PoolSet;
import io.github.mooring.pool.PoolStats;
import io.github.mooring.pool.PoolTimeoutException;
import io.github.mooring.session.SessionSettings;
import io.github.mooring.time.Clock;
import io.github.mooring.time.CoarseClock;
import io.github.mooring.time.Deadline;
import io.github.mooring.time.TaskRunner;
import io.github.mooring.topology.Heartbeat;
import io.github.mooring.topology.ServerMonitor;
import io.github.mooring.transport.SocketDialer;
import io.github.mooring.transport.WriteWatchdog;
import java.time.Duration;
import java.util.List;
import javax.net.SocketFactory;

/**
 * What sessions share: the sockets to one server, in a pool for each identity, and the background tasks that look after
 * them; thread-safe. It has no user of its own.
 *
 * <p>A command takes one connection for as long as it lasts; choosing, waiting, dialing, writing and reading draw on one
 * deadline.
 */
public final class Deployment implements AutoCloseable {
    private static final Duration MAINTENANCE_PERIOD = Duration.ofSeconds(10);

    private final ClientOptions options;
    private final Clock clock;
    private final CoarseClock coarse;
    private final ClosedMark closed = new ClosedMark("deployment");
    private final LiveConnections live = new LiveConnections();
    private final ConnectionFactory connections;
    private final PoolSet<Identity, Connection> pools;
    private final ServerMonitor monitor;
    private final List<TaskRunner.Task> tasks;

    private Deployment(ClientOptions options, Clock clock, TaskRunner runner, SocketFactory sockets) {
        this.options = options;
        this.clock = clock;
        this.coarse = CoarseClock.of(clock);
        WriteWatchdog watchdog = new WriteWatchdog();
        SocketDialer dialer = new SocketDialer(sockets, options.tls(), options.connectTimeout(), clock, watchdog);
        HandshakeSettings handshake =
                new HandshakeSettings(options.appName(), options.replicaSet(), options.connectTimeout());
        this.connections =
                new ConnectionFactory(dialer, new MechanismNegotiation(new ScramKeyCache()), handshake, clock);
        this.pools = new PoolSet<>(
                this::newPool, options.pool().maxIdentityPools(), options.pool().identityPoolExpiry(), clock);
        this.monitor = new ServerMonitor(
                deadline -> connections.openForMonitoring(options.server(), deadline),
                options.connectTimeout().isZero() ? options.timeout() : options.connectTimeout(),
                clock,
                () -> pools.renew(identity -> true));
        this.tasks = List.of(
                runner.repeat("coarse-clock", CoarseClock.PERIOD, coarse::tick),
                runner.repeat("write-watchdog", WriteWatchdog.PERIOD, watchdog::runOnce),
                runner.repeatBlocking("ping", options.heartbeatFrequency(), monitor::runOnce),
                runner.repeatBlocking("pool-maintenance", MAINTENANCE_PERIOD, pools::runOnce));
    }

    /**
     * Begins; returns at once, without I/O.
     *
     * @param options its user is not looked at: who runs a command brings an identity
     * @param runner  carries the background tasks; it must outlive the deployment
     */
    public static Deployment open(ClientOptions options, Clock clock, TaskRunner runner) {
        return open(options, clock, runner, SocketFactory.getDefault());
    }

    /** As above, over sockets of the caller's making. */
    public static Deployment open(ClientOptions options, Clock clock, TaskRunner runner, SocketFactory sockets) {
        return new Deployment(options, clock, runner, sockets);
    }

    /**
     * Runs a command.
     *
     * @param identity whose rights it has
     * @param settings what the session is set to
     * @param wrote    whether the session has written since it was opened or refreshed
     */
    public <R> R execute(Command<R> command, Identity identity, SessionSettings settings, boolean wrote) {
        closed.check();
        Deadline deadline = Deadline.afterOrNever(clock, options.timeout());
        Lease<Connection> lease = checkOut(identity, deadline);
        try {
            return new CommandRun(lease.resource(), deadline, clock, options.directConnection())
                    .run(command, settings, wrote);
        } catch (MongoSocketException e) {
            closed.check(e);
            forgetConnectionsAsOldAs(lease);
            throw e;
        } finally {
            giveBack(lease);
        }
    }

    /** The server that is talked to. */
    public ServerAddress server() {
        return options.server();
    }

    /** How the server fares. */
    public Heartbeat heartbeat() {
        return monitor.heartbeat();
    }

    /** The sockets of all identities together. */
    public PoolStats sockets() {
        return pools.stats();
    }

    /** Pooled sockets opened since the start. */
    public long socketsOpened() {
        return live.opened();
    }

    /** Whether {@link #close} was called. */
    public boolean isClosed() {
        return closed.isClosed();
    }

    /** Ends the background tasks and closes all sockets; operations under way fail. Idempotent, does not block. */
    @Override
    public void close() {
        if (closed.close()) {
            tasks.forEach(TaskRunner.Task::cancel);
            monitor.close();
            pools.close();
            live.closeAll();
        }
    }

    private Pool<Connection> newPool(Identity identity) {
        PoolConfig config = PoolConfig.DEFAULTS
                .withMaxSize(options.pool().maxSize())
                .withWaitQueueTimeout(options.pool().waitQueueTimeout())
                .withMaxIdleTime(options.pool().maxIdleTime());
        Pool<Connection> pool = new Pool<>(
                options.server() + " for " + identity,
                config,
                new PooledConnections(connections, options.server(), identity, live),
                PoolContext.of(clock).withCoarse(coarse));
        pool.ready();
        return pool;
    }

    private Lease<Connection> checkOut(Identity identity, Deadline deadline) {
        try {
            return pools.checkOut(identity, deadline);
        } catch (PoolException e) {
            throw translated(e);
        }
    }

    private MongoException translated(PoolException e) {
        ErrorContext context = ErrorContext.unsent(options.server());
        String message = String.valueOf(e.getMessage());
        if (e instanceof PoolTimeoutException) {
            return new MongoWaitQueueTimeoutException(message, context, e);
        }
        if (e instanceof PoolInterruptedException) {
            return new MongoInterruptedException(message, context, e);
        }
        if (e instanceof PoolClosedException) {
            closed.check();
            return new MongoClosedException(message, context, e);
        }
        return new MongoConnectException(message, context, e);
    }

    /** One broken connection is a reason to doubt those made before it broke, but not those made since. */
    private void forgetConnectionsAsOldAs(Lease<Connection> lease) {
        if (!lease.isStale()) {
            pools.renew(identity -> true);
        }
    }

    private static void giveBack(Lease<Connection> lease) {
        Connection connection = lease.resource();
        if (connection.isUsable()) {
            lease.release();
        } else {
            lease.discard();
        }
    }
}
