package io.github.mooring.client;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.github.mooring.api.ErrorContext;
import io.github.mooring.api.MongoClosedException;
import io.github.mooring.api.MongoException;
import io.github.mooring.api.MongoInterruptedException;
import io.github.mooring.api.MongoSessionStateLostException;
import io.github.mooring.api.MongoSessionStateLostException.State;
import io.github.mooring.api.MongoWaitQueueTimeoutException;
import io.github.mooring.connection.Connection;
import io.github.mooring.pool.Lease;
import io.github.mooring.time.Cancellation;
import io.github.mooring.time.Clock;
import io.github.mooring.time.Deadline;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The connection of a request; thread-safe. Leased by the first operation, used by one operation at a time, given back
 * when the last handle on the request is closed and nobody uses it any more.
 *
 * <p>Each operation is a {@link #begin} and an {@link #end}. Under the lock only fields change: the lease is taken and
 * given back without it.
 */
final class RequestConnection implements Binding {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition free = lock.newCondition();

    /** Handles on the request that are open. */
    @GuardedBy("lock")
    private int handles = 1;

    /** Whether an operation has its turn. */
    @GuardedBy("lock")
    private boolean busy;

    /** Null before the first operation, and after a loss. */
    @GuardedBy("lock")
    private @Nullable Lease<Connection> lease;

    /** Whether an operation has been done on the lease, so that to lose it is a loss. */
    @GuardedBy("lock")
    private boolean used;

    /** One more handle; false if the request has ended. */
    boolean open() {
        lock.lock();
        try {
            if (handles == 0) {
                return false;
            }
            handles++;
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** One handle less; the last gives the connection back, unless an operation under way has to do that. */
    void close() {
        Lease<Connection> over = null;
        lock.lock();
        try {
            handles--;
            if (handles == 0 && !busy) {
                over = lease;
                lease = null;
            }
            free.signalAll();
        } finally {
            lock.unlock();
        }
        if (over != null) {
            Leases.giveBack(over);
        }
    }

    /**
     * Waits for its turn and takes the connection.
     *
     * @param checkOut leases one if there is none
     * @throws MongoSessionStateLostException if the connection broke while nobody used it; the next call leases another
     */
    Lease<Connection> begin(
            Deadline deadline, Clock clock, Cancellation cancellation, Supplier<Lease<Connection>> checkOut) {
        Cancellation.Registration registration = cancellation.onCancel(this::wakeAll);
        Lease<Connection> held;
        try {
            held = awaitTurn(deadline, clock, cancellation);
        } finally {
            registration.close();
        }
        boolean begun = false;
        try {
            if (held == null) {
                held = checkOut.get();
                keep(held);
            } else if (!held.resource().isUsable()) {
                throw lost(held, null);
            }
            begun = true;
            return held;
        } finally {
            if (!begun) {
                end();
            }
        }
    }

    private void wakeAll() {
        lock.lock();
        try {
            free.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private @Nullable Lease<Connection> awaitTurn(Deadline deadline, Clock clock, Cancellation cancellation) {
        lock.lock();
        try {
            while (busy && handles > 0 && !cancellation.isCancelled()) {
                long left = deadline.remainingNanos();
                if (left <= 0) {
                    throw new MongoWaitQueueTimeoutException(
                            "the request's connection was in use by another operation of the request for all of "
                                    + deadline.budget().toMillis() + " ms",
                            ErrorContext.NONE,
                            null);
                }
                clock.awaitNanos(lock, free, left);
            }
            if (handles == 0 || cancellation.isCancelled()) {
                throw new MongoClosedException(
                        "the request was closed while an operation waited for it; start a new one",
                        ErrorContext.NONE,
                        null);
            }
            busy = true;
            return lease;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new MongoInterruptedException(
                    "interrupted while waiting for another operation of the request", ErrorContext.NONE, e);
        } finally {
            lock.unlock();
        }
    }

    private void keep(Lease<Connection> fresh) {
        lock.lock();
        try {
            lease = fresh;
            used = false;
        } finally {
            lock.unlock();
        }
    }

    /** What a failure on the connection comes to: a loss, if operations had been done on it before. */
    MongoException explained(Lease<Connection> held, MongoException e) {
        return held.resource().isUsable() || !isUsed() ? e : lost(held, e);
    }

    private boolean isUsed() {
        lock.lock();
        try {
            return used;
        } finally {
            lock.unlock();
        }
    }

    private static MongoSessionStateLostException lost(Lease<Connection> held, @Nullable MongoException e) {
        var server = held.resource().description().server();
        return new MongoSessionStateLostException(
                State.REQUEST,
                "the connection of the request to " + server + " is lost, so what follows is not ordered after what was"
                        + " done on it; the request goes on with another one"
                        + (e == null ? "" : ": " + e.getMessage()),
                e == null ? ErrorContext.unsent(server) : e.context(),
                e);
    }

    /** The operation is done: gives the turn to the next one, and the connection back if it is broken or nobody's. */
    void end() {
        Lease<Connection> over = null;
        lock.lock();
        try {
            busy = false;
            used = true;
            if (lease != null && (handles == 0 || !lease.resource().isUsable())) {
                over = lease;
                lease = null;
            }
            free.signal();
        } finally {
            lock.unlock();
        }
        if (over != null) {
            Leases.giveBack(over);
        }
    }
}
