package io.github.mooring.pool;

import io.github.mooring.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The books of one pool: which permits are out, who waits, in what phase it is. Guarded by the pool's lock, though the
 * slots' states change without it.
 *
 * <p>It only decides. Whatever takes time (creating, judging, destroying) is done without the lock, between two entries.
 *
 * <p><b>Serving.</b> {@link #serve} goes through the queue from its head and gives what there is: an idle slot, a permit
 * to create one, a place in a shared one. Every change after which more could be given ends with it, and so does every
 * entry into the queue. Nobody is overtaken, with one exception: who wants a slot alone, when all are shared, has one of
 * them drained, and meanwhile others may join the rest.
 */
final class Ledger<R> {
    /** The generation that no resource belongs to. */
    static final long CLOSED = -1;

    /** Whether the pool serves. */
    enum Phase {
        PAUSED,
        READY,
        CLOSED
    }

    private final PoolConfig config;
    private final Budget budget;
    private final Board<R> board;
    private final Joining<R> joining;
    private final int limit;
    private final WaitQueue<R> queue = new WaitQueue<>();
    private final Groups groups = new Groups();

    private Phase phase = Phase.PAUSED;
    private boolean everCleared;
    private boolean toldOfClose;
    private int creating;
    /** Callers that {@link PoolSet} has promised this pool to. */
    private int pins;

    private long lastUsedNanos;
    /** Of slots that are gone. */
    private long leasesOfThePast;
    /** What the first in the queue that does not share will get when its last holder leaves. */
    private @Nullable Slot<R> draining;
    /** To be woken up when the lock is free; linked by {@link Waiter#next}. */
    private @Nullable Waiter<R> woken;

    Ledger(PoolConfig config, Budget budget, Board<R> board, Joining<R> joining, long nowNanos) {
        this.config = config;
        this.budget = budget;
        this.board = board;
        this.joining = joining;
        this.limit = config.maxSize() == 0 ? Integer.MAX_VALUE : config.maxSize();
        this.lastUsedNanos = nowNanos;
    }

    Phase phase() {
        return phase;
    }

    boolean wasEverCleared() {
        return everCleared;
    }

    /** Lets callers in; false unless the pool was paused. */
    boolean ready() {
        if (phase != Phase.PAUSED) {
            return false;
        }
        phase = Phase.READY;
        publish();
        return true;
    }

    /** Lets nobody in until it is ready again, and sends the queue away; false if it was so already. */
    boolean pause() {
        boolean wasReady = phase == Phase.READY;
        if (phase != Phase.CLOSED) {
            phase = Phase.PAUSED;
            everCleared = true;
            dismiss(Waiter.State.CLEARED);
            board.moveTo(board.generation() + 1);
        }
        return wasReady;
    }

    /** Makes all resources stale without a pause; false unless that generation is the present one. */
    boolean renew(long generation) {
        if (phase == Phase.CLOSED || generation != board.generation()) {
            return false;
        }
        board.moveTo(generation + 1);
        return true;
    }

    /**
     * Makes all resources of a group stale.
     *
     * @param since one of them; if it is stale already, others have told the same before. Null for whatever there is
     * @return the group; null if it has no members, or they are stale already
     */
    @Nullable
    Group renew(Object key, @Nullable Membership since) {
        Group group = groups.find(key);
        boolean meant = group != null && (since == null || (since.isOf(group) && !since.isStale()));
        if (group == null || !meant || phase == Phase.CLOSED) {
            return null;
        }
        group.renew();
        return group;
    }

    /** Notes to which group a newcomer belongs. */
    void join(Slot<R> slot, Object key) {
        if (slot.membership() != null) {
            throw new IllegalStateException("a resource that is in a group already cannot join " + key);
        }
        slot.join(groups.join(key));
    }

    /** How many resources there are of each group, those included whose creation or destruction is under way. */
    Map<Object, Integer> groupSizes() {
        return groups.sizes();
    }

    /** Lets nobody in any more and sends the queue away. */
    void close() {
        phase = Phase.CLOSED;
        dismiss(Waiter.State.CLOSED);
        board.moveTo(CLOSED);
    }

    /** Whether the listener has yet to hear that the pool is closed; it will now. */
    boolean tellOfClose() {
        boolean first = !toldOfClose;
        toldOfClose = true;
        return first;
    }

    private void dismiss(Waiter.State why) {
        for (Waiter<R> waiter = queue.first(); waiter != null; waiter = queue.first()) {
            queue.remove(waiter);
            waiter.end(why);
            wakeLater(waiter);
        }
        draining = null;
        publish();
    }

    /** Puts a caller into the queue and serves it; first in line if it had its turn before. */
    void enter(Waiter<R> waiter, boolean first) {
        if (first) {
            queue.addFirst(waiter);
        } else {
            queue.addLast(waiter);
        }
        publish(); // before the last look at the slots, see Board
        serve(null);
    }

    /** Takes a caller out of the queue if it still stands there; those behind it may go on then. */
    void withdraw(Waiter<R> waiter) {
        if (waiter.isWaiting()) {
            queue.remove(waiter);
            waiter.end(Waiter.State.GAVE_UP);
            serve(null);
        }
    }

    /** Whether the queue is longer than it may be. */
    boolean isOverfull() {
        return config.maxWaiting() > 0 && queue.size() > config.maxWaiting();
    }

    /** Gives those who wait what there is; {@code hint} is a slot that may just have come free. */
    void serve(@Nullable Slot<R> hint) {
        boolean sharedBlocked = false;
        boolean exclusiveBlocked = false;
        Waiter<R> waiter = phase == Phase.READY ? queue.first() : null;
        while (waiter != null && !(sharedBlocked && exclusiveBlocked)) {
            Waiter<R> next = waiter.next;
            if (waiter.shares ? !sharedBlocked : !exclusiveBlocked) {
                Slot<R> slot = waiter.shares ? findShared(waiter, exclusiveBlocked) : findAlone(waiter, hint);
                if (slot != null) {
                    grant(waiter, slot);
                } else if (waiter.shares) {
                    sharedBlocked = true;
                } else {
                    exclusiveBlocked = true;
                    drainFor(sharedBlocked);
                }
            }
            boolean othersShare = exclusiveBlocked && queue.shared() > 0;
            boolean othersDoNot = sharedBlocked && queue.exclusive() > 0;
            boolean blocked = sharedBlocked || exclusiveBlocked;
            waiter = !blocked || othersShare || othersDoNot ? next : null;
        }
        stopDraining();
        publish();
    }

    private @Nullable Slot<R> findAlone(Waiter<R> waiter, @Nullable Slot<R> hint) {
        if (hint != null && hint.tryTake()) {
            return hint;
        }
        Slot<R> idle = board.takeIdle();
        return idle != null ? idle : permitFor(waiter);
    }

    private @Nullable Slot<R> findShared(Waiter<R> waiter, boolean occupied) {
        boolean always = config.sharing() == Sharing.ALWAYS;
        if (!always && !occupied) {
            Slot<R> own = takeIdleToShare();
            // who would have to wait for the budget joins instead, if it can
            if (own == null && budget.hasPermit()) {
                own = permitFor(waiter);
            }
            if (own != null) {
                return own;
            }
        }
        Slot<R> joined = joinLeastLoaded(occupied);
        return joined != null || occupied ? joined : permitFor(waiter);
    }

    private @Nullable Slot<R> takeIdleToShare() {
        for (Slot<R> idle = board.findIdle(); idle != null; idle = board.findIdle()) {
            if (joining.tryShare(idle, false)) {
                return idle;
            }
        }
        return null;
    }

    private @Nullable Slot<R> joinLeastLoaded(boolean occupied) {
        for (Slot<R> slot = board.findLeastLoaded(occupied); slot != null; slot = board.findLeastLoaded(occupied)) {
            if (joining.tryShare(slot, occupied)) {
                return slot;
            }
        }
        return null;
    }

    private @Nullable Slot<R> permitFor(Waiter<R> waiter) {
        return waiter.hasPermit() ? null : tryPermit();
    }

    /** A permit to create, if there is one. */
    @Nullable
    Slot<R> tryPermit() {
        if (!hasRoom()) {
            return null;
        }
        Slot<R> slot = new Slot<>();
        creating++;
        board.add(slot);
        return slot;
    }

    /** A permit to create what the least size lacks, if anything, and if nothing stands in the way. */
    @Nullable
    Slot<R> tryPermitForMinSize() {
        return board.size() < config.minSize() ? tryPermit() : null;
    }

    private boolean hasRoom() {
        return phase == Phase.READY && board.size() < limit && creating < config.maxConnecting();
    }

    private void grant(Waiter<R> waiter, Slot<R> slot) {
        queue.remove(waiter);
        waiter.grant(slot);
        wakeLater(waiter);
    }

    /** Sees to it that the first in the queue that does not share will be served, unless others stand before it. */
    private void drainFor(boolean sharedBefore) {
        boolean needed = draining == null || !draining.isDraining();
        if (needed && !sharedBefore) {
            Slot<R> slot = board.findLeastLoaded(true);
            draining = slot != null && slot.drain() ? slot : null;
        }
    }

    private void stopDraining() {
        Slot<R> slot = draining;
        if (slot != null && queue.exclusive() == 0) {
            draining = null;
            slot.undrain();
            serve(slot);
        }
    }

    private void wakeLater(Waiter<R> waiter) {
        waiter.next = woken;
        woken = waiter;
    }

    /** Those that have left the queue since the last call, linked by {@link Waiter#next}, to be woken without the lock. */
    @Nullable
    Waiter<R> takeWoken() {
        Waiter<R> all = woken;
        woken = null;
        return all;
    }

    /** The creation on a permit is over, and the slot has its next state. */
    void created() {
        creating--;
    }

    /** Gives a permit back; what was in the slot, if anything, has been destroyed. */
    void remove(Slot<R> slot) {
        if (slot.isCreating()) {
            creating--;
        }
        slot.gone();
        leasesOfThePast += slot.begun();
        board.remove(slot);
        Membership membership = slot.membership();
        if (membership != null) {
            groups.leave(membership);
        }
        publish();
    }

    /** Claims all that is idle. */
    List<Slot<R>> claimIdle() {
        List<Slot<R>> claimed = new ArrayList<>();
        for (Slot<R> slot : board.slots()) {
            if (slot.tryClaim()) {
                claimed.add(slot);
            }
        }
        return claimed;
    }

    /** Claims moreover all that was set aside. */
    List<Slot<R>> claimUnused() {
        List<Slot<R>> claimed = claimIdle();
        for (Slot<R> slot : board.slots()) {
            if (slot.tryRecall()) {
                claimed.add(slot);
            }
        }
        return claimed;
    }

    /** Claims what is idle or set aside of a group. */
    List<Slot<R>> claimUnused(Group group) {
        List<Slot<R>> claimed = new ArrayList<>();
        for (Slot<R> slot : board.slots()) {
            if (slot.isOf(group) && (slot.tryClaim() || slot.tryRecall())) {
                claimed.add(slot);
            }
        }
        return claimed;
    }

    /** Whether nobody waits. */
    boolean isQueueEmpty() {
        return queue.isEmpty();
    }

    void touch(long nowNanos) {
        lastUsedNanos = nowNanos;
    }

    /** Promises that the pool will not be retired. */
    void pin() {
        pins++;
    }

    /** Takes one promise back. */
    void unpin() {
        pins--;
    }

    /** How long ago a slot was used, or the pool made; -1 while it is in use. */
    long unusedNanos(long nowNanos) {
        long youngest = nowNanos - lastUsedNanos;
        for (Slot<R> slot : board.slots()) {
            if (!slot.isIdle()) {
                return -1;
            }
            youngest = Math.min(youngest, slot.idleNanos(nowNanos));
        }
        return pins == 0 && queue.isEmpty() ? Math.max(0, youngest) : -1;
    }

    /**
     * Closes the pool unless it is in use; what is idle stays until {@link #claimIdle}.
     *
     * <p>Somebody may take a slot at this moment without the lock. So all are claimed first, and if one cannot be had,
     * it is as if nothing had happened; whoever came meanwhile waits for the lock.
     */
    boolean retireIfUnused() {
        if (phase == Phase.CLOSED) {
            return true;
        }
        if (pins > 0 || !queue.isEmpty()) {
            return false;
        }
        List<Slot<R>> claimed = claimIdle();
        boolean unused = claimed.size() == board.size();
        if (unused) {
            close();
        }
        claimed.forEach(Slot::unclaim);
        publish();
        return unused;
    }

    /** Closes the pool if moreover nothing is idle and nobody has used it for so long. */
    boolean retireIfEmpty(long nowNanos, long unusedNanos) {
        boolean due = board.size() == 0 && nowNanos - lastUsedNanos >= unusedNanos;
        return phase == Phase.CLOSED || (due && retireIfUnused());
    }

    /** Lets everybody see what has been decided. */
    private void publish() {
        int bits = phase == Phase.READY ? 0 : Board.SHUT;
        bits |= queue.shared() > 0 ? Board.SHARED_WAIT : 0;
        bits |= queue.exclusive() > 0 ? Board.EXCLUSIVE_WAIT : 0;
        board.setGate(bits | (hasRoom() ? Board.ROOM : 0));
    }

    /** How long whoever is first in the queue has waited. */
    Duration oldestWait(Clock clock) {
        Waiter<R> first = queue.first();
        return first == null ? Duration.ZERO : first.waited(clock);
    }

    /** How many leases there have been. */
    long leases() {
        long leases = leasesOfThePast;
        for (Slot<R> slot : board.slots()) {
            leases += slot.begun();
        }
        return leases;
    }

    PoolStats stats(long destroyFailures, long listenerFailures) {
        return audit().stats(destroyFailures, listenerFailures);
    }

    /** Throws an {@link AssertionError} that says what does not add up, if anything; {@code still} if nothing moves. */
    void checkInvariants(boolean still) {
        audit().check(phase, creating, pins, still, hasRoom());
        audit().checkGroups(groups.sizes());
    }

    private Audit<R> audit() {
        return new Audit<>(config, board, queue);
    }
}
