package io.github.mooring.client;

import io.github.mooring.api.MongoException;
import io.github.mooring.api.MongoSocketException;
import io.github.mooring.api.MongoWaitQueueTimeoutException;
import io.github.mooring.api.ServerAddress;
import io.github.mooring.auth.AuthEnvironment;
import io.github.mooring.auth.Credential;
import io.github.mooring.auth.Identity;
import io.github.mooring.auth.MechanismNegotiation;
import io.github.mooring.auth.ScramKeyCache;
import io.github.mooring.connection.Connection;
import io.github.mooring.connection.ConnectionFactory;
import io.github.mooring.connection.HandshakeSettings;
import io.github.mooring.operation.Command;
import io.github.mooring.operation.CommandMessage;
import io.github.mooring.pool.Budget;
import io.github.mooring.pool.BudgetTimeoutException;
import io.github.mooring.pool.Lease;
import io.github.mooring.pool.Pool;
import io.github.mooring.pool.PoolClosedException;
import io.github.mooring.pool.PoolContext;
import io.github.mooring.pool.PoolException;
import io.github.mooring.pool.PoolListener;
import io.github.mooring.pool.PoolSet;
import io.github.mooring.pool.PoolStats;
import io.github.mooring.pool.PoolTimeoutException;
import io.github.mooring.pool.Use;
import io.github.mooring.time.Clock;
import io.github.mooring.time.CoarseClock;
import io.github.mooring.time.Deadline;
import io.github.mooring.time.TaskRunner;
import io.github.mooring.topology.Heartbeat;
import io.github.mooring.topology.ServerMonitor;
import io.github.mooring.topology.StateChange;
import io.github.mooring.transport.SocketDialer;
import io.github.mooring.transport.WriteWatchdog;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import javax.net.SocketFactory;

/**
 * What sessions share: the sockets to one server, in a pool for each identity, and the background tasks that look after
 * them; thread-safe. It has no user of its own.
 *
 * <p>A command takes one connection for as long as it lasts, for itself or, if it is short as a rule, together with
 * others as {@code connectionSharing} has it; choosing, waiting, dialing, writing and reading draw on one
 * deadline.
 */
public final class Deployment implements AutoCloseable {
    private static final Duration MAINTENANCE_PERIOD = Duration.ofSeconds(10);
    /** Chosen: so long a connection may be kept from others after the late reply that it owed has come. */
    private static final Duration LATE_REPLIES_PERIOD = Duration.ofMillis(200);

    private final ClientOptions options;
    private final Clock clock;
    private final ClosedMark closed = new ClosedMark("deployment");
    private final LiveConnections live = new LiveConnections();
    private final MechanismNegotiation mechanisms;
    private final ConnectionFactory connections;
    private final ServerPools serverPools;
    private final PoolSet<Identity, Connection> pools;
    private final PoolFilling filling;
    private final ServerMonitor monitor;
    private final List<TaskRunner.Task> tasks;

    private Deployment(ClientOptions options, Clock clock, TaskRunner runner, SocketFactory sockets, Budget budget) {
        this.options = options;
        this.clock = clock;
        this.mechanisms = new MechanismNegotiation(
                new ScramKeyCache(),
                AuthEnvironment.ofJvm(clock)
                        .withPlainUnencrypted(options.connection().plainWithoutTls()));
        WriteWatchdog watchdog = new WriteWatchdog();
        CoarseClock coarse = CoarseClock.of(clock);
        SocketDialer dialer = new SocketDialer(
                sockets, options.tls().config(), options.connection().connectTimeout(), clock, watchdog);
        HandshakeSettings handshake = new HandshakeSettings(
                options.connection().appName(),
                options.topology().replicaSet(),
                options.connection().compression(),
                options.connection().connectTimeout());
        this.connections = new ConnectionFactory(dialer, mechanisms, handshake, clock);
        this.serverPools = new ServerPools(
                options, connections, live, new PoolContext(clock, PoolListener.NONE, budget).withCoarse(coarse));
        this.pools = new PoolSet<>(
                this::newPool,
                options.pool().maxIdentityPools(),
                options.pool().identityPoolExpiry(),
                clock,
                this::forget);
        this.filling = new PoolFilling(runner, options.pool().config().minSize());
        this.monitor = new ServerMonitor(
                deadline -> connections.openForMonitoring(options.server(), deadline),
                monitorPatience(options),
                clock,
                () -> renew(identity -> true));
        this.tasks = List.of(
                runner.repeat("coarse-clock", CoarseClock.PERIOD, coarse::tick),
                runner.repeat("write-watchdog", WriteWatchdog.PERIOD, watchdog::runOnce),
                runner.repeat("connection-tending", Connection.TENDING_PERIOD, live::tend),
                runner.repeat("late-replies", LATE_REPLIES_PERIOD, pools::recall),
                runner.repeatBlocking("ping", options.topology().heartbeatFrequency(), monitor::runOnce),
                runner.repeatBlocking("pool-maintenance", MAINTENANCE_PERIOD, pools::runOnce));
    }

    private static Duration monitorPatience(ClientOptions options) {
        Duration connectTimeout = options.connection().connectTimeout();
        return connectTimeout.isZero() ? options.session().timeout() : connectTimeout;
    }

