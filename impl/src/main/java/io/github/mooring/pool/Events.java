package io.github.mooring.pool;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * Brings events to the listener, one at a time and in the order in which they were noted; thread-safe.
 *
 * <p>Noting only appends, so it may be done under the lock where the order is decided. Delivering is done without the
 * lock, by whoever comes first for all: a listener that blocks keeps one thread and never a second one.
 */
final class Events {
    /** Chosen: thousands of threads may cause events at once, but nobody reads a million old ones. */
    private static final int MOST_PENDING = 10_000;

    private final PoolListener listener;
    private final boolean silent;
    private final ConcurrentLinkedQueue<Consumer<PoolListener>> pending = new ConcurrentLinkedQueue<>();
    /** Events noted and not delivered yet, a little late. */
    private final AtomicInteger count = new AtomicInteger();
    /** Calls of {@link #deliver} that whoever delivers has to answer for; 0 if nobody delivers. */
    private final AtomicInteger calls = new AtomicInteger();

    private final AtomicLong failures = new AtomicLong();

    Events(PoolListener listener) {
        this.listener = listener;
        this.silent = listener == PoolListener.NONE;
    }

    /** Whether nobody hears anything. */
    boolean isSilent() {
        return silent;
    }

    /** Notes that something has happened. */
    void note(Consumer<PoolListener> event) {
        if (silent) {
            return;
        }
        if (count.incrementAndGet() > MOST_PENDING) {
            count.decrementAndGet();
            failures.incrementAndGet();
            return;
        }
        pending.add(event);
    }

    /** Sees to it that what was noted is delivered: here, or by the thread that does so already. Without any lock. */
    void deliver() {
        if (silent || pending.isEmpty() || calls.getAndIncrement() != 0) {
            return;
        }
        int answered = 1;
        do {
            for (Consumer<PoolListener> event = pending.poll(); event != null; event = pending.poll()) {
                count.decrementAndGet();
                deliver(event);
            }
            answered = calls.addAndGet(-answered);
        } while (answered != 0);
    }

    private void deliver(Consumer<PoolListener> event) {
        try {
            event.accept(listener);
        } catch (RuntimeException | Error e) {
            failures.incrementAndGet();
        }
    }

    long failures() {
        return failures.get();
    }
}
