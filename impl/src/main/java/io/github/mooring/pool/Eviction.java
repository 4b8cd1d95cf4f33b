package io.github.mooring.pool;

import org.jspecify.annotations.Nullable;

/** Lets what is idle in a pool make room elsewhere; thread-safe. */
final class Eviction<R> implements Evictable {
    private final Engine<R> pool;

    Eviction(Engine<R> pool) {
        this.pool = pool;
    }

    /** For how long the least recently used resource has been idle; -1 if none is. */
    @Override
    public long oldestIdleNanos() {
        Slot<R> oldest = oldestIdle();
        return oldest == null ? -1 : Math.max(0, oldest.idleNanos(pool.coarse.nanoTime()));
    }

    /** Destroys the resource that has been idle for longest; false if none is idle. */
    @Override
    public boolean evictOldest() {
        for (Slot<R> oldest = oldestIdle(); oldest != null; oldest = oldestIdle()) {
            if (oldest.tryClaim()) {
                return pool.finish(oldest, CloseReason.IDLE);
            }
        }
        return false;
    }

    private @Nullable Slot<R> oldestIdle() {
        long now = pool.coarse.nanoTime();
        Slot<R> oldest = null;
        for (Slot<R> slot : pool.board.slots()) {
            if (slot.isIdle() && (oldest == null || slot.idleNanos(now) > oldest.idleNanos(now))) {
                oldest = slot;
            }
        }
        return oldest;
    }
}
