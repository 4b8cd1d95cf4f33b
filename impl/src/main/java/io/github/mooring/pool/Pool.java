package io.github.mooring.pool;

import io.github.mooring.time.Cancellation;
import io.github.mooring.time.Deadline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A pool of resources with a FIFO wait queue; thread-safe. Paused at first, see {@link #ready}.
 *
 * <p><b>Who is served.</b> A caller takes an idle resource, without a lock if nobody waits; or else a permit to create
 * one; or, if it would share and the {@link Sharing} allows it, joins those who share one already; or else stands in the
 * queue. A resource that is returned, or a permit that comes free, is handed over to the head of the queue; nobody
 * overtakes, except that callers who share do not wait for one who does not, as long as there are resources to share
 * beside the one that is being drained for it. The permit is taken before creation begins and given back after
 * destruction has ended, so there are never more than {@code maxSize} resources alive.
 *
 * <p><b>Generations.</b> Each resource belongs to the generation in which its creation began. {@link #clear},
 * {@link #renew} and {@link #close} begin the next one, which makes all resources stale: idle ones are destroyed at once,
 * those in use when they come back, those being created when they are done.
 *
 * <p><b>Groups.</b> Where one address stands for several places, a resource joins the group of its place as soon as that is
 * known ({@link Newcomer#join}), and belongs to the group's generation of that moment as well. {@link #clear(Membership,
 * boolean)} begins the next generation of one group; the pool goes on serving. A group is forgotten with its last resource.
 *
 * <p><b>Kept aside.</b> What is given back {@linkplain ResourceFactory#isBusy busy} counts as in use, and nobody gets it
 * until {@link #recall} finds that it is not busy any more. What goes stale meanwhile is destroyed at once.
 *
 * <p><b>How it is built.</b> {@link Board} is what can be done without the lock, {@link Ledger} decides under it,
 * {@link Engine} has the steps of both, {@link CheckOut} and {@link Maintenance} put them together.
 */
public final class Pool<R> implements AutoCloseable {
    private final Engine<R> engine;
    private final Maintenance<R> maintenance;
    private final Recall<R> recall;
    private final boolean sharing;
    private final Duration waitQueueTimeout;
    private final Returns<R> returns;
    private final ShortWay<R> shortWay;

    /**
     * A pool, empty at first.
     *
     * @param name what it is a pool of, for the texts of exceptions
     */
    public Pool(String name, PoolConfig config, ResourceFactory<R> factory, PoolContext context) {
        this.engine = new Engine<>(name, config, factory, context);
        this.returns = engine.returns;
        this.shortWay = engine.shortWay;
        this.maintenance = new Maintenance<>(engine);
        this.recall = new Recall<>(engine);
        this.sharing = config.isSharing();
        this.waitQueueTimeout = config.waitQueueTimeout();
        engine.budget.register(engine.eviction);
        engine.events.note(listener -> listener.poolCreated(config));
        engine.events.deliver();
    }

    /** What it is a pool of. */
    public String name() {
        return engine.name();
    }

    /** Leases a resource for one alone; as {@link #checkOut(Deadline, Use, Cancellation)}. */
    public Lease<R> checkOut(Deadline deadline) {
        return checkOut(deadline, Use.EXCLUSIVE, Cancellation.none());
    }

    /** Leases a resource; as {@link #checkOut(Deadline, Use, Cancellation)}. */
    public Lease<R> checkOut(Deadline deadline, Use use) {
        return checkOut(deadline, use, Cancellation.none());
    }

    /**
     * Leases a resource, waiting for one if need be.
     *
     * @param deadline     ends the wait, as {@link PoolConfig#waitQueueTimeout} does, and goes to the factory; one that
     *     has expired still gets what is idle, but neither waits nor begins to create
     * @param cancellation ends the wait and goes to the factory; if it is cancelled already, as an expired deadline
     * @throws PoolTimeoutException     if the time ran out
     * @throws BudgetTimeoutException   if it ran out while waiting for the budget
     * @throws PoolPausedException      if the pool is or gets paused
     * @throws PoolClosedException      if the pool is or gets closed
     * @throws PoolQueueFullException   if too many wait already
     * @throws PoolUnfitException       if ten resources in a row were unfit that had been created meanwhile
     * @throws PoolCancelledException   if the wait, or the creation, was cancelled
     * @throws PoolInterruptedException if the thread is interrupted while it waits; the flag stays set
     * @throws RuntimeException         what the factory throws, as it is
     */
    public Lease<R> checkOut(Deadline deadline, Use use, Cancellation cancellation) {
        return new Lease<>(returns, take(deadline, use, cancellation));
    }

    /**
     * As above, for a caller whose wait has another limit than {@link PoolConfig#waitQueueTimeout}, be it shorter or longer.
     *
     * @param patience zero leaves it to the deadline
     */
    public Lease<R> checkOut(Deadline deadline, Use use, Cancellation cancellation, Duration patience) {
        return new Lease<>(returns, take(deadline, use, cancellation, patience));
    }

    /**
     * As {@link #checkOut(Deadline, Use, Cancellation)}, without an object to keep account: for callers that see to it
     * themselves that each slot taken is ended by exactly one {@link #giveBack} or {@link #throwAway}, and not touched
     * afterwards.
     */
    public Slot<R> take(Deadline deadline, Use use, Cancellation cancellation) {
        return take(deadline, use, cancellation, waitQueueTimeout);
    }

    private Slot<R> take(Deadline deadline, Use use, Cancellation cancellation, Duration patience) {
        boolean shares = sharing && use == Use.SHARED;
        if (shares || engine.heard) {
            return takeOtherwise(deadline, shares, cancellation, patience);
        }
        // small enough for the JIT compiler to take it into its callers, and then a lease need not be an object
        Slot<R> slot = engine.board.tryTake();
        long now = engine.coarse.nanoTime();
        CloseReason fault = slot == null ? null : returns.judge(slot, now);
        if (slot == null || fault != null) {
            return takeTheLongWay(slot, fault, new CheckOut<>(engine, deadline, false, cancellation, patience));
        }
        slot.heldBy(Thread.currentThread(), now);
        return slot;
    }

    private Slot<R> takeOtherwise(Deadline deadline, boolean shares, Cancellation cancellation, Duration patience) {
        return engine.heard
                ? takeHeard(deadline, shares, cancellation, patience)
                : take(deadline, shares, cancellation, patience);
    }

    private Slot<R> take(Deadline deadline, boolean shares, Cancellation cancellation, Duration patience) {
        long now = engine.coarse.nanoTime();
        Slot<R> slot = shortWay.tryTake(shares, now);
        CloseReason fault = slot == null ? null : returns.judge(slot, now);
        if (slot == null || fault != null) {
            return takeTheLongWay(slot, fault, new CheckOut<>(engine, deadline, shares, cancellation, patience));
        }
        if (shares && slot.isExclusive()) {
            shortWay.share(slot);
        }
        slot.heldBy(Thread.currentThread(), now);
        return slot;
    }

    private Slot<R> takeTheLongWay(@Nullable Slot<R> unfit, @Nullable CloseReason fault, CheckOut<R> checkOut) {
        try {
            Slot<R> slot = unfit == null || fault == null ? checkOut.run() : checkOut.runInsteadOf(unfit, fault);
            slot.heldBy(Thread.currentThread(), engine.coarse.nanoTime());
            return slot;
        } catch (RuntimeException e) {
            engine.tally.failed(failure(e));
            if (!engine.heard) {
                engine.tell(listener -> listener.checkOutFailed(failure(e), Duration.ZERO, e));
            }
            throw e;
        }
    }

    private Slot<R> takeHeard(Deadline deadline, boolean shares, Cancellation cancellation, Duration patience) {
        long start = engine.clock.nanoTime();
        engine.tell(PoolListener::checkOutStarted);
        try {
            Slot<R> slot = take(deadline, shares, cancellation, patience);
            long id = slot.id();
            Duration took = Duration.ofNanos(engine.clock.nanoTime() - start);
            engine.tell(listener -> listener.checkedOut(id, took));
            return slot;
        } catch (RuntimeException | Error e) {
            Duration took = Duration.ofNanos(engine.clock.nanoTime() - start);
            engine.tell(listener -> listener.checkOutFailed(failure(e), took, e));
            throw e;
        }
    }

    private static CheckOutFailure failure(Throwable e) {
        if (e instanceof PoolTimeoutException || e instanceof BudgetTimeoutException) {
            return CheckOutFailure.TIMEOUT;
        }
        return e instanceof PoolClosedException ? CheckOutFailure.POOL_CLOSED : CheckOutFailure.CONNECTION_ERROR;
    }

    /** Ends what {@link #take} began; see {@link Lease#release}. */
    public void giveBack(Slot<R> slot) {
        long ticket = slot.ticket();
        if (ticket == 0) {
            returns.leave(slot, false);
        } else {
            returns.giveBack(slot, ticket);
        }
    }

    /** Ends what {@link #take} began, of a broken resource; see {@link Lease#discard}. */
    public void throwAway(Slot<R> slot) {
        long ticket = slot.ticket();
        if (ticket == 0) {
            returns.leave(slot, true);
        } else {
            returns.discard(slot, ticket);
        }
    }

    /** Lets callers in. Idempotent, and without effect once the pool is closed. */
    public void ready() {
        engine.lock.lock();
        try {
            if (engine.ledger.ready()) {
                engine.events.note(PoolListener::poolReady);
            }
        } finally {
            engine.lock.unlock();
        }
        engine.events.deliver();
    }

    /**
     * Makes all resources stale and lets nobody in until the pool is ready again; who waits is sent away with a
     * {@link PoolPausedException}.
     *
     * @param interruptInUse whether the users of resources, and the creations under way, shall fail promptly
     */
    public void clear(boolean interruptInUse) {
        List<Slot<R>> condemned;
        Waiter<R> woken;
        engine.lock.lock();
        try {
            if (engine.ledger.pause()) {
                engine.events.note(listener -> listener.poolCleared(interruptInUse));
            }
            condemned = engine.condemnUnusedLocked();
            woken = engine.ledger.takeWoken();
        } finally {
            engine.lock.unlock();
        }
        engine.wakeAndTell(woken);
        if (interruptInUse) {
            engine.creation.interruptStale();
        }
        condemned.forEach(engine::destroy);
    }

    /**
     * Makes all resources stale, as {@link #clear} does, but goes on serving: for an error that one connection has seen.
     *
     * @param generation that of the resource in question; if others have come since, the error is old news
     * @return whether a new generation began
     */
    public boolean renew(long generation) {
        List<Slot<R>> condemned = new ArrayList<>();
        boolean renewed;
        Waiter<R> woken;
        engine.lock.lock();
        try {
            renewed = engine.ledger.renew(generation);
            if (renewed) {
                engine.events.note(listener -> listener.poolCleared(false));
                condemned = engine.condemnUnusedLocked();
            }
            woken = engine.ledger.takeWoken();
        } finally {
            engine.lock.unlock();
        }
        engine.wakeAndTell(woken);
        condemned.forEach(engine::destroy);
        return renewed;
    }

    /**
     * Makes all resources of a group stale, and goes on serving: for an error that one of them has seen, and that says nothing of
     * the others. Who waits goes on waiting.
     *
     * @param membership     of the resource in question; if its group was cleared since, the error is old news
     * @param interruptInUse whether the users of those resources, and the creations of such, shall fail promptly
     * @return whether they have become stale by this call; false also if the resource is another pool's
     */
    public boolean clear(Membership membership, boolean interruptInUse) {
        return clear(membership.group(), membership, interruptInUse);
    }

    /**
     * As above, for an error that a resource of another pool has seen.
     *
     * @param group what it is called; one without members has nothing that could go stale
     */
    boolean clearGroup(Object group, boolean interruptInUse) {
        return clear(group, null, interruptInUse);
    }

    private boolean clear(Object key, @Nullable Membership since, boolean interruptInUse) {
        Group group;
        List<Slot<R>> condemned = List.of();
        engine.lock.lock();
        try {
            group = engine.ledger.renew(key, since);
            if (group != null) {
                engine.events.note(listener -> listener.groupCleared(key, interruptInUse));
                condemned = engine.condemnUnusedLocked(group);
            }
        } finally {
            engine.lock.unlock();
        }
        if (group == null) {
            return false;
        }
        engine.events.deliver();
        if (interruptInUse) {
            engine.creation.interruptStale(group);
        }
        condemned.forEach(engine::destroy);
        return true;
    }

    /** Which groups there are, and how many resources each has; those count that are being made or destroyed. */
    public Map<Object, Integer> groups() {
        engine.lock.lock();
        try {
            return engine.ledger.groupSizes();
        } finally {
            engine.lock.unlock();
        }
    }

    /** The present generation, -1 once the pool is closed. */
    public long generation() {
        return engine.generation();
    }

    /**
     * Sends the wait queue away, refuses every check-out from now on and makes all resources stale; creations under way
     * are cancelled. Returns without waiting for those in use. Idempotent.
     */
    @Override
    public void close() {
        List<Slot<R>> condemned;
        Waiter<R> woken;
        engine.lock.lock();
        try {
            engine.ledger.close();
            condemned = engine.condemnUnusedLocked();
            if (engine.ledger.tellOfClose()) {
                engine.events.note(PoolListener::poolClosed);
            }
            woken = engine.ledger.takeWoken();
        } finally {
            engine.lock.unlock();
        }
        engine.budget.unregister(engine.eviction);
        engine.wakeAndTell(woken);
        engine.creation.cancelCreations();
        condemned.forEach(engine::destroy);
        engine.events.deliverToTheEnd();
    }

    /**
     * Maintenance: destroys what has been idle for too long, is too old or stale, and creates what the least size lacks.
     * It may block while it creates.
     *
     * @return nanoseconds until it wants to run again, {@link Long#MAX_VALUE} for never
     */
    public long runOnce() {
        return maintenance.runOnce();
    }

    /**
     * Looks at what was given back {@linkplain ResourceFactory#isBusy busy}, and lets callers have it again once it is not;
     * what has become unusable is destroyed. Does not block, and calls no listener: those hear of it with the next event.
     */
    public void recall() {
        recall.run();
    }

    /** The numbers of this moment. */
    public PoolStats stats() {
        return engine.stats();
    }

    /** How it fares, and has fared since it was made. */
    public PoolReport report() {
        return Reports.of(engine);
    }

    /** Begins to look for the longest wait anew; see {@link PoolReport#longestWait()}. */
    public void forgetLongestWait() {
        engine.tally.forgetLongestWait();
    }

    /** Who holds what at this moment, in no particular order. */
    public List<Holder> holders() {
        return Holders.of(engine, false);
    }

    /**
     * As above, each with what its thread is doing at this moment; the virtual machine stops that thread briefly for it. A thread that
     * has left the resource to somebody else, as a request of the application may, shows what it is doing now.
     */
    public List<Holder> holdersWithStacks() {
        return Holders.of(engine, true);
    }

    /** For {@link PoolSet}, which retires pools. */
    Retirement retirement() {
        return new Retirement(engine);
    }

    /** Throws an {@link AssertionError} if the books do not add up; for tests. */
    void checkInvariants() {
        engine.checkInvariants(false);
    }

    /** As above, and looks at more, for when nothing is in motion. */
    void checkStill() {
        engine.checkInvariants(true);
    }
}
