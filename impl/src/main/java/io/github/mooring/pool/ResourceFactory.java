package io.github.mooring.pool;

import io.github.mooring.time.Deadline;

/**
 * Makes, judges and ends the resources of a pool; called by many threads at once, never under a lock of the pool.
 *
 * @param <R> the resource, for example a connection
 */
public interface ResourceFactory<R> {
    /**
     * Makes a resource; may do I/O. What it throws reaches the caller of {@link Pool#checkOut} as it is.
     *
     * @param deadline the end of the caller's patience, which this method has to keep by itself
     */
    R create(Deadline deadline);

    /**
     * Ends a resource; its permit is taken until this returns, so it should be quick. What it throws goes no further:
     * the pool counts it in {@link PoolStats#destroyFailures()}.
     */
    void destroy(R resource);

    /** Whether a resource that was used before may be used again; runs at every check-out, so no I/O. */
    boolean isUsable(R resource);
}
