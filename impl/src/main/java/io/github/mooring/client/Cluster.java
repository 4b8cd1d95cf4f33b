package io.github.mooring.client;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.github.mooring.api.ErrorContext;
import io.github.mooring.api.MongoClosedException;
import io.github.mooring.api.MongoConnectException;
import io.github.mooring.api.MongoInterruptedException;
import io.github.mooring.api.MongoServerSelectionTimeoutException;
import io.github.mooring.api.ServerAddress;
import io.github.mooring.pool.PoolStats;
import io.github.mooring.time.Cancellation;
import io.github.mooring.time.Clock;
import io.github.mooring.time.Deadline;
import io.github.mooring.topology.Heartbeat;
import io.github.mooring.topology.SelectionText;
import io.github.mooring.topology.ServerDescription;
import io.github.mooring.topology.ServerMonitor;
import io.github.mooring.topology.TopologyDescription;
import io.github.mooring.topology.TopologyType;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The servers that the client knows of, as they are now; thread-safe. What is known is in an immutable {@link View}, which an
 * operation reads without a lock. Whoever finds no server in it waits for another view, and meanwhile the monitors look more
 * often.
 *
 * <p>What changes is worked out under the lock by pure functions. Servers that have joined are started, and those that have left
 * are closed, after it; and so are listeners told, one change after another.
 */
final class Cluster implements AutoCloseable {
    /**
     * So long an operation waits although none of the servers answers; after that it waits for those only that answer and are not
     * what it wants. Chosen: long enough for a server that is started again, and too short for all of a container's
     * threads to be stuck. The specification lets it wait for all of serverSelectionTimeoutMS.
     */
    static final Duration GRACE = Duration.ofSeconds(2);

    /** Whoever waits has not begun before. Chosen: beyond any time that an operation is given. */
    private static final Duration LONGEST_WAIT = Duration.ofDays(7);

    private final Function<ServerAddress, Server> newServer;
    private final Observer observer;
    private final Duration selectionTimeout;
    private final Clock clock;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    /** Written under the lock, read anywhere. */
    private volatile View view;
    /** Operations that wait for a server. */
    private final AtomicInteger waiting = new AtomicInteger();

    /** What they want, and how many want it. */
    @GuardedBy("lock")
    private final Map<Wish, Integer> wanted = new HashMap<>();

    /** Operations that wait for whatever comes next. */
    @GuardedBy("lock")
    private int curious;

    @GuardedBy("lock")
    private boolean closed;

    /** What has changed and has not been carried out. */
    @GuardedBy("lock")
    private final Queue<Change> changes = new ArrayDeque<>();

    /** Whether a thread carries changes out. */
    @GuardedBy("lock")
    private boolean carryingOut;

    /**
     * A cluster of which nothing is known yet but its seeds.
     *
     * @param first            with the seeds
     * @param newServer        makes one that is not started; without I/O
     * @param observer         is told of each change; neither blocks for long nor throws
     * @param localThreshold   how much farther away than the nearest one a server may be
     * @param selectionTimeout how long an operation waits for a server, whatever its own time is
     */
    Cluster(
            TopologyDescription first,
            BiFunction<Cluster, ServerAddress, Server> newServer,
            Observer observer,
            Duration localThreshold,
            Duration selectionTimeout,
            Clock clock) {
        this.newServer = address -> newServer.apply(this, address);
        this.observer = observer;
        this.selectionTimeout = selectionTimeout;
        this.clock = clock;
        this.view = new View(first, Map.of(), localThreshold).with(first, this.newServer);
    }

    /** Starts looking after the seeds. */
    void start() {
        observer.opened(view.topology());
        view.servers().values().forEach(Server::start);
    }

    /** The servers as they are now. */
    View view() {
        return view;
    }

    /** Whether an operation waits for a server, so that it is worth while to look often. */
    boolean isAwaited() {
        return waiting.get() > 0;
    }

    /**
     * Changes what is known. The change is carried out when this returns, or will be by the thread that carries others out at
     * the moment.
     *
     * @param change a pure function; what it answers to the present description is the new one
     */
    @SuppressWarnings("ReferenceEquality") // what changes nothing answers the very same description
    void update(UnaryOperator<TopologyDescription> change) {
        lock.lock();
        try {
            View before = view;
            TopologyDescription after = change.apply(before.topology());
            if (closed || after == before.topology()) {
                return;
            }
            view = before.with(after, newServer);
            changes.add(new Change(before, view));
            if (isOfInterest(view)) {
                changed.signalAll();
            }
            if (carryingOut) {
                return;
            }
            carryingOut = true;
        } finally {
            lock.unlock();
        }
        carryOutChanges();
    }

