package io.github.mooring.client;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.github.mooring.api.MongoCommandException;
import io.github.mooring.api.MongoException;
import io.github.mooring.api.MongoOperationTimeoutException;
import io.github.mooring.api.MongoProtocolException;
import io.github.mooring.api.MongoSocketException;
import io.github.mooring.api.MongoWriteConcernException;
import io.github.mooring.api.ServerAddress;
import io.github.mooring.auth.Identity;
import io.github.mooring.connection.ConnectionDescription;
import io.github.mooring.connection.MonitorConnection;
import io.github.mooring.notice.LogId;
import io.github.mooring.time.Cancellation;
import io.github.mooring.time.Clock;
import io.github.mooring.time.Deadline;
import io.github.mooring.time.TaskRunner;
import io.github.mooring.topology.ApplicationError;
import io.github.mooring.topology.CommandFailure;
import io.github.mooring.topology.Discovery;
import io.github.mooring.topology.ErrorOrigin;
import io.github.mooring.topology.ErrorScope;
import io.github.mooring.topology.Heartbeat;
import io.github.mooring.topology.HelloReply;
import io.github.mooring.topology.MonitorSettings;
import io.github.mooring.topology.RoundTripProbe;
import io.github.mooring.topology.RoundTripTime;
import io.github.mooring.topology.ServerDescription;
import io.github.mooring.topology.ServerMonitor;
import io.github.mooring.topology.Silence;
import io.github.mooring.topology.TopologyVersion;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Looks after one server: has it asked how it is, and tells the cluster and the server's pools what has come of it.
 * Thread-safe.
 */
final class ServerWatch implements ServerMonitor.Owner, AutoCloseable {
    private static final Logger LOG = System.getLogger(ServerWatch.class.getName());

    private final ServerAddress address;
    private final Cluster cluster;
    private final IdentityPools pools;
    private final MonitorSettings settings;
    private final TaskRunner runner;
    private final Clock clock;
    private final ServerMonitor monitor;
    private final RoundTripProbe probe;
    private final HeartbeatNews news;
    /** Null if a server may be silent for as long as it likes. */
    private final @Nullable SilenceWatch silence;

    /** Replaced by the monitor alone, read by any thread. */
    private volatile Heartbeat heartbeat = Heartbeat.NONE;
    /** Whether the monitor waits for news, so that its answers say nothing of how far away the server is. */
    private volatile boolean awaiting;
    /** When the check under way began; confined to the monitor. */
    private long startNanos;

    private final ReentrantLock lock = new ReentrantLock();

    /** How far away the server is; null while it is not known. */
    @GuardedBy("lock")
    private @Nullable RoundTripTime roundTrip;

    @GuardedBy("lock")
    private TaskRunner.@Nullable Task checking;

    @GuardedBy("lock")
    private TaskRunner.@Nullable Task measuring;

    @GuardedBy("lock")
    private boolean closed;

    /**
     * A watch that has not begun.
     *
     * @param connect opens a connection without a user; gives up when the token is cancelled
     * @param news    hears of each heartbeat
     */
    ServerWatch(
            ServerAddress address,
            Cluster cluster,
            IdentityPools pools,
            BiFunction<Deadline, Cancellation, MonitorConnection> connect,
            MonitorSettings settings,
            TaskRunner runner,
            Clock clock,
            HeartbeatNews news) {
        this.address = address;
        this.cluster = cluster;
        this.pools = pools;
        this.settings = settings;
        this.runner = runner;
        this.clock = clock;
        this.news = news;
        this.monitor = new ServerMonitor(connect, settings, clock, this, new RecordedHeartbeats(address, news));
        this.probe = new RoundTripProbe(connect, clock);
        this.silence = settings.silenceLimit().isZero()
                ? null
                : new SilenceWatch(address, connect, settings, runner, clock, this::silent);
    }

    /** How the monitor fares. */
    Heartbeat heartbeat() {
        return heartbeat;
    }

    /** Begins. Once. */
    void start() {
        TaskRunner.Task task =
                runner.paceBlocking("monitor-" + address, settings.heartbeatFrequency(), monitor::runOnce);
        if (silence != null) {
            silence.start();
        }
        lock.lock();
        try {
            checking = task;
            if (!closed) {
                return;
            }
        } finally {
            lock.unlock();
        }
        task.cancel();
    }

