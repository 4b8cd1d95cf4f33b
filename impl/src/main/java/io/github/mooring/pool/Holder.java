package io.github.mooring.pool;

import java.time.Duration;

/**
 * Who holds a resource; immutable, a snapshot.
 *
 * @param id         the resource's number within its pool
 * @param threadName the thread that took it; of a shared resource, the first of its present holders
 * @param held       since then, as exact as the pool's coarse clock
 * @param use        how it is held
 * @param leases     how many hold it
 */
public record Holder(long id, String threadName, Duration held, Use use, int leases) {
    /** As it stands in the texts of exceptions. */
    @Override
    public String toString() {
        String others = leases > 1 ? " and " + (leases - 1) + " more" : "";
        return id + " by " + threadName + others + " for " + held.toMillis() + " ms";
    }
}