    private void carryOutChanges() {
        for (Change next = nextChange(); next != null; next = nextChange()) {
            carryOut(next);
        }
    }

    /**
     * Whether anybody who waits has reason to look. An election is half a dozen changes, of which one counts: if each woke hundreds, those
     * would keep the processors from whoever finds out about the next.
     */
    @GuardedBy("lock")
    private boolean isOfInterest(View next) {
        long since = clock.nanoTime() - LONGEST_WAIT.toNanos();
        return curious > 0 || wanted.keySet().stream().anyMatch(wish -> wish.isConcernedBy(next, since));
    }

    private @Nullable Change nextChange() {
        lock.lock();
        try {
            Change next = changes.poll();
            carryingOut = next != null;
            return next;
        } finally {
            lock.unlock();
        }
    }

    private void carryOut(Change change) {
        View next = change.after;
        if (next == null) {
            observer.closed(change.before.topology());
            return;
        }
        Map<ServerAddress, Server> before = change.before.servers();
        Map<ServerAddress, Server> after = next.servers();
        before.forEach((address, server) -> {
            if (after.get(address) != server) {
                server.close();
            }
        });
        observer.changed(change.before.topology(), next.topology());
        after.forEach((address, server) -> {
            if (before.get(address) != server) {
                server.start();
            }
        });
    }

    /**
     * The server for an operation.
     *
     * @throws MongoServerSelectionTimeoutException if none came into question in time
     * @throws MongoConnectException                if none of them answers, and has not for a while
     * @throws MongoClosedException                 if the cluster or the session was closed meanwhile
     */
    Server select(Wish wish, Deadline deadline, Cancellation cancellation) {
        Server chosen = wish.choose(view);
        return chosen == null ? await(wish, deadline, cancellation) : chosen;
    }

    /**
     * As above, for an operation whose server's connections were given up before it had one of them. Whoever has given them up
     * is about to say what that means for the server.
     *
     * @param seen   the view before the operation asked for a connection
     * @param chosen the server
     */
    Server selectAnew(View seen, Server chosen, Wish wish, Deadline deadline, Cancellation cancellation) {
        chosen.watch().checkSoon();
        countCurious(1);
        try {
            var unused = awaitOther(seen, deadline.orWithin(clock, ServerMonitor.LEAST_PAUSE), cancellation);
        } finally {
            countCurious(-1);
        }
        return select(wish, deadline, cancellation);
    }

    private void countCurious(int more) {
        lock.lock();
        try {
            curious += more;
        } finally {
            lock.unlock();
        }
    }

    private void count(Wish wish, int more) {
        lock.lock();
        try {
            int now = wanted.getOrDefault(wish, 0) + more;
            if (now > 0) {
                wanted.put(wish, now);
            } else {
                wanted.remove(wish);
            }
        } finally {
            lock.unlock();
        }
    }

    private Server await(Wish wish, Deadline operation, Cancellation cancellation) {
        Deadline deadline = operation.orWithin(clock, selectionTimeout);
        Cancellation.Registration registration = cancellation.onCancel(this::wakeAll);
        long began = clock.nanoTime();
        waiting.incrementAndGet();
        count(wish, 1); // before it looks: of a change after that it is told
        try {
            View seen = view;
            Server chosen = wish.choose(seen);
            while (chosen == null) {
                seen.servers().values().forEach(server -> server.watch().checkSoon());
                View other = awaitOther(seen, deadline, cancellation);
                if (other == seen) {
                    throw timedOut(wish, deadline);
                }
                seen = other;
                chosen = wish.choose(seen);
                if (chosen == null && wish.isHopeless(seen, began + GRACE.toNanos())) {
                    throw dead(wish, seen);
                }
            }
            return chosen;
        } finally {
            count(wish, -1);
            waiting.decrementAndGet();
            registration.close();
        }
    }

