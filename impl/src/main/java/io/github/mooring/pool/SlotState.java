package io.github.mooring.pool;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * Who has a slot, in one atomic word; lock-free and thread-safe. It knows nothing of pools.
 *
 * <pre>
 *   tryTake    IDLE              -> EXCLUSIVE        with a new ticket
 *   tryJoin    IDLE, SHARED(n)   -> SHARED(n + 1)    unless draining, doomed or full
 *   tryClaim   IDLE              -> CLAIMED          no lease: somebody decides what becomes of it
 *   release    EXCLUSIVE         -> IDLE             by its ticket only
 *   seize      EXCLUSIVE         -> CLAIMED          by its ticket only
 *   share      EXCLUSIVE         -> SHARED(1)
 *   tryLeave   SHARED(n)         -> SHARED(n - 1)    or, by the last one,
 *                                -> IDLE             or, if doomed or busy,
 *                                -> CLAIMED
 *   unclaim    CLAIMED           -> IDLE
 *   setAside   CLAIMED           -> ASIDE            nobody has it, and nobody gets it
 *   tryRecall  ASIDE             -> CLAIMED
 *   created    CREATING          -> IDLE, EXCLUSIVE, SHARED(1)
 *   condemn    CLAIMED, CREATING -> DESTROYING
 *   gone       DESTROYING, CREATING -> GONE
 *   drain      SHARED(n)         -> the same, and nobody joins any more; undrain takes it back
 *   doom       SHARED(n)         -> the same, and nobody joins any more
 * </pre>
 *
 * <p>A ticket is the whole word as it stands while one exclusive lease lasts. Each such lease has a number of its own in
 * the upper bits, so a lease that has ended cannot end the next one's, and needs no memory of its own to know that it
 * has ended. Who leaves a shared slot moves the number on as well, so that a word which comes again means that nobody
 * came and went. So the number counts leases, too: see {@link #begun}. (After 2^40 leases of one slot the numbers come again.)
 */
class SlotState extends SlotPadding {
    /** What {@link #tryLeave} has led to. */
    enum Left {
        /** Others hold it. */
        OTHERS,
        /** It was the last one. */
        IDLE,
        /** It was the last one, and now has the slot claimed, to destroy what is in it. */
        DOOMED,
        /** It was the last one, and now has the slot claimed, to set it aside. */
        BUSY
    }

    private static final long IDLE = 0;
    private static final long SHARED = 1;
    private static final long EXCLUSIVE = 2;
    private static final long CLAIMED = 3;
    private static final long CREATING = 4;
    private static final long DESTROYING = 5;
    private static final long GONE = 6;
    private static final long ASIDE = 7;
    private static final long MODE = 7;
    private static final long DRAINING = 8;
    private static final long DOOMED = 16;
    private static final int HOLDERS_SHIFT = 8;
    private static final long ONE_HOLDER = 1L << HOLDERS_SHIFT;
    private static final long HOLDERS = 0xFFFFL << HOLDERS_SHIFT;
    private static final int TICKET_SHIFT = 24;
    private static final long ONE_TICKET = 1L << TICKET_SHIFT;
    private static final long TICKET = -ONE_TICKET;
    private static final String[] NAMES = {
        "idle", "shared", "exclusive", "claimed", "creating", "destroying", "gone", "aside"
    };

    /** The load of a slot that nobody can join. */
    static final int NOT_JOINABLE = Integer.MAX_VALUE;

    private static final VarHandle WORD;

    static {
        try {
            WORD = MethodHandles.lookup().findVarHandle(SlotState.class, "word", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /**
     * Mode, flags, holders and ticket. Always changed by compare-and-set, or by the one thread that the mode gives it to;
     * always in volatile mode: what follows a change, such as a look at the wait queue, must not move before it.
     */
    private volatile long word;

    /** In CREATING. */
    SlotState() {
        this(CREATING);
    }

    private SlotState(long mode) {
        WORD.setRelease(this, mode); // whoever publishes the slot publishes this
    }

    /** One that is idle, for tests of this class alone. */
    static SlotState idle() {
        return new SlotState(IDLE);
    }

    /** Takes it if it is idle. The holder then finds its ticket in {@link #ticket()}. */
    final boolean tryTake() {
        long seen = word;
        return (seen & MODE) == IDLE && WORD.compareAndSet(this, seen, seen + ONE_TICKET + EXCLUSIVE);
    }

    /** The ticket of the exclusive lease that lasts; 0 of a shared one. For the holder. */
    final long ticket() {
        long seen = word;
        return (seen & MODE) == EXCLUSIVE ? seen : 0;
    }

    /** Whether the lease of that ticket lasts. */
    final boolean isHeldBy(long ticket) {
        return word == ticket;
    }

    /** Whether one lease has it alone. */
    final boolean isExclusive() {
        return (word & MODE) == EXCLUSIVE;
    }

    final boolean release(long ticket) {
        return WORD.compareAndSet(this, ticket, ticket - EXCLUSIVE + IDLE);
    }

    final boolean seize(long ticket) {
        return WORD.compareAndSet(this, ticket, ticket - EXCLUSIVE + CLAIMED);
    }

    /** Lets others join an exclusive lease; for its holder. */
    final void share() {
        long seen = require(EXCLUSIVE, "shared");
        word = seen - ONE_TICKET - EXCLUSIVE + SHARED + ONE_HOLDER; // counted when it ends, as all that share
    }

    /** Joins if it has fewer than {@code most} holders; an idle one too, unless it must be {@code occupied}. */
    final boolean tryJoin(int most, boolean occupied) {
        while (true) {
            long seen = word;
            int load = load(seen);
            if (load >= most || (load == 0 && occupied)) {
                return false;
            }
            long joined = (seen & MODE) == IDLE ? seen + SHARED + ONE_HOLDER : seen + ONE_HOLDER;
            if (WORD.compareAndSet(this, seen, joined)) {
                return true;
            }
        }
    }

    /** How many hold it if one more may join, 0 if it is idle; {@link #NOT_JOINABLE} if nobody may. */
    final int load() {
        return load(word);
    }

    private static int load(long seen) {
        if ((seen & MODE) == IDLE) {
            return 0;
        }
        boolean joinable = (seen & (MODE | DRAINING | DOOMED)) == SHARED;
        return joinable ? holders(seen) : NOT_JOINABLE;
    }

    /** The word as it stands; for one of those who share the slot, to leave it. */
    final long sharedWord() {
        return require(SHARED, "left");
    }

    /** Whether whoever leaves would make it idle, so that it matters whether it is busy. */
    static boolean wouldBeIdle(long seen) {
        return holders(seen) == 1 && (seen & DOOMED) == 0;
    }

    /**
     * Ends one shared lease, unless the word is another by now. If it is the same, nobody else has held the slot since it
     * was seen to have one holder: what that one has found out in between is true.
     *
     * @param busy whether the slot must not become idle
     * @return null if it did not end
     */
    final @Nullable Left tryLeave(long seen, boolean busy) {
        Left left = leaving(seen, busy);
        long next = switch (left) {
            case OTHERS -> seen - ONE_HOLDER + ONE_TICKET;
            case IDLE -> (seen & TICKET) + ONE_TICKET + IDLE;
            case DOOMED, BUSY -> (seen & TICKET) + ONE_TICKET + CLAIMED;
        };
        return WORD.compareAndSet(this, seen, next) ? left : null;
    }

    private static Left leaving(long seen, boolean busy) {
        if (holders(seen) > 1) {
            return Left.OTHERS;
        }
        return (seen & DOOMED) != 0 ? Left.DOOMED : busy ? Left.BUSY : Left.IDLE;
    }

    /** Lets nobody join any more, so that it becomes idle; false if it is not shared, or doomed. */
    final boolean drain() {
        while (true) {
            long seen = word;
            if ((seen & (MODE | DOOMED)) != SHARED) {
                return false;
            }
            if (WORD.compareAndSet(this, seen, seen | DRAINING)) {
                return true;
            }
        }
    }

    final boolean isDraining() {
        return (word & (DRAINING | DOOMED)) == DRAINING;
    }

    final void undrain() {
        while (true) {
            long seen = word;
            if ((seen & DRAINING) == 0 || WORD.compareAndSet(this, seen, seen & ~DRAINING)) {
                return;
            }
        }
    }

    /** Sees to it that the last of those who share it destroys what is in it; for one of them. */
    final void doom() {
        if (!tryDoom()) {
            throw wrong(word, "doomed");
        }
    }

    /** As above, for anybody; false if nobody shares it. */
    final boolean tryDoom() {
        while (true) {
            long seen = word;
            if ((seen & MODE) != SHARED) {
                return false;
            }
            if (WORD.compareAndSet(this, seen, seen | DOOMED)) {
                return true;
            }
        }
    }

    final boolean tryClaim() {
        long seen = word;
        return (seen & MODE) == IDLE && WORD.compareAndSet(this, seen, seen + CLAIMED);
    }

    /** For whoever claimed it. */
    final void unclaim() {
        word = require(CLAIMED, "idle again") - CLAIMED + IDLE;
    }

    /** Keeps it from everybody until it is recalled; for whoever claimed it. */
    final void setAside() {
        word = require(CLAIMED, "set aside") - CLAIMED + ASIDE;
    }

    /** Claims what was set aside. */
    final boolean tryRecall() {
        long seen = word;
        return (seen & MODE) == ASIDE && WORD.compareAndSet(this, seen, seen - ASIDE + CLAIMED);
    }

    final boolean isAside() {
        return (word & MODE) == ASIDE;
    }

    /** For whoever created what is in it; null leases it to nobody. */
    final void createdFor(@Nullable Use use) {
        long created = require(CREATING, "created") - CREATING;
        if (use == null) {
            word = created + IDLE;
        } else {
            word = created + (use == Use.SHARED ? ONE_HOLDER + SHARED : ONE_TICKET + EXCLUSIVE);
        }
    }

    /** For whoever claimed it, or created what is in it. */
    final void condemn() {
        long seen = word;
        if ((seen & MODE) != CLAIMED && (seen & MODE) != CREATING) {
            throw wrong(seen, "condemned");
        }
        word = (seen & TICKET) + DESTROYING;
    }

    /** For whoever destroyed what was in it, or created nothing. */
    final void gone() {
        long seen = word;
        if ((seen & MODE) != DESTROYING && (seen & MODE) != CREATING) {
            throw wrong(seen, "gone");
        }
        word = (seen & TICKET) + GONE;
    }

    final boolean isIdle() {
        return (word & MODE) == IDLE;
    }

    final boolean isCreating() {
        return (word & MODE) == CREATING;
    }

    final boolean isDestroying() {
        return (word & MODE) == DESTROYING;
    }

    /** Holders if it is shared, 1 if one has it alone (or it is aside, or somebody decides about it), 0 else. */
    final int leases() {
        long seen = word;
        long mode = seen & MODE;
        if (mode == SHARED) {
            return holders(seen);
        }
        return mode == EXCLUSIVE || mode == CLAIMED || mode == ASIDE ? 1 : 0;
    }

    /** How many leases there have been, those that last included. */
    final long begun() {
        long seen = word;
        return (seen >>> TICKET_SHIFT) + ((seen & MODE) == SHARED ? holders(seen) : 0);
    }

    private static int holders(long seen) {
        return (int) ((seen & HOLDERS) >>> HOLDERS_SHIFT);
    }

    private long require(long mode, String purpose) {
        long seen = word;
        if ((seen & MODE) != mode) {
            throw wrong(seen, purpose);
        }
        return seen;
    }

    private static AssertionError wrong(long seen, String purpose) {
        return new AssertionError("bug: a slot was to be " + purpose + " but is " + NAMES[(int) (seen & MODE)]);
    }

    /** Mode, holders and flags, for the texts of bugs. */
    final String stateText() {
        long seen = word;
        return NAMES[(int) (seen & MODE)] + " holders=" + holders(seen) + ((seen & DRAINING) == 0 ? "" : " draining")
                + ((seen & DOOMED) == 0 ? "" : " doomed");
    }
}
