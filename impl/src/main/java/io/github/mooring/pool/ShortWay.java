package io.github.mooring.pool;

import org.jspecify.annotations.Nullable;

/** How to come by a resource without the lock and without waiting; thread-safe, without state of its own. */
final class ShortWay<R> {
    private final Engine<R> pool;
    private final Board<R> board;
    private final boolean always;

    ShortWay(Engine<R> pool) {
        this.pool = pool;
        this.board = pool.board;
        this.always = pool.config.sharing() == Sharing.ALWAYS;
    }

    /** A resource for one alone, or to be shared; null if there is none to be had so. Fitness is another question. */
    @Nullable
    Slot<R> tryTake(boolean shares, long nowNanos) {
        return shares ? tryShare(nowNanos) : board.tryTake();
    }

    /** The short way to a resource that may be shared; null if there is none to be had so. */
    private @Nullable Slot<R> tryShare(long nowNanos) {
        if (board.isClosedToSharing()) {
            return null;
        }
        boolean occupied = board.isAwaitedExclusively();
        if (!always && !occupied) {
            for (Slot<R> idle = board.findIdle(); idle != null; idle = board.findIdle()) {
                if (pool.joining.tryShare(idle, false, nowNanos)) {
                    return idle;
                }
            }
            // who would have to wait for the budget joins instead
            if (board.hasRoom() && pool.budget.hasPermit()) {
                return null;
            }
        }
        for (Slot<R> slot = board.findLeastLoaded(occupied); slot != null; slot = board.findLeastLoaded(occupied)) {
            if (pool.joining.tryShare(slot, occupied, nowNanos)) {
                return slot;
            }
        }
        return null;
    }

    /** Lets others join what was taken alone for a closer look. */
    void share(Slot<R> slot) {
        slot.share();
        if (!board.isOpen()) {
            pool.serve(slot);
        }
    }
}