    private void wakeAll() {
        lock.lock();
        try {
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** The same view if there is no other one in time. */
    private View awaitOther(View seen, Deadline deadline, Cancellation cancellation) {
        lock.lock();
        try {
            while (view == seen) {
                if (closed || cancellation.isCancelled()) {
                    throw new MongoClosedException(
                            "closed while an operation waited for a server", ErrorContext.NONE, null);
                }
                if (deadline.isExpired()) {
                    return seen;
                }
                var unused = clock.awaitNanos(lock, changed, deadline.remainingNanos());
            }
            return view;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new MongoInterruptedException("interrupted while waiting for a server", ErrorContext.NONE, e);
        } finally {
            lock.unlock();
        }
    }

    private MongoConnectException dead(Wish wish, View last) {
        List<ServerDescription> servers = last.topology().servers();
        return new MongoConnectException(
                "no server answers, and none has for " + GRACE.toMillis() + " ms: "
                        + wish.nobody(last, clock.nanoTime()),
                servers.size() == 1 ? ErrorContext.unsent(servers.get(0).address()) : ErrorContext.NONE,
                null);
    }

    private MongoServerSelectionTimeoutException timedOut(Wish wish, Deadline deadline) {
        View last = view;
        return new MongoServerSelectionTimeoutException(
                "timed out after " + deadline.budget().toMillis() + " ms: " + wish.nobody(last, clock.nanoTime()),
                ErrorContext.NONE,
                null);
    }

    /**
     * A server that an operation has to go to because it has been there before.
     *
     * @throws MongoServerSelectionTimeoutException if it is not part of the topology any more
     */
    Server member(ServerAddress address) {
        View now = view;
        Server server = now.server(address);
        if (server == null) {
            throw new MongoServerSelectionTimeoutException(
                    address + " is no longer part of the topology, which is "
                            + SelectionText.of(now.topology(), clock.nanoTime()),
                    ErrorContext.unsent(address),
                    null);
        }
        return server;
    }

    /** Whether the one server is taken as it is, whatever its role. */
    boolean isDirect() {
        return view.topology().type() == TopologyType.SINGLE;
    }

    /** Whether the servers are routers, one as good as another. */
    boolean isSharded() {
        return view.topology().type() == TopologyType.SHARDED;
    }

    /** Whether the one server is a load balancer. */
    boolean isBalanced() {
        return view.topology().type() == TopologyType.LOAD_BALANCED;
    }

    /** The servers that are known to be alive. */
    List<ServerAddress> liveServers() {
        return view.topology().servers().stream()
                .filter(server -> server.type().isAvailable())
                .map(ServerDescription::address)
                .toList();
    }

    /** The primary if one is known, else whoever is known to be alive, else the first there is. */
    ServerAddress mainServer() {
        TopologyDescription now = view.topology();
        return now.primary()
                .map(ServerDescription::address)
                .orElseGet(() -> Stream.concat(
                                liveServers().stream(), now.servers().stream().map(ServerDescription::address))
                        .findFirst()
                        .orElseGet(() -> now.settings().seeds().get(0)));
    }

    /** How all servers fare. */
    Heartbeat heartbeat() {
        return view.servers().values().stream()
                .map(server -> server.watch().heartbeat())
                .reduce(Heartbeat::and)
                .orElse(Heartbeat.NONE);
    }

    /** The numbers of all pools together. */
    PoolStats sockets() {
        return view.servers().values().stream()
                .map(server -> server.pools().stats())
                .reduce(PoolStats::plus)
                .orElse(PoolStats.NONE);
    }

    /** Closes all servers; who waits for one fails. Idempotent, does not block. */
    @Override
    public void close() {
        List<Server> ending;
        lock.lock();
        try {
            if (closed) {
                return;
            }
            closed = true;
            ending = new ArrayList<>(view.servers().values());
            changes.forEach(change -> ending.addAll(change.before.servers().values()));
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        ending.forEach(Server::close);
        tellTheEnd();
    }

    /** After all that has changed before. */
    private void tellTheEnd() {
        lock.lock();
        try {
            changes.add(new Change(view, null));
            if (carryingOut) {
                return;
            }
            carryingOut = true;
        } finally {
            lock.unlock();
        }
        carryOutChanges();
    }

    /** Who is told of each change, one after another, on any thread and under no lock; neither blocks for long nor throws. */
    interface Observer {
        /** These servers are going to be looked after: always the first. */
        void opened(TopologyDescription first);

        /** They are others, or something else is known of them; those that have left are closed. */
        void changed(TopologyDescription before, TopologyDescription after);

        /** All are closed: always the last. */
        void closed(TopologyDescription last);
    }

    /** One view and the next; null after the last one. */
    private record Change(View before, @Nullable View after) {}
}