    /** Has the server asked before its turn. A check under way that waits for news is as good. */
    void checkSoon() {
        TaskRunner.Task task = checkingTask();
        if (task != null) {
            task.runSoon();
        }
    }

    /** Has the server asked at once, over a new connection, because there is reason to doubt the one that is there. */
    void checkAnew() {
        monitor.cancelCheck();
        checkSoon();
    }

    /**
     * Looks whether the server is silent while somebody waits for it; to be called every {@link Silence#period}, by one thread at a
     * time. Does not block.
     *
     * @param awaited whether operations wait for the server
     * @param spoken  whether anything has come from it over pooled connections since the last time
     */
    void lookForSilence(boolean awaited, boolean spoken) {
        if (silence != null) {
            silence.look(awaited, spoken);
        }
    }

    /** Its monitor would find that out too, later: it gives what it is doing up. */
    private void silent(String reason, long startNanos) {
        LogId.SERVER_SILENT.log(LOG, reason);
        apply(
                ErrorScope.ofFailedCheck(
                        cluster.view().topology(), address, reason, startNanos, ApplicationError.Kind.TIMEOUT),
                null);
        checkAnew();
    }

    private void heard() {
        if (silence != null) {
            silence.heard();
        }
    }

    private TaskRunner.@Nullable Task checkingTask() {
        lock.lock();
        try {
            return checking;
        } finally {
            lock.unlock();
        }
    }

    /**
     * An operation has failed on a connection that nobody has doubted before. That what came over it was no sensible answer has ended
     * that connection, and says nothing of the others.
     */
    void operationFailed(MongoException e, ConnectionDescription connection) {
        if (e instanceof MongoProtocolException) {
            return;
        }
        ErrorOrigin origin = new ErrorOrigin(address, null, 0, connection.maxWireVersion(), true, false);
        apply(scopeOf(origin, e), null);
    }

    /**
     * A connection for a user could not be made. A server that does not answer at all may only be overrun by newcomers, and to
     * close the others as well would make that worse: whether it is gone is for its monitor to say. One that has answered, and then
     * is lost before the user is proved, is in doubt as if an operation had lost it. And one that refuses a user is well, so the
     * others go on.
     *
     * @see <a href="https://github.com/mongodb/specifications/blob/master/source/connection-monitoring-and-pooling/connection-monitoring-and-pooling.md#connection-pool">
     *     Connection Monitoring and Pooling: backpressure-enabled</a>
     */
    void connectingFailed(Identity identity, MongoException e) {
        boolean lost = e instanceof MongoSocketException && !RetryRules.isOverload(e);
        if (lost || e.code() != 0) {
            apply(scopeOf(new ErrorOrigin(address, null, 0, 0, false, true), e), identity);
        } else {
            checkSoon();
        }
    }

    private ErrorScope scopeOf(ErrorOrigin origin, MongoException e) {
        return ErrorScope.of(cluster.view().topology(), errorOf(origin, e), 0);
    }

    static ApplicationError errorOf(ErrorOrigin origin, MongoException e) {
        String text = String.valueOf(e.getMessage());
        if (e instanceof MongoSocketException || e instanceof MongoProtocolException) {
            return ApplicationError.network(origin, text, e.errorLabels());
        }
        return e instanceof MongoOperationTimeoutException
                ? ApplicationError.timeout(origin, text, e.errorLabels())
                : ApplicationError.command(
                        origin, new CommandFailure(e.code(), text, topologyVersion(e)), e.errorLabels());
    }

    /** How new the server's word is; null if it did not say. */
    private static @Nullable TopologyVersion topologyVersion(MongoException e) {
        if (e instanceof MongoWriteConcernException doubt) {
            return TopologyVersion.ofError(doubt.details());
        }
        return e instanceof MongoCommandException refusal ? TopologyVersion.ofError(refusal.response()) : null;
    }

    /** Connections first: who chooses the server after that must not get one that is given up. */
    private void apply(ErrorScope scope, @Nullable Identity user) {
        switch (scope.clear()) {
            case SERVER, SERVICE -> pools.clear(scope.interrupt());
            case USER -> pools.renew(identity -> identity.equals(user));
            case NOTHING -> {}
        }
        ServerDescription news = scope.description();
        if (news != null) {
            cluster.update(topology -> Discovery.update(topology, news));
        }
        switch (scope.check()) {
            case CANCEL -> checkAnew();
            case AT_ONCE -> checkSoon();
            case AS_PLANNED -> {}
        }
    }

