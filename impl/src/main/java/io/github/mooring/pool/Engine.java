package io.github.mooring.pool;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.github.mooring.time.Cancellation;
import io.github.mooring.time.Clock;
import io.github.mooring.time.CoarseClock;
import io.github.mooring.time.Deadline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What {@link Pool}, {@link CheckOut} and {@link Maintenance} are made of: the parts of one pool, and the steps by which a
 * slot passes from one owner to the next; thread-safe.
 *
 * <p>Each step decides under the lock, and acts after it: first wakes those who were served, then tells the listener, then
 * destroys. Whoever owns a slot ends in exactly one of these steps, whatever is thrown on the way.
 */
final class Engine<R> {
    private final String name;
    final PoolConfig config;
    final Clock clock;
    final CoarseClock coarse;
    final Budget budget;
    final Events events;
    /** Whether the listener wants to hear of each check-out. */
    final boolean heard;

    final Board<R> board;
    final ReentrantLock lock = new ReentrantLock();

    @GuardedBy("lock")
    final Ledger<R> ledger;

    private final ResourceFactory<R> factory;
    private final PoolContext context;
    private final AtomicLong ids = new AtomicLong();
    private final AtomicLong failures = new AtomicLong();
    private final long maxLifeNanos;
    private final long maxIdleNanos;
    private final long peekNanos;
    /** Idle for shorter than this, a resource needs no closer look; that is almost always so. */
    private final long judgeNanos;

    Engine(String name, PoolConfig config, ResourceFactory<R> factory, PoolContext context) {
        this.name = name;
        this.config = config;
        this.factory = factory;
        this.context = context;
        this.clock = context.clock();
        this.coarse = context.coarse();
        this.budget = context.budget();
        this.events = new Events(context.listener());
        this.heard = context.listener().hearsCheckOuts();
        this.board = new Board<>(config.isSharing() ? config.maxInFlight() : 1);
        this.ledger = new Ledger<>(config, budget, board, clock.nanoTime());
        this.maxLifeNanos = config.maxLifeTime().toNanos();
        this.maxIdleNanos = orNever(config.maxIdleTime());
        this.peekNanos = orNever(config.peekAfter());
        this.judgeNanos = Math.min(maxIdleNanos, peekNanos);
    }

    private static long orNever(Duration time) {
        return time.isZero() ? Long.MAX_VALUE : time.toNanos();
    }

    String name() {
        return name;
    }

    long generation() {
        return board.generation();
    }

    /** The short way to a resource that may be shared; null if there is none to be had so. */
    @Nullable
    Slot<R> tryShare(long nowNanos) {
        if (board.isClosedToSharing()) {
            return null;
        }
        boolean occupied = board.isAwaitedExclusively();
        if (config.sharing() == Sharing.WHEN_FULL && !occupied) {
            for (Slot<R> idle = board.findIdle(); idle != null; idle = board.findIdle()) {
                if (tryShare(idle, false, nowNanos)) {
                    return idle;
                }
            }
            // who would have to wait for the budget joins instead
            if (board.hasRoom() && !budget.isContended()) {
                return null;
            }
        }
        for (Slot<R> slot = board.findLeastLoaded(occupied); slot != null; slot = board.findLeastLoaded(occupied)) {
            if (tryShare(slot, occupied, nowNanos)) {
                return slot;
            }
        }
        return null;
    }

    /** Joins, or takes alone for now what needs a closer look before others may join. */
    private boolean tryShare(Slot<R> slot, boolean occupied, long nowNanos) {
        boolean alone = !occupied && slot.isIdle() && isSuspect(slot, nowNanos);
        return alone ? slot.tryTake() : slot.tryJoin(config.maxInFlight(), occupied);
    }

    /** Lets others join what was taken alone for a closer look. */
    void share(Slot<R> slot) {
        slot.share();
        if (!board.isOpen()) {
            serve(slot);
        }
    }

    private boolean isSuspect(Slot<R> slot, long nowNanos) {
        return slot.idleNanos(nowNanos) >= judgeNanos || slot.isExpired(nowNanos);
    }

