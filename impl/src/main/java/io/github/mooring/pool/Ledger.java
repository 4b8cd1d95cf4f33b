package io.github.mooring.pool;

import io.github.mooring.pool.Slot.State;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The books of one pool: which permits are out and in what state, what is idle, who waits. Guarded by the pool's lock.
 *
 * <p>It only decides. Whatever takes time (creating, judging, destroying) is done by {@link Pool} without the lock,
 * between two entries. Every change of a slot passes through here, so this is also the place where events are born.
 *
 * <pre>
 *   tryTake     IDLE                  -> IN_USE        most recently used first
 *               (none)                -> CREATING      a permit, before anything is created
 *   created     CREATING              -> IN_USE
 *   passOn      IN_USE                -> IN_USE        handed over to the head of the wait queue, or
 *                                     -> IDLE
 *   condemn     IDLE, IN_USE,CREATING -> DESTROYING    still holds its permit
 *   reuse       DESTROYING            -> CREATING      the caller goes on with its permit, or
 *                                     -> GONE          with an idle slot instead
 *   free        DESTROYING            -> CREATING      permit handed over to the head of the wait queue, or
 *                                     -> GONE
 * </pre>
 *
 * <p>While somebody waits, nothing is idle and no permit is free: whatever comes free goes to the head of the queue in
 * the same step. That is why a newcomer needs no look at the queue, and why one waiter is woken and never a crowd.
 */
final class Ledger<R> {
    /** The generation that no resource belongs to. */
    static final long CLOSED = -1;

    private final int limit;
    /** First the most recently used. */
    private final ArrayDeque<Slot<R>> idle = new ArrayDeque<>();
    /** First who has waited longest. */
    private final ArrayDeque<Waiter<R>> waiters = new ArrayDeque<>();

    private int creating;
    private int inUse;
    private int destroying;
    /** Callers that {@link PoolSet} has promised this pool to. */
    private int pins;

    private long lastUsedNanos;
    private long generation;
    private boolean closed;

    Ledger(int maxSize, long nowNanos) {
        this.lastUsedNanos = nowNanos;
        this.limit = maxSize == 0 ? Integer.MAX_VALUE : maxSize;
    }

    boolean isClosed() {
        return closed;
    }

    /** Begins the next generation; after the end there is none, so that nothing created late can belong to it. */
    long nextGeneration() {
        generation = closed ? CLOSED : generation + 1;
        return generation;
    }

    /** An idle slot, or else a new permit; null if there is neither or the pool is closed. */
    @Nullable
    Slot<R> tryTake() {
        if (closed) {
            return null;
        }
        Slot<R> slot = idle.pollFirst();
        if (slot != null) {
            move(slot, State.IDLE, State.IN_USE);
            return slot;
        }
        if (size() >= limit) {
            return null;
        }
        creating++;
        return new Slot<>();
    }

    /** The creation is over. */
    void created(Slot<R> slot) {
        move(slot, State.CREATING, State.IN_USE);
    }

    /** Passes a resource on that is fit for the next caller. */
    void passOn(Slot<R> slot) {
        Waiter<R> head = waiters.pollFirst();
        if (head != null) {
            move(slot, State.IN_USE, State.IN_USE);
            head.grant(slot);
        } else {
            move(slot, State.IN_USE, State.IDLE);
            idle.addFirst(slot);
        }
    }

    /** Nobody shall have it any more; a second time, nothing happens. */
    void condemn(Slot<R> slot) {
        if (slot.state != State.DESTROYING) {
            move(slot, slot.state, State.DESTROYING);
        }
    }

    List<Slot<R>> condemnAllIdle() {
        return condemnOldest(slot -> true);
    }

    /** Condemns the slots that have been idle for so long or longer. */
    List<Slot<R>> condemnIdle(long nowNanos, long idleNanos) {
        return condemnOldest(slot -> slot.idleNanos(nowNanos) >= idleNanos);
    }

    private List<Slot<R>> condemnOldest(Predicate<Slot<R>> isDue) {
        List<Slot<R>> condemned = new ArrayList<>();
        for (Slot<R> slot = idle.peekLast(); slot != null && isDue.test(slot); slot = idle.peekLast()) {
            idle.removeLast();
            move(slot, State.IDLE, State.DESTROYING);
            condemned.add(slot);
        }
        return condemned;
    }

    /** The idle slot that has been so for longest. */
    @Nullable
    Slot<R> oldestIdle() {
        return idle.peekLast();
    }

