package io.github.mooring.pool;

import org.jspecify.annotations.Nullable;

/**
 * How leases end; thread-safe, without state of its own.
 *
 * <p>The state of the slot changes first, and only then comes the look at the gate, the generation and the budget; so
 * whoever waits, clears or needs room sees the slot, or is seen. See {@link Board}.
 */
final class Returns<R> {
    private final Engine<R> pool;

    Returns(Engine<R> pool) {
        this.pool = pool;
    }

    String poolName() {
        return pool.name();
    }

    boolean isCurrent(Slot<R> slot) {
        return pool.board.isCurrent(slot);
    }

    /** As {@link Judge#judge}; if the factory throws on the way, the slot's holder has it no more. */
    @Nullable
    CloseReason judge(Slot<R> slot, long nowNanos) {
        try {
            return pool.judge.judge(slot, nowNanos);
        } catch (RuntimeException | Error e) {
            slot.blame(e);
            giveUp(slot, CloseReason.ERROR);
            throw e;
        }
    }

    /** Ends an exclusive lease of a resource that is fit for the next; false if it has ended. */
    boolean giveBack(Slot<R> slot, long ticket) {
        if (!slot.isHeldBy(ticket)) {
            return false;
        }
        if (pool.heard || !pool.board.isOpen() || !pool.board.isCurrent(slot) || isBusy(slot)) {
            return seize(slot, ticket) && passOn(slot);
        }
        slot.touch(pool.coarse.nanoTime());
        if (!slot.release(ticket)) {
            return false;
        }
        // only after the release, see Board
        if (!pool.board.isOpen() || !pool.board.isCurrent(slot) || pool.budget.isContended()) {
            settle(slot);
        }
        return true;
    }

    /** Passes on what is in a claimed slot, or sets it aside. */
    private boolean passOn(Slot<R> slot) {
        if (!isBusy(slot)) {
            return pool.finish(slot, null);
        }
        setAside(slot);
        pool.events.deliver();
        return true;
    }

    /** If the factory throws, the slot is set aside, and the next look at it has the resource destroyed. */
    private boolean isBusy(Slot<R> slot) {
        try {
            return pool.judge.isBusy(slot);
        } catch (RuntimeException | Error e) {
            pool.noteFailure();
            return true;
        }
    }

    private void setAside(Slot<R> slot) {
        if (!pool.trySetAside(slot)) {
            pool.finish(slot, null);
        }
    }

    /** Ends an exclusive lease of a resource that is not; false if it has ended. */
    boolean discard(Slot<R> slot, long ticket) {
        return seize(slot, ticket) && pool.finish(slot, CloseReason.ERROR);
    }

    private boolean seize(Slot<R> slot, long ticket) {
        if (!slot.seize(ticket)) {
            return false;
        }
        checkedIn(slot);
        slot.touch(pool.coarse.nanoTime());
        return true;
    }

    /** Ends a shared lease. */
    boolean leave(Slot<R> slot, boolean broken) {
        checkedIn(slot);
        leaveQuietly(slot, broken);
        pool.events.deliver();
        return true;
    }

    private void leaveQuietly(Slot<R> slot, boolean broken) {
        slot.touch(pool.coarse.nanoTime());
        if (broken) {
            slot.markBroken();
        }
        if (broken || !pool.board.isCurrent(slot)) {
            slot.doom();
        }
        SlotState.Left left = leaveSlot(slot);
        if (left == SlotState.Left.DOOMED) {
            CloseReason stale = pool.judge.staleness(slot);
            pool.finish(slot, slot.isBroken() ? CloseReason.ERROR : stale == null ? CloseReason.IDLE : stale);
        } else if (left == SlotState.Left.BUSY) {
            setAside(slot);
        } else if (!pool.board.isOpen() || !pool.board.isCurrent(slot) || pool.budget.isContended()) {
            settle(slot);
        }
    }

    /** Only the last one looks whether it is busy: what the others have left behind, that one finds. */
    private SlotState.Left leaveSlot(Slot<R> slot) {
        SlotState.Left left;
        do {
            long seen = slot.sharedWord();
            left = slot.tryLeave(seen, SlotState.wouldBeIdle(seen) && isBusy(slot));
        } while (left == null);
        return left;
    }

    private void checkedIn(Slot<R> slot) {
        if (pool.heard) {
            long id = slot.id();
            pool.events.note(listener -> listener.checkedIn(id));
        }
    }

    /** Ends what was had of a slot by somebody who cannot use it; nobody hears of it. */
    void giveUp(Slot<R> slot, @Nullable CloseReason reason) {
        if (slot.isCreating()) {
            pool.free(slot);
        } else if (!slot.isExclusive()) {
            leaveQuietly(slot, reason == CloseReason.ERROR);
        } else if (slot.seize(slot.ticket())) {
            pool.finish(slot, reason);
        }
    }

    /** Looks after a slot that was given back while somebody waits, or after the pool was cleared. */
    private void settle(Slot<R> slot) {
        if (slot.tryClaim()) {
            pool.finish(slot, null);
        } else {
            pool.serve(slot);
        }
    }
}
