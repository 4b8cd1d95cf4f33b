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
 * @param aside      whether it was given back and is kept aside, because what was begun with it is not over
 * @param purpose    what it is held for
 */
public record Holder(long id, String threadName, Duration held, Use use, int leases, boolean aside, Purpose purpose) {
    /** As it stands in the texts of exceptions. */
    @Override
    public String toString() {
        String others = leases > 1 ? " and " + (leases - 1) + " more" : "";
        String state = aside ? ", given back but still busy" : "";
        String why = purpose == Purpose.OPERATION ? "" : ", for a " + purpose;
        return id + " by " + threadName + others + " for " + held.toMillis() + " ms" + why + state;
    }
}
