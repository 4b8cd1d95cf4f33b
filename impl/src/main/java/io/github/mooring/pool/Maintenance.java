package io.github.mooring.pool;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.github.mooring.time.Cancellation;
import io.github.mooring.time.Deadline;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a pool does when it is told to look after itself; thread-safe, without state of its own. */
final class Maintenance<R> {
    private final Engine<R> pool;
    private final long maxIdleNanos;

    Maintenance(Engine<R> pool) {
        this.pool = pool;
        this.maxIdleNanos = pool.config.maxIdleTime().toNanos();
    }

    /**
     * Destroys what is idle and out of date, idle for too long or too old, then creates what is missing.
     *
     * @return nanoseconds until it wants to run again, {@link Long#MAX_VALUE} for never
     */
    long runOnce() {
        long now = pool.clock.nanoTime();
        List<Slot<R>> due;
        Waiter<R> woken;
        pool.lock.lock();
        try {
            due = condemnDueLocked(now);
            pool.ledger.serve(null);
            woken = pool.ledger.takeWoken();
        } finally {
            pool.lock.unlock();
        }
        pool.wakeAndTell(woken);
        due.forEach(pool::destroy);
        pool.makeRoomIfAsked(); // while this held what is idle, nobody could find it
        fill();
        pool.events.deliverBacklog();
        return nextRun(now);
    }

    /**
     * Condemns what is due, what was used least recently first; all others let go of the threads that held them. Who comes
     * meanwhile and finds nothing idle waits for the lock, and is served after it.
     */
    @GuardedBy("pool.lock")
    private List<Slot<R>> condemnDueLocked(long now) {
        List<Slot<R>> idle = pool.ledger.claimIdle();
        idle.sort(
                Comparator.comparingLong((Slot<R> slot) -> slot.idleNanos(now)).reversed());
        int spare = pool.board.size() - pool.config.minSize();
        List<Slot<R>> due = new ArrayList<>();
        for (Slot<R> slot : idle) {
            CloseReason reason = reason(slot, now, due.size() < spare);
            if (reason == null) {
                slot.forgetHolder();
                slot.unclaim();
            } else {
                pool.condemnLocked(slot, reason);
                due.add(slot);
            }
        }
        return due;
    }

    private @Nullable CloseReason reason(Slot<R> slot, long now, boolean isSpare) {
        CloseReason stale = pool.judge.staleness(slot);
        if (stale != null) {
            return stale;
        }
        boolean idleTooLong = maxIdleNanos > 0 && isSpare && slot.idleNanos(now) >= maxIdleNanos;
        return idleTooLong || slot.isExpired(now) ? CloseReason.IDLE : null;
    }

    /**
     * One after the other, until nothing is missing or something stands in the way. What goes as fast as it comes is left
     * to the next run, or this one might have no end.
     */
    private void fill() {
        int most = pool.config.minSize();
        for (int created = 0; created < most && createOneIfMissing(); created++) {
            // each call creates one
        }
    }

    /** Creates one more for the least size; false if none is missing or it did not work. */
    private boolean createOneIfMissing() {
        Slot<R> permit = tryPermit();
        if (permit == null) {
            return false;
        }
        boolean kept = false;
        try {
            kept = pool.budget.tryAcquire()
                    && pool.creation.create(permit, null, Deadline.never(), Cancellation.none());
            return kept;
        } catch (RuntimeException e) {
            return false; // the factory has told whoever has to know; the next run tries again
        } finally {
            if (!kept) {
                pool.free(permit);
            }
        }
    }

    private @Nullable Slot<R> tryPermit() {
        pool.lock.lock();
        try {
            return pool.ledger.tryPermitForMinSize();
        } finally {
            pool.lock.unlock();
        }
    }

    private long nextRun(long now) {
        long next = maxIdleNanos == 0 ? Long.MAX_VALUE : maxIdleNanos;
        for (Slot<R> slot : pool.board.slots()) {
            if (slot.isIdle()) {
                long idleFor = maxIdleNanos - Math.max(0, slot.idleNanos(now));
                next = Math.min(next, maxIdleNanos > 0 && idleFor > 0 ? idleFor : Long.MAX_VALUE);
                next = Math.min(next, Math.max(1, slot.lifeNanos(now)));
            }
        }
        return next;
    }
}
