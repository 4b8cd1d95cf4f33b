package io.github.mooring.client;

import io.github.mooring.api.ServerAddress;
import io.github.mooring.auth.AuthEnvironment;
import io.github.mooring.auth.Credential;
import io.github.mooring.auth.Identity;
import io.github.mooring.auth.MechanismNegotiation;
import io.github.mooring.auth.ScramKeyCache;
import io.github.mooring.connection.Connection;
import io.github.mooring.connection.ConnectionFactory;
import io.github.mooring.connection.HandshakeSettings;
import io.github.mooring.pool.Budget;
import io.github.mooring.pool.Pool;
import io.github.mooring.pool.PoolContext;
import io.github.mooring.pool.PoolListener;
import io.github.mooring.session.ClusterTime;
import io.github.mooring.session.ServerSessions;
import io.github.mooring.time.Clock;
import io.github.mooring.time.CoarseClock;
import io.github.mooring.time.TaskRunner;
import io.github.mooring.topology.MonitorSettings;
import io.github.mooring.topology.Silence;
import io.github.mooring.topology.TopologyDescription;
import io.github.mooring.transport.SocketDialer;
import io.github.mooring.transport.WriteWatchdog;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import javax.net.SocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * The servers and all that they share: how connections are made, the budget, the clocks, the background tasks. Thread-safe.
 */
final class Servers implements AutoCloseable {
    private static final Duration MAINTENANCE_PERIOD = Duration.ofSeconds(10);
    /** Chosen: so long a connection may be kept from others after the late reply that it owed has come. */
    private static final Duration LATE_REPLIES_PERIOD = Duration.ofMillis(200);

    private final ClientOptions options;
    /** The configured user, as sessions name it. */
    private final Identity owner;

    private final Clock clock;
    private final TaskRunner runner;
    private final LiveConnections live = new LiveConnections();
    private final MechanismNegotiation mechanisms;
    private final WriteWatchdog watchdog = new WriteWatchdog();
    private final CoarseClock coarse;
    private final ConnectionFactory connections;
    private final ServerPools pools;
    private final MonitorSettings monitoring;
    private final CommandNews commandNews;
    private final TopologyNews news;
    private final Cluster cluster;
    private final ResolvedUsers users;
    private final ChangeBell bell;
    private final ClusterTime clusterTime = new ClusterTime();
    /** Of those identities that have a pool somewhere. */
    private final ConcurrentHashMap<Identity, ServerSessions> sessions = new ConcurrentHashMap<>();
    /** Replaced once, by whoever starts them. */
    private volatile List<TaskRunner.Task> tasks = List.of();

    /**
     * Servers that are looked after.
     *
     * @param named   as the sessions know them: with the users that they name
     * @param options with servers, and with how users authenticate
     * @param bell    is rung when servers and pools come and go
     */
    static Servers started(
            ClientOptions named,
            ClientOptions options,
            Clock clock,
            TaskRunner runner,
            SocketFactory sockets,
            Budget budget,
            ChangeBell bell) {
        Servers servers = new Servers(named, options, clock, runner, sockets, budget, bell);
        servers.start();
        return servers;
    }

    /** Servers that nobody looks after yet. */
    private Servers(
            ClientOptions named,
            ClientOptions options,
            Clock clock,
            TaskRunner runner,
            SocketFactory sockets,
            Budget budget,
            ChangeBell bell) {
        this.options = options;
        this.bell = bell;
        this.owner = named.identity();
        this.users = new ResolvedUsers(named.signOn(), options.signOn());
        this.clock = clock;
        this.runner = runner;
        this.coarse = CoarseClock.of(clock);
        ConnectionOptions connection = options.connection();
        this.mechanisms = new MechanismNegotiation(
                new ScramKeyCache(), AuthEnvironment.ofJvm(clock).withPlainUnencrypted(connection.plainWithoutTls()));
        DocumentText documents = new DocumentText(options.log().maxDocumentLength());
        this.commandNews = new CommandNews(options.listeners().command(), documents, clock);
        this.connections = new ConnectionFactory(
                dialer(options, clock, sockets, watchdog),
                mechanisms,
                // which set a server belongs to is for discovery to say
                new HandshakeSettings(
                        connection.appName(),
                        null,
                        connection.compression(),
                        connection.connectTimeout(),
                        connection.longestSilence()),
                clock,
                commandNews);
        this.pools = new ServerPools(
                options, connections, live, new PoolContext(clock, PoolListener.NONE, budget).withCoarse(coarse));
        TopologyOptions topology = options.topology();
        this.monitoring = new MonitorSettings(
                topology.heartbeatFrequency(),
                patience(options),
                topology.monitoringMode() != ServerMonitoringMode.POLL,
                topology.loadBalanced() ? Duration.ZERO : topology.silenceProbe());
        this.news = new TopologyNews(options.listeners().topology(), documents, clock);
        this.cluster = new Cluster(
                TopologyDescription.start(topology.settings()),
                this::newServer,
                bell.after(news),
                topology.localThreshold(),
                topology.serverSelectionTimeout(),
                clock);
    }

