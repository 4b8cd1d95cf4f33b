package io.github.mooring.pool;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * Brings events to the listener, one at a time and in the order in which they were noted; thread-safe.
 *
 * <p>Noting only appends, so it may be done under the lock where the order is decided. Delivering is done without the
 * lock, by whoever comes first for all: a listener that blocks keeps one thread and never a second one. And since that
 * thread has other things to do, its turn ends after a while; what is left waits for the next that comes, for maintenance
 * or for the end of the pool.
 */
final class Events {
    /** Chosen: thousands of threads may cause events at once, but nobody reads a million old ones. */
    private static final int MOST_PENDING = 10_000;

    /** Chosen: a listener that takes a millisecond for each keeps a caller for a tenth of a second, however busy the others. */
    private static final int MOST_IN_A_TURN = 100;

    private final PoolListener listener;
    private final boolean silent;
    private final ConcurrentLinkedQueue<Consumer<PoolListener>> pending = new ConcurrentLinkedQueue<>();
    /** Events noted and not delivered yet, a little late. */
    private final AtomicInteger count = new AtomicInteger();
    /** Calls of {@link #deliver} that whoever delivers has to answer for; 0 if nobody delivers. */
    private final AtomicInteger calls = new AtomicInteger();
    /** Whether the pool has ended, and nothing may be left to the next; only ever goes from false to true. */
    private volatile boolean ending;

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
        takeTurn(MOST_IN_A_TURN);
    }

    /** As above, for a thread that nobody waits for: it delivers what others have left, too. */
    void deliverBacklog() {
        takeTurn(MOST_PENDING);
    }

    /** As above, once the pool has ended: from now on nothing is left, since nobody may come any more. */
    void deliverToTheEnd() {
        ending = true;
        takeTurn(MOST_PENDING);
    }

    private void takeTurn(int most) {
        if (silent || pending.isEmpty() || calls.getAndIncrement() != 0) {
            return;
        }
        int answered = 1;
        int delivered = 0;
        while (answered != 0 && (delivered < most || !leaveTheRest())) {
            Consumer<PoolListener> event = pending.poll();
            if (event == null) {
                answered = calls.addAndGet(-answered);
            } else {
                count.decrementAndGet();
                deliver(event);
                delivered++;
            }
        }
    }

    /** Ends a turn before its time; false if the pool has ended. Who ends the pool says so first, and then calls. */
    private boolean leaveTheRest() {
        while (true) {
            int seen = calls.get();
            if (ending) {
                return false;
            }
            if (calls.compareAndSet(seen, 0)) {
                return true;
            }
        }
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
