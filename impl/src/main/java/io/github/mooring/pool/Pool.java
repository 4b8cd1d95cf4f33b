package io.github.mooring.pool;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.github.mooring.time.Clock;
import io.github.mooring.time.Deadline;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A pool of resources with a FIFO wait queue; thread-safe.
 *
 * <p><b>Who is served.</b> A caller takes the idle resource that was used last, or else a permit to create one, or else
 * stands in the queue. A resource that is returned, or a permit that comes free, is handed over to the head of the
 * queue in the same step; nobody overtakes. The permit is taken before creation begins and given back after
 * destruction has ended, so there are never more than {@code maxSize} resources alive.
 *
 * <p><b>Generations.</b> Each resource belongs to the generation in which its creation began. {@link #clear} and
 * {@link #close} begin the next one, which makes all resources stale: idle ones are destroyed at once, those in use
 * when they come back, those being created when they are done.
 *
 * <p><b>How it is built.</b> {@link Ledger} decides under the one lock; this class acts on the decisions without it.
 * A check-out that has a {@link Slot} owns a permit and ends in exactly one of two ways: with a lease, or in
 * {@link #end}, whatever was thrown on the way.
 */
public final class Pool<R> implements AutoCloseable {
    private final String name;
    private final PoolConfig config;
    private final ResourceFactory<R> factory;
    private final Clock clock;
    private final long maxIdleNanos;
    private final AtomicLong destroyFailures = new AtomicLong();

    private final ReentrantLock lock = new ReentrantLock();

    @GuardedBy("lock")
    private final Ledger<R> ledger;

    /** Written under the lock, read without it: the ledger's count, or {@link Ledger#CLOSED}. */
    private volatile long generation;

    /**
     * A pool, empty at first.
     *
     * @param name what it is a pool of, for the texts of exceptions
     */
    public Pool(String name, PoolConfig config, ResourceFactory<R> factory, Clock clock) {
        this.name = name;
        this.config = config;
        this.factory = factory;
        this.clock = clock;
        this.maxIdleNanos = config.maxIdleTime().toNanos();
        this.ledger = new Ledger<>(config.maxSize(), clock.nanoTime());
    }

    /** What it is a pool of. */
    public String name() {
        return name;
    }

    /**
     * Leases a resource, waiting for one if need be.
     *
     * @param deadline ends the wait, as {@link PoolConfig#waitQueueTimeout} does, and goes to the factory; one that has
     *     expired still gets what is idle, but neither waits nor begins to create
     * @throws PoolTimeoutException     if the time ran out
     * @throws PoolClosedException      if the pool is or gets closed
     * @throws PoolInterruptedException if the thread is interrupted while it waits; the flag is set again
     * @throws RuntimeException         what the factory throws, as it is
     */
    public Lease<R> checkOut(Deadline deadline) {
        Slot<R> slot = acquire(deadline);
        Lease<R> lease = null;
        try {
            while (!isReady(slot, deadline)) {
                slot = replace(slot);
            }
            lease = new Lease<>(this, slot);
            return lease;
        } finally {
            if (lease == null) {
                end(slot);
            }
        }
    }

    /** Makes all resources stale. */
    public void clear() {
        List<Slot<R>> condemned;
        lock.lock();
        try {
            condemned = makeStaleLocked();
        } finally {
            lock.unlock();
        }
        condemned.forEach(this::end);
    }

    /**
     * Sends the wait queue away, refuses every check-out from now on and makes all resources stale. Returns without
     * waiting for those in use. Idempotent.
     */
    @Override
    public void close() {
        List<Slot<R>> condemned;
        lock.lock();
        try {
            ledger.close();
            condemned = makeStaleLocked();
        } finally {
            lock.unlock();
        }
        condemned.forEach(this::end);
    }

    /**
     * Maintenance: destroys what has been idle for too long.
     *
     * @return nanoseconds until it wants to run again, {@link Long#MAX_VALUE} for never
     */
    public long runOnce() {
        if (maxIdleNanos == 0) {
            return Long.MAX_VALUE;
        }
        long now = clock.nanoTime();
        List<Slot<R>> condemned;
        long oldestAge;
        lock.lock();
        try {
            condemned = ledger.condemnIdle(now, maxIdleNanos);
            Slot<R> oldest = ledger.oldestIdle();
            oldestAge = oldest == null ? 0 : Math.max(0, oldest.idleNanos(now));
        } finally {
            lock.unlock();
        }
        condemned.forEach(this::end);
        return maxIdleNanos - oldestAge;
    }

    /** The numbers of this moment. */
    public PoolStats stats() {
        lock.lock();
        try {
            return statsLocked();
        } finally {
            lock.unlock();
        }
    }

    @GuardedBy("lock")
    private List<Slot<R>> makeStaleLocked() {
        assert lock.isHeldByCurrentThread();
        generation = ledger.nextGeneration();
        return ledger.condemnAllIdle();
    }

    /** Ends a lease, for {@link Lease}; false if it had ended before. */
    boolean checkIn(Lease<R> lease, boolean reusable) {
        Slot<R> slot = lease.slot();
        long now = clock.nanoTime();
        lock.lock();
        try {
            if (!lease.end()) {
                return false;
            }
            ledger.touch(slot, now);
            if (reusable && passOnLocked(slot)) {
                return true;
            }
        } finally {
            lock.unlock();
        }
        end(slot);
        return true;
    }

    boolean isCurrent(long generationOfResource) {
        return generationOfResource == generation;
    }

    /** Promises that the pool will not be retired before {@link #unpin}; for {@link PoolSet}. */
    void pin() {
        lock.lock();
        try {
            ledger.pin();
        } finally {
            lock.unlock();
        }
    }

    void unpin() {
        lock.lock();
        try {
            ledger.unpin();
        } finally {
            lock.unlock();
        }
    }

    /** How long ago a lease ended (or the pool was made), if nobody uses the pool; -1 if somebody does. */
    long unusedNanos(long nowNanos) {
        lock.lock();
        try {
            return ledger.unusedNanos(nowNanos);
        } finally {
            lock.unlock();
        }
    }

    /** Refuses check-outs from now on, if nobody uses the pool; a {@link #close} that may destroy things must follow. */
    boolean retireIfUnused() {
        lock.lock();
        try {
            return ledger.retireIfUnused();
        } finally {
            lock.unlock();
        }
    }

    /** As {@link #retireIfUnused}, if moreover nothing is idle and nobody has used the pool for so long. */
    boolean retireIfEmpty(long nowNanos, long unusedNanos) {
        lock.lock();
        try {
            return ledger.retireIfEmpty(nowNanos, unusedNanos);
        } finally {
            lock.unlock();
        }
    }

    /** Throws an {@link AssertionError} if the books do not add up; for tests. */
    void checkInvariants() {
        lock.lock();
        try {
            ledger.checkInvariants();
        } finally {
            lock.unlock();
        }
    }

    /** A slot that this caller owns from now on: with a resource in it, or empty. */
    private Slot<R> acquire(Deadline deadline) {
        Waiter<R> waiter;
        PoolStats stats;
        lock.lock();
        try {
            Slot<R> slot = ledger.tryTake();
            if (slot != null) {
                return slot;
            }
            waiter = new Waiter<>(lock.newCondition(), clock.nanoTime());
            stats = awaitTurnLocked(waiter, deadline.orWithin(clock, config.waitQueueTimeout()));
        } finally {
            lock.unlock();
        }
        return claim(waiter, deadline, stats);
    }

    /** Waits until the waiter is no longer in the queue; answers the numbers from just before it left. */
    @GuardedBy("lock")
    private PoolStats awaitTurnLocked(Waiter<R> waiter, Deadline limit) {
        assert lock.isHeldByCurrentThread();
        ledger.enqueue(waiter);
        try {
            long nanos = limit.remainingNanos();
            while (waiter.isWaiting() && nanos > 0) {
                clock.awaitNanos(lock, waiter.turn(), nanos);
                nanos = limit.remainingNanos();
            }
            return statsLocked();
        } catch (InterruptedException e) {
            waiter.interrupted(e);
            return statsLocked();
        } finally {
            ledger.withdraw(waiter);
        }
    }

    /** What a wait has come to. A hand-over beats a time-out, but an interrupt beats a hand-over. */
    private Slot<R> claim(Waiter<R> waiter, Deadline deadline, PoolStats stats) {
        InterruptedException interrupt = waiter.interrupt();
        if (interrupt != null) {
            if (waiter.state() == Waiter.State.GRANTED) {
                giveOn(waiter.granted());
            }
            Thread.currentThread().interrupt();
            throw new PoolInterruptedException(
                    "pool " + name + ": interrupted while waiting for a resource (" + stats + ")", interrupt);
        }
        return switch (waiter.state()) {
            case GRANTED -> waiter.granted();
            case REFUSED -> throw closed();
            case WAITING, GAVE_UP -> throw PoolTimeoutException.waiting(name, waiter.waited(clock), deadline, stats);
        };
    }

    private boolean isReady(Slot<R> slot, Deadline deadline) {
        return slot.isEmpty() ? fill(slot, deadline) : isFit(slot);
    }

    /** Creates the resource; false if it is stale already. */
    private boolean fill(Slot<R> slot, Deadline deadline) {
        long begunIn = generation;
        if (begunIn == Ledger.CLOSED) {
            throw closed();
        }
        if (deadline.isExpired()) {
            throw PoolTimeoutException.creating(name, stats());
        }
        R resource = Objects.requireNonNull(factory.create(deadline), "bug: the factory created null");
        slot.fill(resource, begunIn);
        lock.lock();
        try {
            ledger.created(slot);
        } finally {
            lock.unlock();
        }
        return isCurrent(slot.generation());
    }

    private boolean isFit(Slot<R> slot) {
        boolean expired = maxIdleNanos > 0 && slot.idleNanos(clock.nanoTime()) >= maxIdleNanos;
        return !expired && isCurrent(slot.generation()) && factory.isUsable(slot.resource());
    }

    /** Destroys what is in the slot and answers another, or the same one empty; the caller keeps its turn. */
    private Slot<R> replace(Slot<R> slot) {
        destroyContent(slot);
        lock.lock();
        try {
            Slot<R> other = ledger.reuse(slot);
            if (other != null) {
                return other;
            }
        } finally {
            lock.unlock();
        }
        throw closed();
    }

    /** Passes on what was handed over to a caller that cannot use it. */
    private void giveOn(Slot<R> slot) {
        lock.lock();
        try {
            if (passOnLocked(slot)) {
                return;
            }
        } finally {
            lock.unlock();
        }
        end(slot);
    }

    @GuardedBy("lock")
    private boolean passOnLocked(Slot<R> slot) {
        assert lock.isHeldByCurrentThread();
        if (slot.isEmpty() || !isCurrent(slot.generation())) {
            return false;
        }
        ledger.passOn(slot);
        return true;
    }

    /** Destroys what is in the slot, if anything, and gives its permit to the next in line. */
    private void end(Slot<R> slot) {
        try {
            destroyContent(slot);
        } finally {
            lock.lock();
            try {
                ledger.free(slot);
            } finally {
                lock.unlock();
            }
        }
    }

    private void destroyContent(Slot<R> slot) {
        lock.lock();
        try {
            ledger.condemn(slot);
        } finally {
            lock.unlock();
        }
        if (!slot.destroyContent(factory)) {
            destroyFailures.incrementAndGet();
        }
    }

    @GuardedBy("lock")
    private PoolStats statsLocked() {
        assert lock.isHeldByCurrentThread();
        return ledger.stats(config.maxSize(), destroyFailures.get());
    }

    private PoolClosedException closed() {
        return new PoolClosedException("pool " + name + " is closed");
    }
}
