package io.github.mooring.pool;

import java.util.HashMap;
import java.util.Map;

/** Counts what there is in a pool and says whether it adds up; guarded by the pool's lock. */
final class Audit<R> {
    private final PoolConfig config;
    private final Board<R> board;
    private final WaitQueue<R> queue;

    Audit(PoolConfig config, Board<R> board, WaitQueue<R> queue) {
        this.config = config;
        this.board = board;
        this.queue = queue;
    }

    PoolStats stats(long destroyFailures, long listenerFailures) {
        int inUse = 0;
        int leases = 0;
        int pending = 0;
        int destroying = 0;
        int cursors = 0;
        int transactions = 0;
        Slot<R>[] all = board.slots();
        for (Slot<R> slot : all) {
            int held = slot.leases();
            leases += held;
            inUse += held > 0 ? 1 : 0;
            pending += slot.isCreating() ? 1 : 0;
            destroying += slot.isDestroying() ? 1 : 0;
            Purpose purpose = slot.purpose();
            cursors += purpose == Purpose.CURSOR ? 1 : 0;
            transactions += purpose == Purpose.TRANSACTION ? 1 : 0;
        }
        int idle = Math.max(0, all.length - inUse - pending - destroying);
        return new PoolStats(
                config.maxSize(),
                inUse,
                pending,
                idle,
                destroying,
                queue.size(),
                destroyFailures,
                leases,
                listenerFailures,
                cursors,
                transactions);
    }

    /** Throws an {@link AssertionError} that says what is not true, if anything; {@code still} if nothing moves. */
    void check(Ledger.Phase phase, int creating, int pins, boolean still, boolean hasRoom) {
        require(Math.min(creating, pins) >= 0, "nothing is counted below zero");
        require(config.maxSize() == 0 || board.size() <= config.maxSize(), "the limit is kept");
        require(creating <= config.maxConnecting(), "no more than maxConnecting are created at once");
        require(phase == Ledger.Phase.READY || queue.isEmpty(), "nobody waits for a pool that does not serve");
        for (Waiter<R> waiter = queue.first(); waiter != null; waiter = waiter.next) {
            require(waiter.isWaiting(), "who stands in the queue waits");
        }
        if (still) {
            checkStill(creating, hasRoom);
        }
    }

    /** As above, of the members that each group is believed to have. */
    void checkGroups(Map<Object, Integer> sizes) {
        Map<Object, Integer> counted = new HashMap<>();
        for (Slot<R> slot : board.slots()) {
            Membership membership = slot.membership();
            if (membership != null) {
                counted.merge(membership.group(), 1, Integer::sum);
            }
        }
        require(counted.equals(sizes), "each group has the members that it counts, and none is left without");
    }

    private void checkStill(int creating, boolean hasRoom) {
        int pending = 0;
        for (Slot<R> slot : board.slots()) {
            pending += slot.isCreating() ? 1 : 0;
            require(!slot.isIdle() || slot.content() != null, "an idle slot holds a resource");
            require(!slot.isIdle() || board.isCurrent(slot), "nothing stale is idle");
            require(!slot.isAside() || board.isCurrent(slot), "nothing stale is kept aside");
            require(!slot.isIdle() || queue.isEmpty(), "nobody waits while something is idle");
            require(queue.exclusive() > 0 || !slot.isDraining(), "nothing is drained for nobody");
            require(slot.leases() <= config.maxInFlight(), "no slot has more holders than it may");
        }
        require(pending == creating, "each creation is counted once");
        require(queue.size() == 0 || !hasRoom, "nobody waits while there is leave to create");
    }

    private void require(boolean holds, String invariant) {
        if (!holds) {
            throw new AssertionError("bug: not true that " + invariant + " (" + stats(0, 0) + ")");
        }
    }
}
