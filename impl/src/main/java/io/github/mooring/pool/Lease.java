package io.github.mooring.pool;

import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The right to use one resource, from one check-out to one release or discard; thread-safe.
 *
 * <p>Each check-out has a lease of its own. A lease that has ended stays ended: it can neither use the resource nor
 * take it from its next holder, whoever keeps a reference to it. So releasing twice is harmless and says {@code false}
 * (which lets {@code close} follow a {@code discard} in try-with-resources), but using it throws.
 *
 * <p>All fields are final, and whether an exclusive lease has ended stands in its slot. That is what lets the JIT compiler
 * do without the object where it can see all of its life.
 */
public final class Lease<R> implements AutoCloseable {
    private final Returns<R> pool;
    private final Slot<R> slot;
    private final R resource;
    /** Of an exclusive lease: see {@link SlotState}. */
    private final long ticket;
    /** Of a shared lease: whether it has ended. */
    private final @Nullable AtomicBoolean ended;

    Lease(Returns<R> pool, Slot<R> slot) {
        this.pool = pool;
        this.slot = slot;
        this.resource = slot.resource();
        this.ticket = slot.ticket();
        this.ended = ticket == 0 ? new AtomicBoolean() : null;
    }

    /**
     * The resource.
     *
     * @throws IllegalStateException if the lease has ended
     */
    public R resource() {
        if (ended != null ? ended.get() : !slot.isHeldBy(ticket)) {
            throw new IllegalStateException("this lease of pool " + pool.poolName()
                    + " has ended; the resource may be somebody else's by now, so check out again");
        }
        return resource;
    }

    /**
     * Gives the resource back: to the head of the wait queue, else to the idle ones; destroys it if it is stale, keeps it
     * aside if it is {@linkplain ResourceFactory#isBusy busy}.
     *
     * @return whether this call ended the lease
     */
    public boolean release() {
        if (ended == null) {
            return pool.giveBack(slot, ticket);
        }
        return ended.compareAndSet(false, true) && pool.leave(slot, false);
    }

    /**
     * Destroys the resource and gives its permit back; for a resource that is broken or in an unknown state. If others
     * share it, nobody joins them any more, and the last one's end is the resource's too.
     *
     * @return whether this call ended the lease
     */
    public boolean discard() {
        if (ended == null) {
            return pool.discard(slot, ticket);
        }
        return ended.compareAndSet(false, true) && pool.leave(slot, true);
    }

    /**
     * Whether the pool, or the resource's group in it, was cleared since the resource was created, or the pool was closed; an error
     * on it is old news then.
     */
    public boolean isStale() {
        return !pool.isCurrent(slot);
    }

    /** Whether others may use the resource at the same time. */
    public boolean isShared() {
        return ended != null;
    }

    /** To which group of the pool the resource belongs; null for none. */
    public @Nullable Membership membership() {
        return slot.membership();
    }

    /**
     * Says what it is for, if that outlasts one operation; the pool counts by it until the lease ends.
     *
     * @throws IllegalStateException if others share the resource
     */
    public void dedicate(Purpose purpose) {
        if (ended != null) {
            throw new IllegalStateException("only who has a resource alone can keep it for a " + purpose);
        }
        slot.dedicate(ticket, purpose);
    }

    /** The generation in which the creation of the resource began; see {@link Pool#renew}. */
    public long generation() {
        return slot.generation();
    }

    /** The number of the resource within its pool. */
    public long id() {
        return slot.id();
    }

    /** As {@link #release()}. */
    @Override
    public void close() {
        release();
    }
}
