package io.github.mooring.pool;

import java.io.Serializable;

/**
 * The numbers of a pool, or of several, at one moment; immutable.
 *
 * @param maxSize          the limit that {@code inUse + creating + idle + destroying} never passes; 0 = unlimited
 * @param inUse            resources that are leased, or handed over to a waiter that has yet to wake up, or kept aside
 *     after they were given back busy
 * @param creating         permits whose resource is being created, or is about to be
 * @param idle             ready for the next caller
 * @param destroying       being destroyed; they count until that is over
 * @param waiting          callers in the wait queue
 * @param destroyFailures  how often {@link ResourceFactory#destroy} or {@code interrupt} threw something since the pool
 *     was made
 * @param leases           holders of the resources in use: more than {@code inUse} when some are shared
 * @param listenerFailures events at which the {@link PoolListener} threw something, or that it was too slow for
 * @param cursors          how many of those in use are kept for cursors, see {@link Lease#dedicate}
 * @param transactions     how many of those in use are kept for transactions
 */
public record PoolStats(
        int maxSize,
        int inUse,
        int creating,
        int idle,
        int destroying,
        int waiting,
        long destroyFailures,
        int leases,
        long listenerFailures,
        int cursors,
        int transactions)
        implements Serializable {

    /** Of no pool at all. */
    public static final PoolStats NONE = new PoolStats(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

    /** All that hold a permit. */
    public int size() {
        return inUse + creating + idle + destroying;
    }

    /** How many of those in use are kept for neither cursors nor transactions. */
    public int operations() {
        return Math.max(0, inUse - cursors - transactions); // the slots are not looked at in one moment
    }

    /** The numbers of both together; without a limit if one of them has none. */
    public PoolStats plus(PoolStats other) {
        return new PoolStats(
                maxSize == 0 || other.maxSize == 0
                        ? 0
                        : (int) Math.min(Integer.MAX_VALUE, (long) maxSize + other.maxSize),
                inUse + other.inUse,
                creating + other.creating,
                idle + other.idle,
                destroying + other.destroying,
                waiting + other.waiting,
                destroyFailures + other.destroyFailures,
                leases + other.leases,
                listenerFailures + other.listenerFailures,
                cursors + other.cursors,
                transactions + other.transactions);
    }

    /** As it stands in the texts of exceptions. */
    @Override
    public String toString() {
        return "max=" + (maxSize == 0 ? "unlimited" : maxSize) + " inUse=" + inUse
                + (leases == inUse ? "" : " leases=" + leases) + (cursors == 0 ? "" : " cursors=" + cursors)
                + (transactions == 0 ? "" : " transactions=" + transactions) + " creating=" + creating + " idle=" + idle
                + " destroying=" + destroying + " waiting=" + waiting;
    }
}