    /** Another slot for a caller whose own came out unfit: an idle one, or its own permit again; null if closed. */
    @Nullable
    Slot<R> reuse(Slot<R> slot) {
        if (closed) {
            return null;
        }
        if (idle.isEmpty()) {
            move(slot, State.DESTROYING, State.CREATING);
            return slot;
        }
        free(slot);
        return tryTake();
    }

    /** Gives a permit back; what was in the slot has been destroyed. */
    void free(Slot<R> slot) {
        Waiter<R> head = waiters.pollFirst();
        if (head != null) {
            move(slot, State.DESTROYING, State.CREATING);
            head.grant(slot);
        } else {
            move(slot, State.DESTROYING, State.GONE);
        }
    }

    /** Puts a caller at the end of the wait queue, unless the pool is closed. */
    void enqueue(Waiter<R> waiter) {
        if (closed) {
            waiter.refuse();
        } else {
            waiters.addLast(waiter);
        }
    }

    /** Takes a caller out of the wait queue if it still stands there. */
    void withdraw(Waiter<R> waiter) {
        if (waiter.isWaiting()) {
            waiters.remove(waiter);
            waiter.giveUp();
        }
    }

    /** Lets nobody in any more and sends the wait queue away; idle slots stay until they are condemned. */
    void close() {
        closed = true;
        for (Waiter<R> head = waiters.pollFirst(); head != null; head = waiters.pollFirst()) {
            head.refuse();
        }
    }

    /** Promises that the pool will not be retired. */
    void pin() {
        pins++;
    }

    /** Takes one promise back. */
    void unpin() {
        pins--;
    }

    /** Notes that a slot has just been used. */
    void touch(Slot<R> slot, long nowNanos) {
        slot.touch(nowNanos);
        lastUsedNanos = nowNanos;
    }

    /** How long ago a slot was used, or the pool made; -1 while it is in use. */
    long unusedNanos(long nowNanos) {
        return isUnused() ? Math.max(0, nowNanos - lastUsedNanos) : -1;
    }

    /** Lets nobody in any more, unless the pool is in use. */
    boolean retireIfUnused() {
        closed |= isUnused();
        return closed;
    }

    /** Lets nobody in any more, if nothing is idle either and nobody has used the pool for so long. */
    boolean retireIfEmpty(long nowNanos, long unusedNanos) {
        closed |= idle.isEmpty() && isUnused() && nowNanos - lastUsedNanos >= unusedNanos;
        return closed;
    }

    /** Whether nobody has, awaits or is promised anything; there may be idle slots. */
    private boolean isUnused() {
        return pins == 0 && size() == idle.size() && waiters.isEmpty();
    }

    PoolStats stats(int maxSize, long destroyFailures) {
        return new PoolStats(maxSize, inUse, creating, idle.size(), destroying, waiters.size(), destroyFailures);
    }

    /** Throws an {@link AssertionError} that says what does not add up, if anything. */
    void checkInvariants() {
        require(Math.min(Math.min(creating, inUse), Math.min(destroying, pins)) >= 0, "nothing is counted below zero");
        require(size() <= limit, "the limit is kept");
        require(waiters.isEmpty() || (idle.isEmpty() && size() == limit), "nobody waits while something is free");
        require(!closed || waiters.isEmpty(), "nobody waits for a closed pool");
        require(waiters.stream().allMatch(Waiter::isWaiting), "who stands in the queue waits");
        for (Slot<R> slot : idle) {
            require(slot.state == State.IDLE && !slot.isEmpty(), "an idle slot holds a resource");
            require(slot.generation() == generation || closed, "nothing stale is idle");
        }
    }

    private void require(boolean holds, String invariant) {
        if (!holds) {
            throw new AssertionError("bug: not true that " + invariant + " (" + stats(limit, 0) + ")");
        }
    }

    private int size() {
        return inUse + creating + idle.size() + destroying;
    }

    /** Moves along one edge; {@code idle} counts itself. */
    private void move(Slot<R> slot, State from, State to) {
        if (slot.state != from || from == State.GONE) {
            throw new AssertionError("bug: a slot was to go from " + from + " to " + to + " but is " + slot.state);
        }
        count(from, -1);
        count(to, 1);
        slot.state = to;
    }

    private void count(State state, int change) {
        switch (state) {
            case CREATING -> creating += change;
            case IN_USE -> inUse += change;
            case DESTROYING -> destroying += change;
            case IDLE, GONE -> {}
        }
    }
}