    /**
     * Begins; returns at once, without I/O.
     *
     * @param options its user is not looked at: who runs a command brings an identity
     * @param runner  carries the background tasks; it must outlive the deployment
     * @param budget  limits the connections of all deployments that share it
     */
    public static Deployment open(ClientOptions options, Clock clock, TaskRunner runner, Budget budget) {
        return new Deployment(options, clock, runner, SocketFactory.getDefault(), budget);
    }

    /** As above, over sockets of the caller's making and with the budget that the options ask for. */
    public static Deployment open(ClientOptions options, Clock clock, TaskRunner runner, SocketFactory sockets) {
        return new Deployment(options, clock, runner, sockets, options.pool().budget(clock));
    }

    /** Runs a command for a session. */
    public <R> R execute(Command<R> command, SessionCall call) {
        closed.check();
        Deadline deadline =
                Deadline.afterOrNever(clock, call.settings().limits().timeout());
        RequestConnection request = call.request();
        return request == null ? onAny(command, call, deadline) : on(request, command, call, deadline);
    }

    private <R> R onAny(Command<R> command, SessionCall call, Deadline deadline) {
        Lease<Connection> lease = checkOut(call, deadline, command.mayShare() ? Use.SHARED : Use.EXCLUSIVE);
        try {
            return run(lease, command, call, deadline);
        } finally {
            Leases.giveBack(lease);
        }
    }

    private <R> R on(RequestConnection request, Command<R> command, SessionCall call, Deadline deadline) {
        Lease<Connection> lease =
                request.begin(deadline, clock, call.cancellation(), () -> checkOut(call, deadline, Use.EXCLUSIVE));
        try {
            return run(lease, command, call, deadline);
        } catch (MongoException e) {
            throw request.explained(lease, e);
        } finally {
            request.end();
        }
    }

    private <R> R run(Lease<Connection> lease, Command<R> command, SessionCall call, Deadline deadline) {
        try {
            var message = new CommandMessage<>(
                    command,
                    call.settings(),
                    call.bond().isAtPrimary(),
                    options.topology().directConnection());
            R result = CommandRun.run(message, lease.resource(), deadline, clock);
            call.bond().answered(call.settings().mode(), options.server());
            return result;
        } catch (MongoSocketException e) {
            closed.check(e);
            forgetConnectionsAsOldAs(lease);
            throw e;
        } catch (MongoException e) {
            if (StateChange.endsConnections(
                    e.code(), lease.resource().description().maxWireVersion())) {
                forgetConnectionsAsOldAs(lease);
            }
            throw e;
        }
    }

    /** The servers that are known to be alive. */
    public List<ServerAddress> liveServers() {
        Heartbeat now = heartbeat();
        return now.answered() > 0 && now.error() == null ? List.of(options.server()) : List.of();
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
        Pool<Connection> pool = serverPools.newPool(identity, failure -> doubt(identity, failure));
        pool.ready();
        filling.first(pool::runOnce);
        return pool;
    }

    /** Gives all connections of these pools up, and has new ones made as far as they are to be kept ready. */
    private void renew(Predicate<Identity> which) {
        pools.renew(which);
        filling.again(pools::runOnce);
    }

    /** What a user's connections have left behind, but for the password: a session that lies idle may still need it. */
    private void forget(Identity identity) {
        if (identity instanceof Credential credential) {
            mechanisms.forget(credential);
        }
    }

    /**
     * A server that answers the handshake with an error, such as that it is going down, puts the connections that were
     * made before in doubt. One that does not answer at all may only be overrun by newcomers, and to close the others as
     * well would make that worse; if it is gone, they notice.
     *
     * @see <a href="https://github.com/mongodb/specifications/blob/master/source/connection-monitoring-and-pooling/connection-monitoring-and-pooling.md#connection-pool">
     *     Connection Monitoring and Pooling: backpressure-enabled</a>
     */
    private void doubt(Identity identity, MongoException failure) {
        if (failure.code() != 0) {
            renew(identity::equals);
        }
    }

    /** Within the operation's time, and within what the session gives to the wait. */
    private Lease<Connection> checkOut(SessionCall call, Deadline deadline, Use use) {
        Duration patience = call.settings().limits().waitQueueTimeout();
        try {
            return pools.checkOut(call.identity(), deadline, use, call.cancellation(), patience);
        } catch (PoolException e) {
            if (e instanceof PoolClosedException) {
                closed.check();
            }
            throw refused(e, deadline, patience);
        }
    }

    /** Says so if a limit of the session's own has ended the wait. */
    private MongoException refused(PoolException e, Deadline deadline, Duration patience) {
        MongoException translated = PoolErrors.translated(e, options.server());
        boolean own = !patience.equals(options.pool().waitQueueTimeout());
        boolean timedOut = e instanceof PoolTimeoutException || e instanceof BudgetTimeoutException;
        if (!own || !timedOut || deadline.isExpired()) {
            return translated;
        }
        return new MongoWaitQueueTimeoutException(
                translated.getMessage() + "; the session gave it " + patience.toMillis() + " ms",
                translated.context(),
                e);
    }

    /** One broken connection is a reason to doubt those made before it broke, but not those made since. */
    private void forgetConnectionsAsOldAs(Lease<Connection> lease) {
        if (!lease.isStale()) {
            renew(identity -> true);
        }
    }
}
