package io.github.mooring.pool;

import java.time.Duration;
import java.util.List;

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
 * @param stack      what that thread was doing, if it was asked for; else empty, as of a thread that has ended
 */
public record Holder(
        long id,
        String threadName,
        Duration held,
        Use use,
        int leases,
        boolean aside,
        Purpose purpose,
        List<StackTraceElement> stack) {
    /** Copies the list. */
    public Holder {
        stack = List.copyOf(stack);
    }

    /** As above, of which it was not asked what the thread was doing. */
    public Holder(long id, String threadName, Duration held, Use use, int leases, boolean aside, Purpose purpose) {
        this(id, threadName, held, use, leases, aside, purpose, List.of());
    }

    /** As it stands in the texts of exceptions. */
    @Override
    public String toString() {
        String others = leases > 1 ? " and " + (leases - 1) + " more" : "";
        String state = aside ? ", given back but still busy" : "";
        String why = purpose == Purpose.OPERATION ? "" : ", for a " + purpose;
        return id + " by " + threadName + others + " for " + held.toMillis() + " ms" + why + state;
    }
}
