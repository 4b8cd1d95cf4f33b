package io.github.mooring.pool;

import io.github.mooring.time.Cancellation;
import io.github.mooring.time.Deadline;
import org.jspecify.annotations.Nullable;

/** A resource that is being made, as its factory sees it; confined to the thread that makes it. */
public final class Newcomer<R> {
    private final Engine<R> pool;
    private final Slot<R> slot;
    private final Deadline deadline;
    private final Cancellation cancellation;

    Newcomer(Engine<R> pool, Slot<R> slot, Deadline deadline, Cancellation cancellation) {
        this.pool = pool;
        this.slot = slot;
        this.deadline = deadline;
        this.cancellation = cancellation;
    }

    /** The end of the caller's patience, which the factory has to keep by itself; never for maintenance. */
    public Deadline deadline() {
        return deadline;
    }

    /** Is cancelled when nobody wants the resource any more. */
    public Cancellation cancellation() {
        return cancellation;
    }

    /**
     * Says which group the resource belongs to; at most once, as soon as it is known. From then on it goes stale with the group
     * as well as with the pool, and it is counted there until it is destroyed, or its creation has failed.
     *
     * @param group what it is called; with sound {@code equals} and {@code hashCode}
     * @throws IllegalStateException if the resource belongs to one already
     */
    public void join(Object group) {
        pool.lock.lock();
        try {
            pool.ledger.join(slot, group);
        } finally {
            pool.lock.unlock();
        }
    }

    /** What has come of {@link #join}; null before it. */
    public @Nullable Membership membership() {
        return slot.membership();
    }
}
