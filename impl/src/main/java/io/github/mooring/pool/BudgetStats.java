package io.github.mooring.pool;

import java.io.Serializable;

/**
 * The numbers of a {@link Budget} at one moment; immutable.
 *
 * @param capacity         the limit that {@code inUse} never passes; 0 = unlimited
 * @param inUse            permits that are out: for things in use, being made, idle, or being ended
 * @param waiting          callers in the wait queue
 * @param releasing        evictions under way; their permits are among {@code inUse} until they are done
 * @param evicted          how many idle things have been ended to make room
 * @param evictionFailures how often an {@link Evictable} threw something
 */
public record BudgetStats(int capacity, int inUse, int waiting, int releasing, long evicted, long evictionFailures)
        implements Serializable {

    /** As it stands in the texts of exceptions. */
    @Override
    public String toString() {
        return "capacity=" + (capacity == 0 ? "unlimited" : capacity) + " inUse=" + inUse + " waiting=" + waiting
                + " releasing=" + releasing + " evicted=" + evicted + " evictionFailures=" + evictionFailures;
    }
}