    private static Duration patience(ClientOptions options) {
        Duration connectTimeout = options.connection().connectTimeout();
        return connectTimeout.isZero() ? options.session().timeout() : connectTimeout;
    }

    /**
     * Reads the files that the options name, for a client that has no servers yet.
     *
     * @throws io.github.mooring.api.MongoConfigurationException if one of them cannot be used
     */
    static void checkFiles(ClientOptions options, Clock clock, SocketFactory sockets) {
        var unused = dialer(options, clock, sockets, new WriteWatchdog());
    }

    private static SocketDialer dialer(
            ClientOptions options, Clock clock, SocketFactory sockets, WriteWatchdog watchdog) {
        ConnectionOptions connection = options.connection();
        ProxyOptions proxy = connection.proxy();
        return new SocketDialer(
                sockets,
                proxy == null ? null : proxy.forTransport(),
                options.tls().config(),
                connection.connectTimeout(),
                clock,
                watchdog);
    }

    /** Starts what looks after them. Once. */
    private void start() {
        List<TaskRunner.Task> started = new ArrayList<>(List.of(
                runner.repeat("coarse-clock", CoarseClock.PERIOD, coarse::tick),
                runner.repeat("write-watchdog", WriteWatchdog.PERIOD, watchdog::runOnce),
                runner.repeat("connection-tending", Connection.TENDING_PERIOD, live::tend),
                runner.repeat("late-replies", LATE_REPLIES_PERIOD, () -> forEachPools(IdentityPools::recall)),
                runner.repeatBlocking("pool-maintenance", MAINTENANCE_PERIOD, this::maintain)));
        Duration silence = monitoring.silenceLimit();
        if (!silence.isZero()) {
            started.add(runner.repeat("silence", Silence.period(silence), this::lookForSilence));
        }
        tasks = List.copyOf(started);
        news.start(runner);
        cluster.start();
    }

    private void lookForSilence() {
        Map<ServerAddress, LiveConnections.Sign> signs = live.signs();
        cluster.view()
                .servers()
                .forEach((address, server) ->
                        server.lookForSilence(signs.getOrDefault(address, LiveConnections.Sign.NONE)));
    }

    private void maintain() {
        commandNews.lookAtLevel();
        forEachPools(IdentityPools::runOnce);
    }

    private void forEachPools(Consumer<IdentityPools> action) {
        cluster.view().servers().values().forEach(server -> action.accept(server.pools()));
    }

    Cluster cluster() {
        return cluster;
    }

    /** Tells what becomes of commands. */
    CommandNews commandNews() {
        return commandNews;
    }

    /** The server sessions of a user. */
    ServerSessions sessionsOf(Identity identity) {
        return sessions.computeIfAbsent(identity, who -> new ServerSessions(clock));
    }

    /** How often the replica set was seen to elect. */
    Elections elections() {
        return news.elections();
    }

    /** How one server fares; null if it is not part of the topology. */
    @Nullable
    ServerReport report(ServerAddress address) {
        View now = cluster.view();
        Server server = now.server(address);
        return server == null
                ? null
                : now.topology()
                        .server(address)
                        .map(known -> new ServerReport(known, server.watch().heartbeat(), server.operations()))
                        .orElse(null);
    }

    /** What causally consistent sessions have heard of the deployment's clock. */
    ClusterTime clusterTime() {
        return clusterTime;
    }

    /** Pooled sockets opened since the start. */
    long socketsOpened() {
        return live.opened();
    }

    private Server newServer(Cluster known, ServerAddress address) {
        IdentityPools pools = new IdentityPools(
                identity -> newPool(address, identity, known),
                owner,
                options.pool(),
                new PoolFilling(runner, options.pool().config().minSize()),
                clock,
                this::forget);
        ServerWatch watch = new ServerWatch(
                address,
                known,
                pools,
                (deadline, end) -> connections.openForMonitoring(address, deadline, end),
                monitoring,
                runner,
                clock,
                news.ofServer(address, clock));
        Services services = new Services(address, known, pools);
        return new Server(address, pools, watch, services, options.pool().waitQueueTimeout());
    }

    private Pool<Connection> newPool(ServerAddress address, Identity identity, Cluster known) {
        bell.ring(); // heard a little early: who hears it looks again later
        return pools.newPool(address, users.of(identity), known.isBalanced(), (failure, service) -> {
            Server server = known.view().server(address);
            if (server != null) {
                server.notConnected(identity, failure, service);
            }
        });
    }

    /** What a user's connections have left behind, but for the password: a session that lies idle may still need it. */
    private void forget(Identity identity) {
        if (users.forget(identity) instanceof Credential credential) {
            mechanisms.forget(credential);
        }
        sessions.remove(identity);
        bell.ring();
    }

    /** Ends the background tasks and closes all sockets; operations under way fail. Idempotent, does not block. */
    @Override
    public void close() {
        tasks.forEach(TaskRunner.Task::cancel);
        cluster.close();
        live.closeAll();
    }
}
