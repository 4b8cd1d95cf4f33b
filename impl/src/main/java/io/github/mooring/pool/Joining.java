package io.github.mooring.pool;

import io.github.mooring.time.CoarseClock;

/** How a caller that would share comes to hold a slot that it has found; thread-safe, without state of its own. */
final class Joining<R> {
    private final Judge<R> judge;
    private final CoarseClock coarse;
    private final int maxInFlight;

    Joining(Judge<R> judge, CoarseClock coarse, int maxInFlight) {
        this.judge = judge;
        this.coarse = coarse;
        this.maxInFlight = maxInFlight;
    }

    /** As below, at this moment. */
    boolean tryShare(Slot<R> slot, boolean occupied) {
        return tryShare(slot, occupied, coarse.nanoTime());
    }

    /**
     * Joins, or takes alone for now what needs a closer look before others may join. What is shared and past its life is
     * joined by nobody from now on, and so comes to its end however busy it is.
     *
     * @param occupied whether it must be shared already
     * @return         false if it did neither, because the slot has changed meanwhile, or has now
     */
    boolean tryShare(Slot<R> slot, boolean occupied, long nowNanos) {
        if (!judge.isSuspect(slot, nowNanos)) {
            return slot.tryJoin(maxInFlight, occupied);
        }
        if (slot.isIdle()) {
            return !occupied && slot.tryTake();
        }
        return !endsItsLife(slot, nowNanos) && slot.tryJoin(maxInFlight, occupied);
    }

    private static boolean endsItsLife(Slot<?> slot, long nowNanos) {
        return slot.isExpired(nowNanos) && slot.tryDoom();
    }
}
