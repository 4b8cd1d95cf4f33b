package io.github.mooring.pool;

/**
 * The right to use one resource, from one check-out to one release or discard; thread-safe.
 *
 * <p>Each check-out has a lease of its own. A lease that has ended stays ended: it can neither use the resource nor
 * take it from its next holder, whoever keeps a reference to it. So releasing twice is harmless and says {@code false}
 * (which lets {@code close} follow a {@code discard} in try-with-resources), but using it throws.
 */
public final class Lease<R> implements AutoCloseable {
    private final Pool<R> pool;
    private final Slot<R> slot;
    private final R resource;
    private final long generation;
    /** Written under the pool's lock, read without it; only ever goes from false to true. */
    private volatile boolean ended;

    Lease(Pool<R> pool, Slot<R> slot) {
        this.pool = pool;
        this.slot = slot;
        this.resource = slot.resource();
        this.generation = slot.generation();
    }

    /**
     * The resource.
     *
     * @throws IllegalStateException if the lease has ended
     */
    public R resource() {
        if (ended) {
            throw new IllegalStateException("this lease of pool " + pool.name()
                    + " has ended; the resource may be somebody else's by now, so check out again");
        }
        return resource;
    }

    /**
     * Gives the resource back: to the head of the wait queue, else to the idle ones; destroys it if it is stale.
     *
     * @return whether this call ended the lease
     */
    public boolean release() {
        return pool.checkIn(this, true);
    }

    /**
     * Destroys the resource and gives its permit back; for a resource that is broken or in an unknown state.
     *
     * @return whether this call ended the lease
     */
    public boolean discard() {
        return pool.checkIn(this, false);
    }

    /** Whether the pool was cleared or closed since the resource was created; an error on it is old news then. */
    public boolean isStale() {
        return !pool.isCurrent(generation);
    }

    /** As {@link #release()}. */
    @Override
    public void close() {
        release();
    }

    Slot<R> slot() {
        return slot;
    }

    /** Ends the lease, with the pool's lock held; false if it had ended before. */
    boolean end() {
        if (ended) {
            return false;
        }
        ended = true;
        return true;
    }
}