    /**
     * What is wrong with a slot for its holder, if anything; if somebody throws on the way, the holder has it no more. One
     * that is held alone may have been idle for long; one that others share has not been, and nothing but its holders may
     * look at what comes over it.
     */
    @Nullable
    CloseReason judge(Slot<R> slot, long nowNanos) {
        try {
            boolean plain = board.isCurrent(slot) && !isSuspect(slot, nowNanos);
            CloseReason fault = plain ? null : lookCloser(slot, nowNanos);
            return fault != null || factory.isUsable(slot.resource()) ? fault : CloseReason.ERROR;
        } catch (RuntimeException | Error e) {
            giveUp(slot, CloseReason.ERROR);
            throw e;
        }
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

    private boolean isIdleTooLong(Slot<R> slot, long nowNanos) {
        return slot.idleNanos(nowNanos) >= maxIdleNanos && board.size() > config.minSize();
    }

    /** Why a resource is out of date; null if it is not. */
    @Nullable
    CloseReason staleness(Slot<R> slot) {
        long generation = board.generation();
        if (slot.generation() == generation) {
            return null;
        }
        return generation == Ledger.CLOSED ? CloseReason.POOL_CLOSED : CloseReason.STALE;
    }

    /** Ends an exclusive lease of a resource that is fit for the next; false if it has ended. */
    boolean giveBack(Slot<R> slot, long ticket) {
        if (heard || !board.isOpen() || !board.isCurrent(slot)) {
            return seize(slot, ticket) && finish(slot, null);
        }
        if (!slot.isHeldBy(ticket)) {
            return false;
        }
        slot.touch(coarse.nanoTime());
        if (!slot.release(ticket)) {
            return false;
        }
        // only after the release, see Board
        if (!board.isOpen() || !board.isCurrent(slot) || budget.isContended()) {
            settle(slot);
        }
        return true;
    }

    /** Ends an exclusive lease of a resource that is not; false if it has ended. */
    boolean discard(Slot<R> slot, long ticket) {
        return seize(slot, ticket) && finish(slot, CloseReason.ERROR);
    }

    private boolean seize(Slot<R> slot, long ticket) {
        if (!slot.seize(ticket)) {
            return false;
        }
        checkedIn(slot);
        slot.touch(coarse.nanoTime());
        return true;
    }

    /** Ends a shared lease. */
    boolean leave(Slot<R> slot, boolean broken) {
        checkedIn(slot);
        leaveQuietly(slot, broken);
        return true;
    }

    private void leaveQuietly(Slot<R> slot, boolean broken) {
        slot.touch(coarse.nanoTime());
        if (broken) {
            slot.markBroken();
        }
        if (broken || !board.isCurrent(slot)) {
            slot.doom();
        }
        SlotState.Left left = slot.leave();
        if (left == SlotState.Left.DOOMED) {
            CloseReason stale = staleness(slot);
            finish(slot, slot.isBroken() || stale == null ? CloseReason.ERROR : stale);
        } else if (!board.isOpen() || !board.isCurrent(slot) || budget.isContended()) {
            settle(slot);
        }
    }

    private void checkedIn(Slot<R> slot) {
        if (heard) {
            long id = slot.id();
            events.note(listener -> listener.checkedIn(id));
        }
    }

    /** Ends what was had of a slot by somebody who cannot use it; nobody hears of it. */
    void giveUp(Slot<R> slot, @Nullable CloseReason reason) {
        if (slot.isCreating()) {
            free(slot);
        } else if (!slot.isExclusive()) {
            leaveQuietly(slot, reason == CloseReason.ERROR);
        } else if (slot.seize(slot.ticket())) {
            finish(slot, reason);
        }
    }

    /** Looks after a slot that was given back while somebody waits, or after the pool was cleared. */
    private void settle(Slot<R> slot) {
        if (slot.tryClaim()) {
            finish(slot, null);
        } else {
            serve(slot);
        }
    }

    private void serve(Slot<R> hint) {
        Waiter<R> woken;
        lock.lock();
        try {
            ledger.serve(hint);
            woken = ledger.takeWoken();
        } finally {
            lock.unlock();
        }
        wakeAndTell(woken);
    }

    /** Passes on what is in a claimed slot, or destroys it if there is a reason to. */
    boolean finish(Slot<R> slot, @Nullable CloseReason given) {
        CloseReason reason = given;
        Waiter<R> woken;
        lock.lock();
        try {
            ledger.touch(coarse.nanoTime());
            if (reason == null) {
                reason = staleness(slot);
            }
            if (reason == null && budget.isContended() && ledger.isQueueEmpty()) {
                reason = CloseReason.IDLE;
            }
            if (reason == null) {
                slot.unclaim();
                ledger.serve(slot);
            } else {
                condemnLocked(slot, reason);
            }
            woken = ledger.takeWoken();
        } finally {
            lock.unlock();
        }
        wakeAndTell(woken);
        if (reason != null) {
            destroy(slot);
        }
        return true;
    }

    /** As {@link #condemnLocked}, for whoever holds it alone. */
    void condemn(Slot<R> slot, CloseReason reason) {
        if (!slot.seize(slot.ticket())) {
            throw new AssertionError("bug: whoever judges a slot does not hold it, it is " + slot.stateText());
        }
        lock.lock();
        try {
            condemnLocked(slot, reason);
        } finally {
            lock.unlock();
        }
        events.deliver();
    }

    /** Decides that what is in a slot is to be destroyed; {@link #destroy} must follow. */
    @GuardedBy("lock")
    void condemnLocked(Slot<R> slot, CloseReason reason) {
        assert lock.isHeldByCurrentThread();
        slot.condemn();
        noteClosed(slot.id(), reason);
    }

    void noteClosed(long id, CloseReason reason) {
        events.note(listener -> listener.closed(id, reason));
    }

    /** Destroys what is in a condemned slot and gives its permits to the next in line. */
    void destroy(Slot<R> slot) {
        destroyContent(slot);
        free(slot);
    }

    /** The same, but the permit of the pool remains for now. */
    void destroyContent(Slot<R> slot) {
        try {
            factory.destroy(Objects.requireNonNull(slot.empty(), "bug: the slot is empty"));
        } catch (RuntimeException | Error e) {
            // whatever it is, it must neither keep other resources open nor hide a first exception
            failures.incrementAndGet();
        } finally {
            budget.release();
        }
    }

    /** Gives a permit back that has nothing on it any more, or never had. */
    void free(Slot<R> slot) {
        Waiter<R> woken;
        lock.lock();
        try {
            ledger.remove(slot);
            ledger.serve(null);
            woken = ledger.takeWoken();
        } finally {
            lock.unlock();
        }
        wakeAndTell(woken);
    }

    /**
     * Creates a resource on a permit for which the budget has given one too; that goes back if nothing comes of it. In
     * the end the slot is leased to the caller, or idle if it is for nobody.
     *
     * @param use null for nobody
     * @return false if it came out stale and was destroyed; the permit of the pool remains
     */
    @SuppressWarnings("try") // the registration has only to last
    boolean create(Slot<R> slot, @Nullable Use use, Deadline deadline, Cancellation cancellation) {
        Cancellation end = new Cancellation();
        long id = ids.incrementAndGet();
        slot.begin(id, end);
        long begunIn = board.generation(); // after begin: a clear either sees the token, or is seen
        long start = clock.nanoTime();
        events.note(listener -> listener.created(id));
        events.deliver();
        boolean made = false;
        try (Cancellation.Registration whileCreating = cancellation.onCancel(end::cancel)) {
            if (begunIn == Ledger.CLOSED) {
                throw closed(); // what begins now would never become stale, and outlive the pool
            }
            long life = lifeNanos();
            R resource = Objects.requireNonNull(factory.create(deadline, end), "bug: the factory created null");
            slot.fill(resource, begunIn, coarse.nanoTime(), life);
            made = true;
        } finally {
            if (!made) {
                budget.release();
                noteClosed(id, CloseReason.ERROR);
            }
        }
        return publish(slot, use, Duration.ofNanos(clock.nanoTime() - start));
    }

    private boolean publish(Slot<R> slot, @Nullable Use use, Duration took) {
        CloseReason stale;
        Waiter<R> woken;
        lock.lock();
        try {
            stale = staleness(slot);
            ledger.created();
            if (stale == null) {
                long id = slot.id();
                events.note(listener -> listener.ready(id, took));
                slot.createdFor(use);
            } else {
                condemnLocked(slot, stale);
            }
            ledger.serve(slot);
            woken = ledger.takeWoken();
        } finally {
            lock.unlock();
        }
        wakeAndTell(woken);
        if (stale != null) {
            destroyContent(slot);
        }
        return stale == null;
    }

    private long lifeNanos() {
        return maxLifeNanos - (long) (maxLifeNanos * 0.1 * context.jitter().getAsDouble());
    }

    /** Wakes those who have been served, and tells the listener; without the lock. */
    void wakeAndTell(@Nullable Waiter<R> woken) {
        Waiter<R> waiter = woken;
        while (waiter != null) {
            Waiter<R> next = waiter.next;
            waiter.wake(clock);
            waiter = next;
        }
        events.deliver();
    }

    void tell(Consumer<PoolListener> event) {
        events.note(event);
        events.deliver();
    }

    /** Condemns all that is idle after the pool has moved on; {@link #destroy} must follow for each. */
    @GuardedBy("lock")
    List<Slot<R>> condemnIdleLocked() {
        List<Slot<R>> idle = ledger.claimIdle();
        for (Slot<R> slot : idle) {
            CloseReason stale = staleness(slot);
            condemnLocked(slot, stale == null ? CloseReason.STALE : stale);
        }
        return idle;
    }

    /** Has those who use stale resources fail, and those who create one. */
    void interruptStale() {
        cancelCreations();
        for (Slot<R> slot : board.slots()) {
            R content = slot.content();
            if (content != null && !board.isCurrent(slot) && slot.leases() > 0) {
                try {
                    factory.interrupt(content);
                } catch (RuntimeException | Error e) {
                    failures.incrementAndGet();
                }
            }
        }
    }

    void cancelCreations() {
        for (Slot<R> slot : board.slots()) {
            slot.cancelCreation();
        }
    }

    /** For how long the least recently used resource has been idle; -1 if none is. */
    long oldestIdleNanos() {
        Slot<R> oldest = oldestIdle();
        return oldest == null ? -1 : Math.max(0, oldest.idleNanos(coarse.nanoTime()));
    }

    /** Destroys the resource that has been idle for longest; false if none is idle. */
    boolean evictOldest() {
        for (Slot<R> oldest = oldestIdle(); oldest != null; oldest = oldestIdle()) {
            if (oldest.tryClaim()) {
                return finish(oldest, CloseReason.IDLE);
            }
        }
        return false;
    }

    private @Nullable Slot<R> oldestIdle() {
        long now = coarse.nanoTime();
        Slot<R> oldest = null;
        for (Slot<R> slot : board.slots()) {
            if (slot.isIdle() && (oldest == null || slot.idleNanos(now) > oldest.idleNanos(now))) {
                oldest = slot;
            }
        }
        return oldest;
    }

    Ledger.Phase phase() {
        lock.lock();
        try {
            return ledger.phase();
        } finally {
            lock.unlock();
        }
    }

    PoolStats stats() {
        lock.lock();
        try {
            return statsLocked();
        } finally {
            lock.unlock();
        }
    }

    @GuardedBy("lock")
    PoolStats statsLocked() {
        assert lock.isHeldByCurrentThread();
        return ledger.stats(failures.get(), events.failures());
    }

    /** See {@link Ledger#checkInvariants}. */
    void checkInvariants(boolean still) {
        lock.lock();
        try {
            ledger.checkInvariants(still);
        } finally {
            lock.unlock();
        }
    }

    List<Holder> holders() {
        long now = coarse.nanoTime();
        List<Holder> holders = new ArrayList<>();
        for (Slot<R> slot : board.slots()) {
            Holder holder = slot.holder(now);
            if (holder != null) {
                holders.add(holder);
            }
        }
        return holders;
    }

    /** Who holds what, as it stands in the texts of exceptions: the first few. */
    String holdersText() {
        List<Holder> all = holders();
        if (all.isEmpty()) {
            return "";
        }
        int shown = Math.min(3, all.size());
        StringBuilder text = new StringBuilder("; held: ");
        for (int i = 0; i < shown; i++) {
            text.append(i == 0 ? "" : ", ").append(all.get(i));
        }
        return text.append(all.size() > shown ? ", ..." : "").toString();
    }

    PoolClosedException closed() {
        return new PoolClosedException("pool " + name + " is closed");
    }

    PoolPausedException paused(@Nullable Throwable cause) {
        boolean cleared;
        lock.lock();
        try {
            cleared = ledger.wasEverCleared();
        } finally {
            lock.unlock();
        }
        String why = cleared ? "connection pool was cleared" : "it has not been ready yet";
        return new PoolPausedException("pool " + name + " is paused: " + why, cause);
    }
}
