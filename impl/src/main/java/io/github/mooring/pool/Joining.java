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
     * Joins, or takes alone for now what needs a closer look before others may join. False if it can do neither, because
     * the slot has changed meanwhile.
     *
     * @param occupied whether it must be shared already
     */
    boolean tryShare(Slot<R> slot, boolean occupied, long nowNanos) {
        boolean alone = !occupied && slot.isIdle() && judge.isSuspect(slot, nowNanos);
        return alone ? slot.tryTake() : slot.tryJoin(maxInFlight, occupied);
    }
}
