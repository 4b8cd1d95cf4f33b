package io.github.mooring.pool;

/** Brings back what was set aside once it is no longer busy; thread-safe, without state of its own. */
final class Recall<R> {
    private final Engine<R> pool;

    Recall(Engine<R> pool) {
        this.pool = pool;
    }

    /** Looks once at each. Calls no listener, and waits for nothing but the pool's lock. */
    void run() {
        for (Slot<R> slot : pool.board.slots()) {
            if (slot.tryRecall()) {
                look(slot);
            }
        }
    }

    /** The slot is claimed: nobody else has it, and nobody ends what is in it. */
    private void look(Slot<R> slot) {
        boolean busy = false;
        CloseReason fault = CloseReason.ERROR;
        try {
            busy = pool.judge.isBusy(slot);
            fault = pool.judge.isUsable(slot)
                    ? null
                    : CloseReason.ERROR; // last: the first look may show that it is broken
        } catch (RuntimeException | Error e) {
            pool.noteFailure();
        }
        if (fault != null || !busy || !pool.trySetAside(slot)) {
            slot.touch(pool.coarse.nanoTime());
            pool.finishQuietly(slot, fault);
        }
    }
}
