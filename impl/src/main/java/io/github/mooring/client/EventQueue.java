package io.github.mooring.client;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * Brings events to whoever hears them, one at a time and in the order in which they were noted; thread-safe.
 *
 * <p>Noting only appends, so it may be done under the lock where the order is decided. Delivering is done without a lock, by
 * whoever comes first for all: who is slow to hear keeps one thread and never a second one.
 *
 * @param <E> what happened
 */
final class EventQueue<E> {
    /** Chosen: as for the events of a pool. What comes from servers is far less. */
    static final int MOST_PENDING = 10_000;

    private final Consumer<E> hearer;
    private final ConcurrentLinkedQueue<E> pending = new ConcurrentLinkedQueue<>();
    /** Events noted and not delivered yet, a little late. */
    private final AtomicInteger count = new AtomicInteger();
    /** Calls of {@link #deliver} that whoever delivers has to answer for; 0 if nobody delivers. */
    private final AtomicInteger calls = new AtomicInteger();

    /**
     * Nothing has happened yet.
     *
     * @param hearer does not throw
     */
    EventQueue(Consumer<E> hearer) {
        this.hearer = hearer;
    }

    /** Notes that something has happened; false if too much has that was not heard yet, so that this is lost. */
    boolean note(E event) {
        if (count.get() >= MOST_PENDING) {
            return false;
        }
        noteInAnyCase(event);
        return true;
    }

    /** As above, but nothing of this is lost. */
    void noteInAnyCase(E event) {
        count.incrementAndGet();
        pending.add(event);
    }

    /** Sees to it that what was noted is delivered: here, or by the thread that does so already. Without any lock. */
    void deliver() {
        if (pending.isEmpty() || calls.getAndIncrement() != 0) {
            return;
        }
        int answered = 1;
        while (answered != 0) {
            E event = pending.poll();
            if (event == null) {
                answered = calls.addAndGet(-answered);
            } else {
                count.decrementAndGet();
                hearer.accept(event);
            }
        }
    }
}
