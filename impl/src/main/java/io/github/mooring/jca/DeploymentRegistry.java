package io.github.mooring.jca;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.github.mooring.api.ErrorContext;
import io.github.mooring.api.FactoryStatistics;
import io.github.mooring.api.MongoClosedException;
import io.github.mooring.client.ClientOptions;
import io.github.mooring.client.Deployment;
import io.github.mooring.client.Display;
import io.github.mooring.client.Insight;
import io.github.mooring.client.SessionCount;
import io.github.mooring.management.AdapterSight;
import io.github.mooring.notice.LogId;
import io.github.mooring.pool.Budget;
import io.github.mooring.pool.BudgetStats;
import io.github.mooring.time.Clock;
import io.github.mooring.time.TaskRunner;
import java.lang.System.Logger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The deployments of one adapter, by configuration; thread-safe.
 *
 * <p>Factories that are configured alike share one. A deployment begins with the first managed connection and ends a
 * minute after the last: a container never says that a factory is gone, so counting is the only way to notice, and the
 * minute keeps a pool that empties and fills from dialing each time.
 */
final class DeploymentRegistry implements AdapterSight, AutoCloseable {
    private static final Logger LOG = System.getLogger(DeploymentRegistry.class.getName());
    static final Duration IDLE = Duration.ofMinutes(1);
    private static final Duration SWEEP = Duration.ofSeconds(15);

    private final Clock clock;
    private final TaskRunner tasks;
    private final ReentrantLock lock = new ReentrantLock();

    @GuardedBy("lock")
    private final Map<ClientOptions, Entry> entries = new HashMap<>();

    /** Limits the connections of all deployments together; made with the first one. */
    @GuardedBy("lock")
    private @Nullable Budget budget;

    @GuardedBy("lock")
    private TaskRunner.@Nullable Task sweeping;

    /** Written under the lock once; read anywhere. */
    private volatile boolean closed;

    /** Shows the deployments; set once, before the first of them, if at all. */
    private volatile @Nullable Display display;
    /** Whether it shows those whose options do not say. */
    private volatile boolean shownUnlessSaid;

    DeploymentRegistry(Clock clock, TaskRunner tasks) {
        this.clock = clock;
        this.tasks = tasks;
    }

    /**
     * Has the deployments shown that are opened from now on.
     *
     * @param unlessSaid whether also those whose options do not say
     */
    void showOn(Display other, boolean unlessSaid) {
        shownUnlessSaid = unlessSaid;
        display = other;
    }

    /**
     * A share in the deployment of a configuration. No I/O.
     *
     * @throws MongoClosedException if the adapter has stopped
     */
    DeploymentLease lease(ClientOptions options) {
        DeploymentLease lease = leaseOpen(options);
        if (lease != null) {
            return lease;
        }
        // opened outside the lock, because it calls the container; of two that race here the second is not needed
        Deployment opened = Deployment.open(options, clock, tasks, budget(options));
        Entry entry = new Entry(options, opened, clock.nanoTime());
        Entry unused = entry;
        try {
            lock.lock();
            try {
                if (!closed && !entries.containsKey(options)) {
                    entries.put(options, entry);
                    unused = null;
                }
            } finally {
                lock.unlock();
            }
        } finally {
            if (unused != null) {
                unused.close();
            }
        }
        if (unused == null) {
            show(entry);
        }
        sweepFromNowOn();
        return lease(options);
    }

    private void show(Entry entry) {
        Display shown = display;
        Boolean wanted = entry.options.log().jmx();
        if (shown != null && (wanted == null ? shownUnlessSaid : wanted)) {
            entry.shownBy(shown.show(entry.deployment, entry.sessions, tasks));
        }
    }

    private @Nullable DeploymentLease leaseOpen(ClientOptions options) {
        lock.lock();
        try {
            checkOpen();
            Entry entry = entries.get(options);
            if (entry == null) {
                return null;
            }
            entry.leases++;
            return new DeploymentLease(this, entry);
        } finally {
            lock.unlock();
        }
    }

    /** The first configuration decides: the limit is a property of the adapter, so it is the same in all of them. */
    private Budget budget(ClientOptions options) {
        lock.lock();
        try {
            Budget known = budget;
            if (known == null) {
                known = options.pool().budget(clock);
                budget = known;
            }
            return known;
        } finally {
            lock.unlock();
        }
    }

    private void sweepFromNowOn() {
        TaskRunner.Task started = tasks.repeatBlocking("mooring-idle-deployments", SWEEP, this::closeIdle);
        lock.lock();
        try {
            if (sweeping == null && !closed) {
                sweeping = started;
                return;
            }
        } finally {
            lock.unlock();
        }
        started.cancel();
    }

