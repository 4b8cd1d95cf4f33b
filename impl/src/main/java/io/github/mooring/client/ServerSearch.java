package io.github.mooring.client;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.github.mooring.api.ErrorContext;
import io.github.mooring.api.MongoClosedException;
import io.github.mooring.api.MongoConfigurationException;
import io.github.mooring.api.MongoConnectException;
import io.github.mooring.api.MongoException;
import io.github.mooring.api.MongoInterruptedException;
import io.github.mooring.api.MongoServerSelectionTimeoutException;
import io.github.mooring.api.dns.DnsResolver;
import io.github.mooring.time.Cancellation;
import io.github.mooring.time.Clock;
import io.github.mooring.time.Deadline;
import io.github.mooring.time.TaskRunner;
import io.github.mooring.topology.Heartbeat;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Where operations learn which servers there are; thread-safe. Servers that are named are there from the beginning. For those
 * behind a name an operation waits as for a server: as long as it may, but no longer than {@link Cluster#GRACE} while nobody
 * answers who could tell them, and not at all once it is told that there are none.
 */
final class ServerSearch implements AutoCloseable {
    private final ClientOptions options;
    private final Function<ClientOptions, Servers> newServers;
    private final ChangeBell bell;
    private final Clock clock;
    /** Null if the servers are named. */
    private final @Nullable SrvLookup lookup;

    /** Set once, under the lock; read anywhere. */
    private volatile @Nullable Servers found;
    /** Operations that wait. */
    private final AtomicInteger waiting = new AtomicInteger();

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    @GuardedBy("lock")
    private @Nullable Failure lastFailure;

    @GuardedBy("lock")
    private boolean closed;

    /**
     * A search that has not begun.
     *
     * @param options    as they are before name servers are asked
     * @param resolvers  finds whom to ask, when it is first needed; what it answers gives up when the token is cancelled
     * @param newServers starts the servers of resolved options
     * @param bell       is rung when they are found
     */
    ServerSearch(
            ClientOptions options,
            Function<Cancellation, DnsResolver> resolvers,
            Function<ClientOptions, Servers> newServers,
            ChangeBell bell,
            Clock clock) {
        this.bell = bell;
        this.options = options;
        this.newServers = newServers;
        this.clock = clock;
        this.lookup = options.topology().seeds() instanceof Seeds.SrvName name
                ? new SrvLookup(options, name, resolvers, newServers, this, clock)
                : null;
    }

    /** Begins; returns at once, without I/O. Once. */
    void start(TaskRunner runner) {
        if (lookup == null) {
            var unused = found(newServers.apply(options));
        } else {
            lookup.start(runner);
        }
    }

    /**
     * Why nothing is found.
     *
     * @param error   in words for whoever waits; a {@link MongoConfigurationException} if to ask again does not help
     * @param atNanos when that was heard
     */
    private record Failure(MongoException error, long atNanos) {
        /** Whether it ends the wait of an operation that began at that time. */
        boolean ends(long beganNanos) {
            long patience = isFinal() ? 0 : Cluster.GRACE.toNanos();
            return atNanos - beganNanos >= patience;
        }

        boolean isFinal() {
            return error instanceof MongoConfigurationException;
        }

        /** For one of those who wait, so that the stack is its own. */
        MongoException told() {
            return isFinal()
                    ? new MongoConfigurationException(text(), error)
                    : new MongoConnectException(
                            "no server is known, and has not been for " + Cluster.GRACE.toMillis() + " ms: " + text(),
                            ErrorContext.NONE,
                            error);
        }

        String text() {
            return String.valueOf(error.getMessage());
        }
    }

    /** The servers; null while it is not known which there are. */
    @Nullable
    Servers found() {
        return found;
    }

    /** How the servers fare, together; while they are not known, how asking for them does. */
    Heartbeat heartbeat() {
        Servers known = found;
        if (known != null) {
            return known.cluster().heartbeat();
        }
        return lookup == null ? Heartbeat.NONE : lookup.heartbeat();
    }

    /** Whether an operation waits, so that it is worth while to look often. */
    boolean isAwaited() {
        return waiting.get() > 0;
    }

    /**
     * The servers are known. Once.
     *
     * @return false if it is too late: the caller has to close them
     */
    boolean found(Servers servers) {
        lock.lock();
        try {
            if (!closed) {
                found = servers;
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
        bell.ring();
        return found == servers;
    }

    /** Whoever was asked which servers there are has not told. */
    void failed(MongoException error) {
        lock.lock();
        try {
            lastFailure = new Failure(error, clock.nanoTime());
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * The servers, as soon as they are known.
     *
     * @throws MongoConnectException                if nobody has told them, and has not for a while
     * @throws MongoConfigurationException          if there are none, or they must not be used
     * @throws MongoServerSelectionTimeoutException if the time is over
     * @throws MongoClosedException                 if the deployment or the session was closed meanwhile
     */
    Servers await(Deadline operation, Cancellation cancellation) {
        Servers known = found;
        return known == null ? awaitFound(operation, cancellation) : known;
    }

    private Servers awaitFound(Deadline operation, Cancellation cancellation) {
        Deadline deadline = operation.orWithin(clock, options.topology().serverSelectionTimeout());
        long began = clock.nanoTime();
        Cancellation.Registration registration = cancellation.onCancel(this::wakeAll);
        waiting.incrementAndGet();
        try {
            if (lookup != null) {
                lookup.soon();
            }
            return awaitFound(began, deadline, cancellation);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new MongoInterruptedException("interrupted while waiting for the servers", ErrorContext.NONE, e);
        } finally {
            waiting.decrementAndGet();
            registration.close();
        }
    }

    private Servers awaitFound(long began, Deadline deadline, Cancellation cancellation) throws InterruptedException {
        lock.lock();
        try {
            Servers known = found;
            while (known == null) {
                checkGoesOn(began, deadline, cancellation);
                var unused = clock.awaitNanos(lock, changed, deadline.remainingNanos());
                known = found;
            }
            return known;
        } finally {
            lock.unlock();
        }
    }

    @GuardedBy("lock")
    private void checkGoesOn(long began, Deadline deadline, Cancellation cancellation) {
        if (closed || cancellation.isCancelled()) {
            throw new MongoClosedException("closed while an operation waited for a server", ErrorContext.NONE, null);
        }
        Failure failure = lastFailure;
        if (failure != null && failure.ends(began)) {
            throw failure.told();
        }
        if (deadline.isExpired()) {
            throw timedOut(deadline, failure);
        }
    }

    private MongoServerSelectionTimeoutException timedOut(Deadline deadline, @Nullable Failure failure) {
        return new MongoServerSelectionTimeoutException(
                "timed out after " + deadline.budget().toMillis() + " ms: it is not known which servers "
                        + options.topology().seeds() + " stands for; "
                        + (failure == null ? "no name server has answered yet" : failure.text()),
                ErrorContext.NONE,
                failure == null ? null : failure.error());
    }

    private void wakeAll() {
        lock.lock();
        try {
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Ends it, and the servers if they are found; who waits for them fails. Idempotent, does not block. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        if (lookup != null) {
            lookup.close();
        }
        Servers known = found;
        if (known != null) {
            known.close();
        }
    }
}
