package io.github.mooring.pool;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.github.mooring.time.Clock;
import io.github.mooring.time.CoarseClock;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The parts of one pool, and the steps by which a slot passes from one owner to the next; thread-safe. Those that take,
 * return and create are made of these.
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

    final ResourceFactory<R> factory;
    final Judge<R> judge;
    final Joining<R> joining;
    final Returns<R> returns;
    final Creation<R> creation;
    final Eviction<R> eviction = new Eviction<>(this);
    final ShortWay<R> shortWay;
    final Tally tally = new Tally();
    private final AtomicLong failures = new AtomicLong();

    Engine(String name, PoolConfig config, ResourceFactory<R> factory, PoolContext context) {
        this.name = name;
        this.config = config;
        this.factory = factory;
        this.clock = context.clock();
        this.coarse = context.coarse();
        this.budget = context.budget();
        this.events = new Events(context.listener());
        this.heard = context.listener().hearsCheckOuts();
        this.board = new Board<>(config.isSharing() ? config.maxInFlight() : 1);
        this.judge = new Judge<>(config, board, factory);
        this.joining = new Joining<>(judge, coarse, config.maxInFlight());
        this.ledger = new Ledger<>(config, budget, board, joining, clock.nanoTime());
        this.returns = new Returns<>(this);
        this.shortWay = new ShortWay<>(this);
        this.creation = new Creation<>(this, context.jitter());
    }

    String name() {
        return name;
    }

    long generation() {
        return board.generation();
    }

    /** Gives those who wait what there is. */
    void serve(Slot<R> hint) {
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
        boolean condemned = passOnOrCondemn(slot, given);
        events.deliver();
        if (condemned) {
            destroy(slot);
        } else {
            makeRoomIfAsked();
        }
        return true;
    }

    /** The same, but who listens hears of it with the next event: for a thread that no listener may hold up. */
    void finishQuietly(Slot<R> slot, @Nullable CloseReason given) {
        if (passOnOrCondemn(slot, given)) {
            destroyContent(slot);
            wake(remove(slot));
        } else if (budget.isContended() && slot.tryClaim()) {
            finishQuietly(slot, CloseReason.IDLE); // as makeRoomIfAsked
        }
    }

    private boolean passOnOrCondemn(Slot<R> slot, @Nullable CloseReason given) {
        CloseReason reason = given;
        Waiter<R> woken;
        diagnose(slot, given);
        lock.lock();
        try {
            ledger.touch(coarse.nanoTime());
            if (reason == null) {
                reason = judge.staleness(slot);
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
        wake(woken);
        return reason != null;
    }

    /** Sets a claimed slot aside; false if what is in it is stale and not waited for: then it is claimed as before. */
    boolean trySetAside(Slot<R> slot) {
        slot.setAside();
        // only after that: a clear or a close sees the slot, or is seen
        return judge.staleness(slot) == null || !slot.tryRecall();
    }

    /** To be called after something has become idle: who waits for the budget asked before, and asks only once. */
    void makeRoomIfAsked() {
        if (budget.isContended()) {
            eviction.evictOldest();
        }
    }

    /** As {@link #condemnLocked}, for whoever holds it alone. */
    void condemn(Slot<R> slot, CloseReason reason) {
        if (!slot.seize(slot.ticket())) {
            throw new AssertionError("bug: whoever judges a slot does not hold it, it is " + slot.stateText());
        }
        diagnose(slot, reason);
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
        noteClosed(slot.id(), reason, reason == CloseReason.ERROR ? slot.failure() : null);
    }

    void noteClosed(long id, CloseReason reason, @Nullable Throwable error) {
        tally.closed(reason);
        events.note(listener -> listener.closed(id, reason, error));
    }

    /** Asks what has broken the resource that its holder is about to give up, if anybody is to hear of it. */
    private void diagnose(Slot<R> slot, @Nullable CloseReason reason) {
        if (reason != CloseReason.ERROR || events.isSilent()) {
            return;
        }
        try {
            slot.blame(factory.failureOf(slot.resource()));
        } catch (RuntimeException | Error e) {
            noteFailure();
        }
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
            noteFailure();
        } finally {
            budget.release();
        }
    }

    /** Gives a permit back that has nothing on it any more, or never had. */
    void free(Slot<R> slot) {
        wakeAndTell(remove(slot));
    }

    private @Nullable Waiter<R> remove(Slot<R> slot) {
        lock.lock();
        try {
            ledger.remove(slot);
            ledger.serve(null);
            return ledger.takeWoken();
        } finally {
            lock.unlock();
        }
    }

    /** Wakes those who have been served, and tells the listener; without the lock. */
    void wakeAndTell(@Nullable Waiter<R> woken) {
        wake(woken);
        events.deliver();
    }

    private void wake(@Nullable Waiter<R> woken) {
        Waiter<R> waiter = woken;
        while (waiter != null) {
            Waiter<R> next = waiter.next;
            waiter.wake(clock);
            waiter = next;
        }
    }

    /** Counts that the factory threw something where nobody can be told. */
    void noteFailure() {
        failures.incrementAndGet();
    }

    void tell(Consumer<PoolListener> event) {
        events.note(event);
        events.deliver();
    }

    /** Condemns all that nobody holds after the pool has moved on; {@link #destroy} must follow for each. */
    @GuardedBy("lock")
    List<Slot<R>> condemnUnusedLocked() {
        assert lock.isHeldByCurrentThread();
        return condemnedLocked(ledger.claimUnused());
    }

    /** As above, of one group. */
    @GuardedBy("lock")
    List<Slot<R>> condemnUnusedLocked(Group group) {
        assert lock.isHeldByCurrentThread();
        return condemnedLocked(ledger.claimUnused(group));
    }

    @GuardedBy("lock")
    private List<Slot<R>> condemnedLocked(List<Slot<R>> claimed) {
        assert lock.isHeldByCurrentThread();
        for (Slot<R> slot : claimed) {
            CloseReason stale = judge.staleness(slot);
            condemnLocked(slot, stale == null ? CloseReason.STALE : stale);
        }
        return claimed;
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

    PoolClosedException closed() {
        return new PoolClosedException("pool " + name + " is closed");
    }

    /** Why the pool does not serve. */
    PoolException refusal(@Nullable Throwable cause) {
        return phase() == Ledger.Phase.CLOSED ? closed() : paused(cause);
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
