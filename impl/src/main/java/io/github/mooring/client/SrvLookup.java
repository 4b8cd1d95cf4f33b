package io.github.mooring.client;

import io.github.mooring.api.MongoException;
import io.github.mooring.api.dns.DnsResolver;
import io.github.mooring.notice.LogId;
import io.github.mooring.time.Cancellation;
import io.github.mooring.time.Clock;
import io.github.mooring.time.Deadline;
import io.github.mooring.time.TaskRunner;
import io.github.mooring.topology.Heartbeat;
import io.github.mooring.topology.ServerMonitor;
import io.github.mooring.topology.SrvRecords;
import java.lang.System.Logger;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Finds the servers behind a {@code mongodb+srv://} name, in the background: asks until it is told, and after that, as long as
 * they are to be had from the records, from time to time which of them have come and gone. {@link #soon} and {@link #close} may
 * be called by any thread.
 */
final class SrvLookup implements AutoCloseable {
    private static final Logger LOG = System.getLogger(SrvLookup.class.getName());
    /** Chosen: name servers that are down need no hammering, and who waits notices little of a second. */
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);
    /** From there on doubling changes nothing any more. */
    private static final int MOST_DOUBLINGS = 20;

    private final ClientOptions options;
    private final Seeds.SrvName name;
    private final Function<Cancellation, DnsResolver> resolvers;
    private final Function<ClientOptions, Servers> newServers;
    private final ServerSearch search;
    private final Clock clock;
    /** Ends the wait for an answer. */
    private final Cancellation end = new Cancellation();

    private final AtomicReference<TaskRunner.@Nullable Task> task = new AtomicReference<>();
    /** Only ever goes from false to true. */
    private volatile boolean closed;
    /** Replaced by {@link #runOnce} alone, read by any thread. */
    private volatile Heartbeat heartbeat = Heartbeat.NONE;

    /** Whom to ask; null before the first time. Confined to {@link #runOnce}, as what follows. */
    private @Nullable DnsResolver resolver;

    private @Nullable SrvPoll poll;
    private int failures;
    private long lastStartNanos;

    /**
     * A look-up that has not begun.
     *
     * @param options    with the name
     * @param resolvers  finds whom to ask, when it is first needed; what it answers gives up when the token is cancelled
     * @param newServers starts the servers of resolved options
     * @param search     is told what comes of it
     */
    SrvLookup(
            ClientOptions options,
            Seeds.SrvName name,
            Function<Cancellation, DnsResolver> resolvers,
            Function<ClientOptions, Servers> newServers,
            ServerSearch search,
            Clock clock) {
        this.options = options;
        this.name = name;
        this.resolvers = resolvers;
        this.newServers = newServers;
        this.search = search;
        this.clock = clock;
    }

    /** Begins. Once. */
    void start(TaskRunner runner) {
        TaskRunner.Task started = runner.paceBlocking("srv-" + name.host(), heartbeatFrequency(), this::runOnce);
        task.set(started);
        if (closed) {
            started.cancel();
        }
    }

    /** Has name servers asked before their turn, though not right after they were asked in vain. */
    void soon() {
        TaskRunner.Task started = task.get();
        if (started != null) {
            started.runSoon();
        }
    }

    /** How it fares: one failure for each time that nobody could tell. */
    Heartbeat heartbeat() {
        return heartbeat;
    }

    /** Returns how long to pause before the next time. */
    private Duration runOnce() {
        Servers known = search.found();
        if (known != null) {
            return pollFor(known.cluster());
        }
        Duration left = leftOfPause();
        return left.isZero() ? resolve() : left;
    }

    private Duration resolve() {
        lastStartNanos = clock.nanoTime();
        try {
            SeedResolution.Resolved resolved =
                    new SeedResolution(resolver(), SrvLookup::random).resolve(options, patience());
            resolved.options().checkFeasible();
            begin(
                    newServers.apply(resolved.options()),
                    resolved.options().hosts().size());
            Duration interval = resolved.rescanInterval();
            return interval == null ? heartbeatFrequency() : interval;
        } catch (MongoException e) {
            failed(e);
            return min(backOff(), search.isAwaited() ? LONGEST_PAUSE : heartbeatFrequency());
        }
    }

    private void begin(Servers servers, int count) {
        if (!search.found(servers)) {
            servers.close();
            return;
        }
        if (failures > 0) {
            LogId.NAME_FOUND.log(
                    LOG, name + " stands for " + count + " servers, after " + failures + " vain attempts to ask");
        }
    }

    private void failed(MongoException e) {
        if (closed) {
            return;
        }
        failures++;
        String text = String.valueOf(e.getMessage());
        if (!text.equals(heartbeat.error())) {
            LogId.NAME_UNANSWERED.log(LOG, text + "; it is tried again");
        }
        heartbeat = heartbeat.failed(text);
        search.failed(e);
    }

    /** A replica set says itself who belongs to it, and never becomes anything else, so that is the end. */
    private Duration pollFor(Cluster cluster) {
        if (!SrvRecords.arePolled(cluster.view().topology().type())) {
            cancel();
            return heartbeatFrequency();
        }
        SrvPoll.Outcome outcome = poll().ask(patience());
        cluster.update(topology -> SrvRecords.update(topology, outcome.hosts(), name.maxHosts(), SrvLookup::random));
        return outcome.interval();
    }

    private DnsResolver resolver() {
        DnsResolver known = resolver;
        if (known == null) {
            known = resolvers.apply(end);
            resolver = known;
        }
        return known;
    }

    private SrvPoll poll() {
        SrvPoll known = poll;
        if (known == null) {
            known = new SrvPoll(name, resolver(), heartbeatFrequency());
            poll = known;
        }
        return known;
    }

    private static int random(int bound) {
        return ThreadLocalRandom.current().nextInt(bound);
    }

    private Deadline patience() {
        return Deadline.afterOrNever(clock, options.connection().connectTimeout());
    }

    private Duration heartbeatFrequency() {
        return options.topology().heartbeatFrequency();
    }

    /** What is left of the pause that has to be kept in any case since the last attempt began. */
    private Duration leftOfPause() {
        if (failures == 0) {
            return Duration.ZERO;
        }
        Duration left = min(backOff(), LONGEST_PAUSE).minusNanos(clock.nanoTime() - lastStartNanos);
        return left.isNegative() ? Duration.ZERO : left;
    }

    private Duration backOff() {
        return ServerMonitor.LEAST_PAUSE.multipliedBy(1L << Math.min(Math.max(failures - 1, 0), MOST_DOUBLINGS));
    }

    private static Duration min(Duration one, Duration other) {
        return one.compareTo(other) <= 0 ? one : other;
    }

    private void cancel() {
        TaskRunner.Task started = task.get();
        if (started != null) {
            started.cancel();
        }
    }

    /** Ends it; a wait for an answer ends at once. Idempotent, does not block. */
    @Override
    public void close() {
        closed = true;
        cancel();
        end.cancel();
    }
}
