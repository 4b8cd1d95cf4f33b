package io.github.mooring.pool;

import io.github.mooring.time.Cancellation;
import io.github.mooring.time.Deadline;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/** How resources come into being, and how those who create or use them are interrupted; thread-safe. */
final class Creation<R> {
    private final Engine<R> pool;
    private final DoubleSupplier jitter;
    private final long maxLifeNanos;
    private final AtomicLong ids = new AtomicLong();

    Creation(Engine<R> pool, DoubleSupplier jitter) {
        this.pool = pool;
        this.jitter = jitter;
        this.maxLifeNanos = pool.config.maxLifeTime().toNanos();
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
        long begunIn =
                pool.board.generation(); // after begin, as the look at the gate: a clear sees the token, or is seen
        long start = pool.clock.nanoTime();
        pool.events.note(listener -> listener.created(id));
        pool.events.deliver();
        boolean made = false;
        Throwable failure = null;
        try (Cancellation.Registration whileCreating = cancellation.onCancel(end::cancel)) {
            if (pool.board.isShut()) {
                throw pool.refusal(
                        null); // nobody would interrupt what begins now, and after a close it would never be stale
            }
            long life = lifeNanos();
            R resource = Objects.requireNonNull(
                    pool.factory.create(new Newcomer<>(pool, slot, deadline, end)), "bug: the factory created null");
            slot.fill(resource, begunIn, pool.coarse.nanoTime(), life);
            made = true;
        } catch (RuntimeException | Error e) {
            failure = e;
            throw e;
        } finally {
            if (!made) {
                pool.budget.release();
                pool.noteClosed(id, CloseReason.ERROR, failure);
            }
        }
        return publish(slot, use, Duration.ofNanos(pool.clock.nanoTime() - start));
    }

    private boolean publish(Slot<R> slot, @Nullable Use use, Duration took) {
        CloseReason stale;
        Waiter<R> woken;
        pool.lock.lock();
        try {
            stale = pool.judge.staleness(slot);
            pool.ledger.created();
            if (stale == null) {
                long id = slot.id();
                pool.events.note(listener -> listener.ready(id, took));
                slot.createdFor(use);
            } else {
                pool.condemnLocked(slot, stale);
            }
            pool.ledger.serve(slot);
            woken = pool.ledger.takeWoken();
        } finally {
            pool.lock.unlock();
        }
        pool.wakeAndTell(woken);
        if (stale != null) {
            pool.destroyContent(slot);
        } else if (use == null) {
            pool.makeRoomIfAsked();
        }
        return stale == null;
    }

    /** The number of the resource whose creation was the last to begin. */
    long newest() {
        return ids.get();
    }

    private long lifeNanos() {
        return maxLifeNanos - (long) (maxLifeNanos * 0.1 * jitter.getAsDouble());
    }

    void cancelCreations() {
        for (Slot<R> slot : pool.board.slots()) {
            slot.cancelCreation();
        }
    }

    /** Has those who use stale resources fail, and those who create one. */
    void interruptStale() {
        cancelCreations();
        for (Slot<R> slot : pool.board.slots()) {
            interruptIfStale(slot);
        }
    }

    /** As above, of a group that has been renewed by this thread, so that it sees all who had joined before. */
    void interruptStale(Group group) {
        for (Slot<R> slot : pool.board.slots()) {
            if (slot.isOf(group) && slot.isStaleInItsGroup()) {
                slot.cancelCreation();
                interruptIfStale(slot);
            }
        }
    }

    private void interruptIfStale(Slot<R> slot) {
        R content = slot.content();
        if (content != null && !pool.board.isCurrent(slot) && slot.leases() > 0) {
            try {
                pool.factory.interrupt(content);
            } catch (RuntimeException | Error e) {
                pool.noteFailure();
            }
        }
    }
}
