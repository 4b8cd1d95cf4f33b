package io.github.mooring.client;

import io.github.mooring.api.MongoException;
import io.github.mooring.api.ServerAddress;
import io.github.mooring.connection.MonitorConnection;
import io.github.mooring.time.Cancellation;
import io.github.mooring.time.Clock;
import io.github.mooring.time.Deadline;
import io.github.mooring.time.TaskRunner;
import io.github.mooring.topology.MonitorSettings;
import io.github.mooring.topology.RoundTripProbe;
import io.github.mooring.topology.Silence;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Finds out whether a server that says nothing while operations wait for it is busy or gone. For half of the time that it may be silent
 * nothing is done; then it is asked, over a connection of its own that is made for this and kept while the silence lasts, and the
 * other half is for the answer. A slow command on a living server is never disturbed: the answer proves life, and so does a
 * refusal.
 *
 * <p>{@link #look} is called by one thread at a time, everything else by any.
 */
final class SilenceWatch implements AutoCloseable {
    private static final Logger LOG = System.getLogger(SilenceWatch.class.getName());
    /** Until it is wanted; it wants to run only then. */
    private static final Duration NOT_BY_ITSELF = Duration.ofHours(1);

    private final ServerAddress address;
    private final RoundTripProbe probe;
    private final MonitorSettings settings;
    private final Silence silence;
    private final TaskRunner runner;
    private final Clock clock;
    private final Owner owner;

    /** Something has come that is not on a pooled connection: the monitor has got an answer. */
    private final AtomicBoolean heard = new AtomicBoolean();
    /** The server has answered a question of ours. */
    private final AtomicBoolean alive = new AtomicBoolean();
    /** Whether the server is to be asked, or is being asked. */
    private final AtomicBoolean asking = new AtomicBoolean();
    /** What the last question ran into; null if there was an answer, or none since the server has spoken last. */
    private volatile @Nullable MongoException vain;
    /** Set once, when it starts. */
    private volatile TaskRunner.@Nullable Task task;
    /** Only ever goes from false to true. */
    private volatile boolean closed;

    /** Who is told. */
    @FunctionalInterface
    interface Owner {
        /**
         * The server is gone.
         *
         * @param startNanos when it was asked in vain
         */
        void silent(String reason, long startNanos);
    }

    /**
     * A watch that has not begun.
     *
     * @param connect  opens a connection without a user; gives up when the token is cancelled
     * @param settings with a limit that is not zero
     */
    SilenceWatch(
            ServerAddress address,
            BiFunction<Deadline, Cancellation, MonitorConnection> connect,
            MonitorSettings settings,
            TaskRunner runner,
            Clock clock,
            Owner owner) {
        this.address = address;
        this.probe = new RoundTripProbe(connect, clock);
        this.settings = settings;
        this.silence = new Silence(settings.silenceLimit(), clock);
        this.runner = runner;
        this.clock = clock;
        this.owner = owner;
    }

    /** Begins. Once. */
    void start() {
        TaskRunner.Task begun =
                runner.paceBlocking("silence-" + address, Silence.period(settings.silenceLimit()), this::askIfWanted);
        task = begun;
        if (closed) {
            begun.cancel();
        }
    }

    /** The server has answered its monitor. */
    void heard() {
        heard.set(true);
    }

    /**
     * Looks once; does not block.
     *
     * @param awaited whether operations wait for the server
     * @param spoken  whether anything has come from it over pooled connections since the last look
     */
    void look(boolean awaited, boolean spoken) {
        boolean byItself = heard.getAndSet(false) || spoken;
        silence.look(awaited, alive.getAndSet(false) || byItself);
        if (byItself || !awaited) {
            vain = null;
            probe.disconnect();
        }
        TaskRunner.Task known = task;
        if (known != null && silence.isSuspicious() && asking.compareAndSet(false, true)) {
            known.runSoon();
        }
    }

    private Duration askIfWanted() {
        if (asking.get()) {
            try {
                ask(silence.left());
            } finally {
                asking.set(false);
            }
        }
        return NOT_BY_ITSELF;
    }

    private void ask(Duration left) {
        long start = clock.nanoTime();
        if (left.compareTo(Duration.ZERO) > 0) {
            vain = question(left);
        }
        MongoException failure = vain;
        if (failure == null) {
            alive.set(true); // or nobody was free to ask in time: then silence begins anew
        } else if (silence.isTooLong() && !closed) {
            vain = null;
            alive.set(true); // as far as this silence is concerned
            owner.silent(reason(failure), start);
        } else if (left.compareTo(Duration.ZERO) <= 0) {
            alive.set(true); // this process has stood still, so nobody knows
        }
    }

    /** Null if there was an answer of any kind. */
    private @Nullable MongoException question(Duration left) {
        long start = clock.nanoTime();
        try {
            Duration took = probe.measure(left);
            LOG.log(Level.DEBUG, "{0} is busy, not gone: it has answered within {1} ms", address, took.toMillis());
            return null;
        } catch (MongoException e) {
            Duration took = Duration.ofNanos(clock.nanoTime() - start);
            LOG.log(Level.DEBUG, "{0} says nothing, and was asked why: {1}", address, e.getMessage());
            return isLate(took, left) || isUnreachable(e) ? e : null;
        }
    }

    private boolean isLate(Duration took, Duration left) {
        Duration timeout = settings.timeout();
        return took.compareTo(left) >= 0 || (!timeout.isZero() && took.compareTo(timeout) >= 0);
    }

    /** Whether it is this side that says so. A server that refuses is there. */
    private static boolean isUnreachable(Throwable e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof NoRouteToHostException
                    || cause instanceof UnknownHostException
                    || cause instanceof SocketTimeoutException
                    || (cause instanceof SocketException
                            && String.valueOf(cause.getMessage()).contains("unreachable"))) {
                return true;
            }
        }
        return false;
    }

    private String reason(MongoException failure) {
        return "nothing has come from " + address + " over any connection for "
                + settings.silenceLimit().toMillis() + " ms (silenceProbeMS) while operations waited for it, and it was"
                + " asked in vain: " + failure.getMessage();
    }

    /** Ends it and its connection; a question under way fails. Idempotent, does not block. */
    @Override
    public void close() {
        closed = true;
        TaskRunner.Task known = task;
        if (known != null) {
            known.cancel();
        }
        probe.close();
    }
}