    void release(Entry entry) {
        lock.lock();
        try {
            entry.leases--;
            entry.idleSinceNanos = clock.nanoTime();
        } finally {
            lock.unlock();
        }
    }

    /** Ends the deployments that nobody has had a share in for a minute. */
    void closeIdle() {
        List<Entry> idle = new ArrayList<>();
        lock.lock();
        try {
            long now = clock.nanoTime();
            Iterator<Entry> all = entries.values().iterator();
            while (all.hasNext()) {
                Entry entry = all.next();
                if (entry.leases == 0 && now - entry.idleSinceNanos >= IDLE.toNanos()) {
                    all.remove();
                    idle.add(entry);
                }
            }
        } finally {
            lock.unlock();
        }
        idle.forEach(Entry::close);
    }

    /** The numbers of a configuration's deployment; null while there is none. */
    @Nullable
    FactoryStatistics statistics(ClientOptions options) {
        Entry entry;
        lock.lock();
        try {
            entry = entries.get(options);
        } finally {
            lock.unlock();
        }
        return entry == null ? null : entry.statistics();
    }

    @Override
    public List<Insight> deployments() {
        return all().stream().map(entry -> entry.deployment.insight()).toList();
    }

    @Override
    public long openSessions() {
        return all().stream().mapToLong(entry -> entry.sessions.openNow()).sum();
    }

    @Override
    public long openedSessions() {
        return all().stream().mapToLong(entry -> entry.sessions.openedSoFar()).sum();
    }

    private List<Entry> all() {
        lock.lock();
        try {
            return List.copyOf(entries.values());
        } finally {
            lock.unlock();
        }
    }

    @Override
    public @Nullable BudgetStats budget() {
        Budget known;
        lock.lock();
        try {
            known = budget;
        } finally {
            lock.unlock();
        }
        return known == null ? null : known.stats();
    }

    /** How many deployments are open. */
    int size() {
        lock.lock();
        try {
            return entries.size();
        } finally {
            lock.unlock();
        }
    }

    boolean isClosed() {
        return closed;
    }

    /**
     * Throws if the adapter has stopped.
     *
     * @throws MongoClosedException in that case
     */
    void checkOpen() {
        if (closed) {
            throw new MongoClosedException(
                    "the resource adapter has stopped, and its sessions with it; look the factory up again once it runs",
                    ErrorContext.NONE,
                    null);
        }
    }

    /** Ends all deployments, whoever has shares in them. Idempotent; one that fails to end keeps no other from it. */
    @Override
    public void close() {
        List<Entry> ending;
        TaskRunner.Task sweeps;
        lock.lock();
        try {
            closed = true;
            ending = new ArrayList<>(entries.values());
            entries.clear();
            sweeps = sweeping;
            sweeping = null;
        } finally {
            lock.unlock();
        }
        if (sweeps != null) {
            sweeps.cancel();
        }
        ending.forEach(Entry::close);
    }

    /** A deployment and who uses it. */
    static final class Entry {
        private final ClientOptions options;
        private final Deployment deployment;
        private final SessionCount sessions = new SessionCount();
        private final AtomicReference<@Nullable AutoCloseable> display = new AtomicReference<>();
        /** Only ever goes from false to true. */
        private volatile boolean ended;
        /** Guarded by the registry's lock. */
        private int leases;
        /** Guarded by the registry's lock; means something only while there are no leases. */
        private long idleSinceNanos;

        Entry(ClientOptions options, Deployment deployment, long nowNanos) {
            this.options = options;
            this.deployment = deployment;
            this.idleSinceNanos = nowNanos;
        }

        ClientOptions options() {
            return options;
        }

        Deployment deployment() {
            return deployment;
        }

        SessionCount sessions() {
            return sessions;
        }

        FactoryStatistics statistics() {
            return sessions.statistics(deployment);
        }

        /** Takes over what shows it. */
        void shownBy(AutoCloseable shown) {
            display.set(shown);
            if (ended) {
                endDisplay(); // whoever has closed it may not have seen it
            }
        }

        private void endDisplay() {
            AutoCloseable shown = display.getAndSet(null);
            if (shown == null) {
                return;
            }
            try {
                shown.close();
            } catch (Exception e) {
                LogId.DISPLAY_END_FAILED.log(
                        LOG, "what JMX shows of " + options.topology().seeds() + " did not end as it should", e);
            }
        }

        void close() {
            ended = true;
            endDisplay();
            try {
                deployment.close();
            } catch (RuntimeException e) {
                LogId.DEPLOYMENT_END_FAILED.log(
                        LOG, "the deployment at " + options.topology().seeds() + " did not end as it should", e);
            }
        }
    }
}
