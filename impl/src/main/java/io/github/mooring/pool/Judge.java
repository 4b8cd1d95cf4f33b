package io.github.mooring.pool;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Says whether a resource is fit to be handed out; thread-safe, without state of its own. */
final class Judge<R> {
    private final PoolConfig config;
    private final Board<R> board;
    private final ResourceFactory<R> factory;
    private final long maxIdleNanos;
    private final long peekNanos;
    /** Idle for shorter than this, a resource needs no closer look; that is almost always so. */
    private final long suspectNanos;

    Judge(PoolConfig config, Board<R> board, ResourceFactory<R> factory) {
        this.config = config;
        this.board = board;
        this.factory = factory;
        this.maxIdleNanos = orNever(config.maxIdleTime());
        this.peekNanos = orNever(config.peekAfter());
        this.suspectNanos = Math.min(maxIdleNanos, peekNanos);
    }

    private static long orNever(Duration time) {
        return time.isZero() ? Long.MAX_VALUE : time.toNanos();
    }

    /**
     * What is wrong with a slot for its holder, if anything. One
     * that is held alone may have been idle for long; one that others share has not been, and nothing but its holders may
     * look at what comes over it.
     */
    @Nullable
    CloseReason judge(Slot<R> slot, long nowNanos) {
        boolean plain = board.isCurrent(slot) && !isSuspect(slot, nowNanos);
        CloseReason fault = plain ? null : lookCloser(slot, nowNanos);
        return fault != null || isUsable(slot) ? fault : CloseReason.ERROR;
    }

    /** Whether the factory would have it used again. */
    boolean isUsable(Slot<R> slot) {
        return factory.isUsable(slot.resource());
    }

    private @Nullable CloseReason lookCloser(Slot<R> slot, long nowNanos) {
        CloseReason stale = staleness(slot);
        if (stale != null || !slot.isExclusive()) {
            return stale;
        }
        if (slot.isExpired(nowNanos) || isIdleTooLong(slot, nowNanos)) {
            return CloseReason.IDLE;
        }
        boolean silentForLong = slot.idleNanos(nowNanos) >= peekNanos;
        return silentForLong && !factory.isAlive(slot.resource()) ? CloseReason.ERROR : null;
    }

    /** Whether its users have left something behind that goes on; for whoever is its last user, or has claimed it. */
    boolean isBusy(Slot<R> slot) {
        R resource = slot.content(); // null if the lease has ended meanwhile, by another thread
        return resource != null && factory.isBusy(resource);
    }

    /** Whether it needs a closer look, which only somebody who has it alone may take. */
    boolean isSuspect(Slot<R> slot, long nowNanos) {
        return slot.idleNanos(nowNanos) >= suspectNanos || slot.isExpired(nowNanos);
    }

    private boolean isIdleTooLong(Slot<R> slot, long nowNanos) {
        return slot.idleNanos(nowNanos) >= maxIdleNanos && board.size() > config.minSize();
    }

    /** Why a resource is out of date; null if it is not. */
    @Nullable
    CloseReason staleness(Slot<R> slot) {
        long generation = board.generation();
        if (slot.generation() == generation) {
            return slot.isStaleInItsGroup() ? CloseReason.STALE : null;
        }
        return generation == Ledger.CLOSED ? CloseReason.POOL_CLOSED : CloseReason.STALE;
    }
}
