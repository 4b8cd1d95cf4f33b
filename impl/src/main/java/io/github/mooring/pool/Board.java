package io.github.mooring.pool;

import java.util.Arrays;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * What of a pool can be seen, and taken, without its lock; thread-safe.
 *
 * <p>The slots stand in an array that is replaced when one comes or goes. Threads begin to search at one of a few places
 * near its beginning, some for each processor, and search upwards; so low slots are used again and again, and high ones
 * grow old when there is little to do.
 *
 * <p><b>The gate</b> says whether the short way is open. Who finds it closed goes by the {@link Ledger}, under the lock.
 * Its writer changes it <em>before</em> it looks at the slots for the last time; who gives a slot back changes that
 * <em>before</em> looking at the gate. Both are volatile, so one of the two sees the other, and no resource is idle
 * while somebody waits for it.
 */
final class Board<R> {
    /** The gate: paused or closed. */
    static final int SHUT = 1;
    /** The gate: callers wait that would share. */
    static final int SHARED_WAIT = 2;
    /** The gate: callers wait that would not. */
    static final int EXCLUSIVE_WAIT = 4;
    /** The gate: one more resource could be created. */
    static final int ROOM = 8;

    /**
     * Up to so many slots are all compared to find the least loaded. Chosen by measuring: the slot that has just been left by
     * many is joined by the next so many, who then wait for the same read. With two at random out of 16 slots, 64 threads did a
     * fifth less.
     */
    private static final int COMPARE_ALL = 32;

    /** How many are compared of more than that. Chosen. */
    private static final int COMPARE_SOME = 16;

    /**
     * Places where threads begin to look for an idle slot, for each processor. Chosen by measuring: with one, two threads that run
     * at the same time often fight for the same slot, and eight threads on 32 slots and two processors did less than
     * half of what they do with four.
     */
    private static final int STARTS_PER_PROCESSOR = 4;

    private final int maxInFlight;
    private final int idleStarts;
    /** Those who share begin at fewer places: they do better with others than alone. */
    private final int sharedStarts;

    /** Written under the pool's lock. */
    private volatile Slot<R>[] slots = none();
    /** Written under the pool's lock. */
    private volatile int gate = SHUT;
    /** Written under the pool's lock; {@link Ledger#CLOSED} in the end. */
    private volatile long generation;

    Board(int maxInFlight) {
        this.maxInFlight = maxInFlight;
        int processors = Runtime.getRuntime().availableProcessors();
        this.sharedStarts = Integer.highestOneBit(processors * 2 - 1);
        this.idleStarts = sharedStarts * STARTS_PER_PROCESSOR;
    }

    /** Takes an idle slot for one alone; null if there is none, or somebody waits. */
    @Nullable
    Slot<R> tryTake() {
        return (gate & ~ROOM) == 0 ? takeIdle() : null;
    }

    /** Whether the pool is paused or closed. */
    boolean isShut() {
        return (gate & SHUT) != 0;
    }

    /** Whether nobody waits and nothing more can be created. */
    boolean isOpenAndFull() {
        return gate == 0;
    }

    /** Whether a slot that was given back needs nobody's attention. */
    boolean isOpen() {
        return (gate & ~ROOM) == 0;
    }

    /** Whether somebody waits who would share. */
    boolean isClosedToSharing() {
        return (gate & (SHUT | SHARED_WAIT)) != 0;
    }

    /** Whether somebody waits who would not share: then only slots that are shared already may be joined. */
    boolean isAwaitedExclusively() {
        return (gate & EXCLUSIVE_WAIT) != 0;
    }

    boolean hasRoom() {
        return (gate & ROOM) != 0;
    }

    /** Takes an idle slot for one alone; null if there is none. */
    @Nullable
    Slot<R> takeIdle() {
        Slot<R>[] all = slots;
        int at = start(idleStarts, all.length);
        for (int i = 0; i < all.length; i++) {
            Slot<R> slot = all[at];
            if (slot.tryTake()) {
                return slot;
            }
            at = at + 1 < all.length ? at + 1 : 0;
        }
        return null;
    }

    /** An idle slot, not taken; null if there is none. */
    @Nullable
    Slot<R> findIdle() {
        Slot<R>[] all = slots;
        int start = start(idleStarts, all.length);
        for (int i = 0; i < all.length; i++) {
            Slot<R> slot = all[start + i < all.length ? start + i : start + i - all.length];
            if (slot.isIdle()) {
                return slot;
            }
        }
        return null;
    }

    /**
     * The slot with the fewest holders that has room; with {@code occupied}, none that is idle. Of many slots only some
     * that stand side by side are compared, unless those are full.
     */
    @Nullable
    Slot<R> findLeastLoaded(boolean occupied) {
        Slot<R>[] all = slots;
        if (all.length > COMPARE_ALL) {
            int start = ThreadLocalRandom.current().nextInt(all.length);
            Slot<R> better = leastLoadedOf(all, start, COMPARE_SOME, occupied);
            if (better != null) {
                return better;
            }
        }
        return leastLoadedOf(all, start(sharedStarts, all.length), all.length, occupied);
    }

    private @Nullable Slot<R> leastLoadedOf(Slot<R>[] all, int start, int count, boolean occupied) {
        Slot<R> best = null;
        int least = maxInFlight;
        for (int i = 0; i < count && least > 0; i++) {
            Slot<R> slot = all[start + i < all.length ? start + i : start + i - all.length];
            int load = load(slot, occupied);
            if (load < least) {
                best = slot;
                least = load;
            }
        }
        return best;
    }

    private static int load(Slot<?> slot, boolean occupied) {
        int load = slot.load();
        return load == 0 && occupied ? SlotState.NOT_JOINABLE : load;
    }

    /** Where this thread begins to search, at one of so many places; a power of two. */
    private static int start(int starts, int length) {
        int start = (int) Thread.currentThread().getId() & (starts - 1);
        return start < length ? start : start & (Integer.highestOneBit(length | 1) - 1);
    }

    /** All slots, of this moment; not to be changed. */
    Slot<R>[] slots() {
        return slots;
    }

    int size() {
        return slots.length;
    }

    long generation() {
        return generation;
    }

    boolean isCurrent(Slot<R> slot) {
        return slot.generation() == generation && !slot.isStaleInItsGroup();
    }

    /** With the lock held. */
    void moveTo(long nextGeneration) {
        generation = nextGeneration;
    }

    /** With the lock held. */
    void setGate(int bits) {
        if (gate != bits) {
            gate = bits;
        }
    }

    /** With the lock held. */
    void add(Slot<R> slot) {
        Slot<R>[] more = Arrays.copyOf(slots, slots.length + 1);
        more[more.length - 1] = slot;
        slots = more;
    }

    /** With the lock held. */
    void remove(Slot<R> slot) {
        Slot<R>[] all = slots;
        int at = Arrays.asList(all).indexOf(slot);
        Slot<R>[] fewer = Arrays.copyOf(all, all.length - 1);
        System.arraycopy(all, at + 1, fewer, at, fewer.length - at);
        slots = fewer;
    }

    @SuppressWarnings(
            "unchecked") // an empty array holds nothing of the wrong type, and its copies only what add() takes
    private static <R> Slot<R>[] none() {
        return (Slot<R>[]) new Slot<?>[0];
    }
}
