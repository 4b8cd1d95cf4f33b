package io.github.mooring.client;

import io.github.mooring.api.ServerAddress;
import io.github.mooring.api.event.TopologyEvent;
import io.github.mooring.api.event.TopologyListener;
import io.github.mooring.notice.Flight;
import io.github.mooring.notice.LogId;
import io.github.mooring.notice.TopologyChangeNotice;
import io.github.mooring.time.Clock;
import io.github.mooring.time.TaskRunner;
import io.github.mooring.topology.TopologyDescription;
import io.github.mooring.topology.TopologyEvents;
import java.lang.System.Logger;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Tells the log and the application's listener what becomes known of the servers of one cluster; thread-safe. What happened is
 * noted where it happens. Where there is a listener it is told by a background task, so that no monitor and no operation waits.
 */
final class TopologyNews implements Cluster.Observer {
    private static final Logger LOG = System.getLogger(TopologyNews.class.getName());
    /** Of all clusters of this class loader. */
    private static final AtomicLong LAST_ID = new AtomicLong();
    /** Chosen: what was noted while no thread could be found is told then. */
    private static final Duration RETRY = Duration.ofSeconds(1);
    /** Chosen: long; whoever notes something has it told soon. */
    private static final Duration IDLE = Duration.ofHours(1);

    private final long id = LAST_ID.incrementAndGet();
    private final @Nullable TopologyListener listener;
    private final TopologyLog log;
    private final PrimaryLog primaries;
    private final EventQueue<TopologyEvent> events = new EventQueue<>(this::tell);
    private final Set<Class<?>> failed = ConcurrentHashMap.newKeySet();
    /** Whether something was lost because the listener is too slow. */
    private volatile boolean overrun;

    private final AtomicBoolean complained = new AtomicBoolean();
    /** Set once, before anything happens; null if there is no listener: a line of the log is written by whoever has noted it. */
    private volatile TaskRunner.@Nullable Task courier;

    /** @param listener null for nobody */
    TopologyNews(@Nullable TopologyListener listener, DocumentText documents, Clock clock) {
        this.listener = listener;
        this.log = new TopologyLog(documents);
        this.primaries = new PrimaryLog(clock);
    }

    /** Begins to deliver. Once, before anything happens. */
    void start(TaskRunner runner) {
        if (listener != null) {
            courier = runner.paceBlocking("topology-events", RETRY, () -> {
                events.deliver();
                return IDLE;
            });
        }
    }

    /** Tells the clusters of this process apart. */
    long id() {
        return id;
    }

    /** How often the replica set was seen to elect. */
    Elections elections() {
        return primaries.elections();
    }

    /** Whether anybody wants to hear. */
    boolean isHeard() {
        return listener != null || log.isOn();
    }

    /** What is to be heard of the heartbeats of one server. */
    HeartbeatNews ofServer(ServerAddress address, Clock clock) {
        return new HeartbeatNews(this, address, clock);
    }

    @Override
    public void opened(TopologyDescription first) {
        if (isHeard()) {
            TopologyEvents.opening(id, first).forEach(this::note);
            deliver();
        }
    }

    @Override
    public void changed(TopologyDescription before, TopologyDescription after) {
        primaries.changed(before, after);
        record(before, after);
        if (isHeard()) {
            TopologyEvents.between(id, before, after).forEach(this::note);
            deliver();
        }
    }

    private static void record(TopologyDescription before, TopologyDescription after) {
        TopologyChangeNotice notice = after.saysTheSameAs(before) ? null : Flight.change();
        if (notice != null) {
            notice.setName = after.setName();
            notice.previous = TopologyText.of(TopologyEvents.stateOf(before));
            notice.current = TopologyText.of(TopologyEvents.stateOf(after));
            notice.commit();
        }
    }

    /** Whoever ends the cluster brings the last news itself, unless somebody is about to: the background task is ending, too. */
    @Override
    public void closed(TopologyDescription last) {
        TaskRunner.Task task = courier;
        if (task != null) {
            task.cancel();
        }
        if (isHeard()) {
            List<TopologyEvent> closing = TopologyEvents.closing(id, last);
            closing.forEach(events::noteInAnyCase);
        }
        events.deliver();
    }

    /** Notes what happened; may be called under a lock. {@link #deliver} has to follow without it. */
    void note(TopologyEvent event) {
        if (!events.note(event)) {
            overrun = true;
        }
    }

    private void complainOfOverrun() {
        if (overrun && !complained.getAndSet(true)) {
            LogId.TOPOLOGY_LISTENER_SLOW.log(
                    LOG,
                    "the topology listener " + nameOf(listener) + " is too slow: " + EventQueue.MOST_PENDING
                            + " events wait for it; what happens until it has caught up is not told, and this is not logged"
                            + " again");
        }
    }

    /** Has told what was noted. */
    void deliver() {
        complainOfOverrun();
        TaskRunner.Task task = courier;
        if (task == null) {
            events.deliver();
        } else {
            task.runSoon();
        }
    }

    private void tell(TopologyEvent event) {
        if (log.isOn()) {
            tell(log, event);
        }
        if (listener != null) {
            tell(listener, event);
        }
    }

    /** The application's errors are its own: they must neither end a background task nor fill the log. */
    private void tell(TopologyListener told, TopologyEvent event) {
        try {
            TopologyTeller.tell(told, event);
        } catch (RuntimeException | Error e) {
            if (failed.add(event.getClass())) {
                LogId.TOPOLOGY_LISTENER_FAILED.log(
                        LOG,
                        "the topology listener " + nameOf(told) + " failed at "
                                + event.getClass().getSimpleName()
                                + "; nothing but the listener is affected, and further failures of this kind are not"
                                + " logged",
                        e);
            }
        }
    }

    private static String nameOf(@Nullable Object something) {
        return something == null ? "" : something.getClass().getName();
    }
}