    @Override
    public boolean isAwaited() {
        return cluster.isAwaited();
    }

    @Override
    public void heartbeatStarted(boolean awaited) {
        startNanos = clock.nanoTime();
        if (awaited && !awaiting) {
            awaiting = true;
            measureFromNowOn();
        }
    }

    @Override
    public void heartbeatSucceeded(HelloReply reply, Duration took, boolean awaited) {
        heard();
        Heartbeat before = heartbeat;
        if (before.error() != null) {
            LogId.SERVER_ANSWERS.log(LOG, address + " answers again after " + before.failed() + " failed heartbeats");
        }
        heartbeat = before.answered(awaited ? null : took, clock.instant());
        RoundTripTime distance = awaited ? distance() : measured(took);
        ServerDescription news = ServerDescription.answered(address, reply, distance, clock.nanoTime());
        boolean available = reply.type().isAvailable();
        if (available) {
            pools.ready(); // before anybody can choose the server
        }
        cluster.update(topology -> Discovery.update(topology, news));
        if (available) {
            pools.ready(); // in case an operation has failed in between, and its news was the older one
        }
        if (reply.type().isDataBearing()) {
            pools.keepReady();
        }
    }

    @Override
    public void heartbeatFailed(MongoException error, Duration took, boolean awaited) {
        String reason = String.valueOf(error.getMessage());
        Heartbeat before = heartbeat;
        if (before.error() == null) {
            LogId.SERVER_UNANSWERED.log(LOG, address + " does not answer its monitor: " + reason);
        }
        heartbeat = before.failed(reason);
        forgetDistance();
        ErrorScope scope =
                ErrorScope.ofFailedCheck(cluster.view().topology(), address, reason, startNanos, kindOf(error, took));
        apply(scope, null);
    }

    private ApplicationError.Kind kindOf(MongoException error, Duration took) {
        if (error instanceof MongoProtocolException && error.bytesSent()) {
            return ApplicationError.Kind.COMMAND;
        }
        boolean late = error instanceof MongoOperationTimeoutException || took.compareTo(patience()) >= 0;
        return late ? ApplicationError.Kind.TIMEOUT : ApplicationError.Kind.NETWORK;
    }

    private Duration patience() {
        return settings.timeout().isZero() ? Duration.ofNanos(Long.MAX_VALUE) : settings.timeout();
    }

    private RoundTripTime measured(Duration took) {
        lock.lock();
        try {
            RoundTripTime known = roundTrip;
            RoundTripTime now = known == null ? new RoundTripTime(took) : known.with(took);
            roundTrip = now;
            return now;
        } finally {
            lock.unlock();
        }
    }

    private @Nullable RoundTripTime distance() {
        lock.lock();
        try {
            return roundTrip;
        } finally {
            lock.unlock();
        }
    }

    private void forgetDistance() {
        lock.lock();
        try {
            roundTrip = null;
        } finally {
            lock.unlock();
        }
    }

    private void measureFromNowOn() {
        TaskRunner.Task task =
                runner.repeatBlocking("round-trips-" + address, settings.heartbeatFrequency(), this::measure);
        lock.lock();
        try {
            if (!closed) {
                measuring = task;
                return;
            }
        } finally {
            lock.unlock();
        }
        task.cancel();
    }

    /** Whether the server is there is for the monitor to say, so a measurement that fails says nothing. */
    private void measure() {
        try {
            measured(probe.measure(settings.timeout()));
            heard();
        } catch (MongoException e) {
            LOG.log(Level.DEBUG, "the distance of {0} could not be measured: {1}", address, e.getMessage());
        }
    }

    /** Ends it, and its connections, finished or not; an answer under way is not waited for. Idempotent, does not block. */
    @Override
    public void close() {
        List<TaskRunner.Task> ending = new ArrayList<>();
        lock.lock();
        try {
            closed = true;
            if (checking != null) {
                ending.add(checking);
            }
            if (measuring != null) {
                ending.add(measuring);
            }
        } finally {
            lock.unlock();
        }
        ending.forEach(TaskRunner.Task::cancel);
        news.close();
        monitor.close();
        probe.close();
        if (silence != null) {
            silence.close();
        }
    }
}
