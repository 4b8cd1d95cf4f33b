package io.github.mooring.time;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A token by which one thread tells others to give up what they wait for; thread-safe.
 *
 * <p>It is a level, not an edge: once cancelled it stays so, and every wait that is given it sees it, however many there
 * are and however late they come. So one token may serve any number of waits, one after the other or at once.
 *
 * <p>{@link #none()} and a token that nobody listens to cost nothing but the object itself.
 */
public final class Cancellation {
    private static final Cancellation NONE = new Cancellation();
    private static final Registration NOTHING = () -> {};

    /** Only ever goes from false to true; written before {@link #listeners} is read, see {@link #onCancel}. */
    private volatile boolean cancelled;
    /** Made by the first registration; never replaced. */
    private final AtomicReference<Listeners> listeners = new AtomicReference<>();

    /** A token that nobody has cancelled yet. */
    public Cancellation() {}

    /** The token that is never cancelled, for waits that nobody has to end. */
    public static Cancellation none() {
        return NONE;
    }

    /**
     * Cancels, for ever. The callbacks registered so far run on this thread, in the order of registration, before it
     * returns. Idempotent: each callback runs once.
     *
     * @throws IllegalStateException if this is {@link #none()}, which everybody shares
     */
    public void cancel() {
        if (this == NONE) {
            throw new IllegalStateException("Cancellation.none() is shared by all who must not be cancelled; "
                    + "make a token with new Cancellation() to cancel something");
        }
        cancelled = true;
        Listeners known = listeners.get();
        if (known != null) {
            known.drain().forEach(Cancellation::runSafely);
        }
    }

    /** Whether {@link #cancel} was called; one volatile read. */
    public boolean isCancelled() {
        return cancelled;
    }

    /**
     * Runs something once when the token is cancelled; at once, on this thread, if it is already.
     *
     * <p>No lock is held while it runs. It should be short and not block, since it runs on the thread that cancels. What
     * it throws goes no further: neither the other callbacks nor the caller of {@link #cancel} notice.
     *
     * @return ends the registration when closed. A callback that has begun on another thread by then goes on, so what it
     *     does must be harmless afterwards, as the wake-up of a thread is
     */
    public Registration onCancel(Runnable callback) {
        if (this == NONE) {
            return NOTHING;
        }
        if (cancelled) {
            runSafely(callback);
            return NOTHING;
        }
        return register(new Callback(callback));
    }

    /** Either {@link #cancel} sees the registration, or this sees that it was called; whoever removes it runs it. */
    private Registration register(Callback callback) {
        Listeners all = madeListeners();
        all.add(callback);
        if (cancelled && all.remove(callback)) {
            runSafely(callback);
            return NOTHING;
        }
        return () -> all.remove(callback);
    }

    private Listeners madeListeners() {
        Listeners known = listeners.get();
        if (known != null) {
            return known;
        }
        Listeners fresh = new Listeners();
        Listeners earlier = listeners.compareAndExchange(null, fresh);
        return earlier == null ? fresh : earlier;
    }

    private static void runSafely(Runnable callback) {
        try {
            callback.run();
        } catch (RuntimeException | Error e) {
            // promised above: a callback that throws harms neither the others nor whoever cancels
        }
    }

    @Override
    public String toString() {
        return this == NONE ? "never cancelled" : cancelled ? "cancelled" : "not cancelled";
    }

    /** A callback that waits for the token; {@link #close} ends that. */
    @FunctionalInterface
    public interface Registration extends AutoCloseable {
        /** The callback will not begin any more. Idempotent. */
        @Override
        void close();
    }

    /** One registration: equal to itself only, whatever the {@link Runnable} of the caller thinks about equality. */
    private static final class Callback implements Runnable {
        private final Runnable action;

        Callback(Runnable action) {
            this.action = action;
        }

        @Override
        public void run() {
            action.run();
        }
    }

    /** The callbacks yet to run, in order; a callback belongs to whoever takes it out. */
    private static final class Listeners {
        private final ReentrantLock lock = new ReentrantLock();

        @GuardedBy("lock")
        private final Set<Callback> waiting = new LinkedHashSet<>();

        void add(Callback callback) {
            lock.lock();
            try {
                waiting.add(callback);
            } finally {
                lock.unlock();
            }
        }

        boolean remove(Callback callback) {
            lock.lock();
            try {
                return waiting.remove(callback);
            } finally {
                lock.unlock();
            }
        }

        List<Callback> drain() {
            lock.lock();
            try {
                List<Callback> all = new ArrayList<>(waiting);
                waiting.clear();
                return all;
            } finally {
                lock.unlock();
            }
        }
    }
}
