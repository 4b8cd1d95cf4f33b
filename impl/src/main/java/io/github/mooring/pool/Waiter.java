package io.github.mooring.pool;

import io.github.mooring.time.Cancellation;
import io.github.mooring.time.Clock;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One caller in the wait queue. The links belong to the {@link WaitQueue}, and all is written under the pool's lock.
 *
 * <p>It leaves {@link State#WAITING} exactly once, under the lock, so a hand-over and a time-out that race have one
 * winner. Its own thread reads {@link #state} without the lock while it is parked, and all else once that has changed.
 */
final class Waiter<R> {
    /** How the wait ended, if it has. */
    enum State {
        WAITING,
        GRANTED,
        CLEARED,
        CLOSED,
        GAVE_UP
    }

    final boolean shares;
    private final Thread thread;
    private final long sinceNanos;
    /** What to cancel instead of waking the thread; then the caller has a permit of its own and wants no other. */
    private final @Nullable Cancellation otherWait;

    private volatile State state = State.WAITING;
    private @Nullable Slot<R> granted;

    @Nullable
    Waiter<R> previous;

    /** In the queue the next in line; after it, the next one to be woken up. */
    @Nullable
    Waiter<R> next;

    Waiter(boolean shares, long sinceNanos, @Nullable Cancellation otherWait) {
        this.shares = shares;
        this.thread = Thread.currentThread();
        this.sinceNanos = sinceNanos;
        this.otherWait = otherWait;
    }

    Duration waited(Clock clock) {
        return Duration.ofNanos(clock.nanoTime() - sinceNanos);
    }

    State state() {
        return state;
    }

    boolean isWaiting() {
        return state == State.WAITING;
    }

    /** Whether it waits on a permit of its own for something else, and is here for what may come back meanwhile. */
    boolean hasPermit() {
        return otherWait != null;
    }

    /** Hands over a slot: with a resource, or a bare permit to create one. */
    void grant(Slot<R> slot) {
        granted = slot;
        end(State.GRANTED);
    }

    /** Ends the wait with nothing. */
    void end(State how) {
        if (state != State.WAITING) {
            throw new AssertionError("bug: a waiter went from " + state + " to " + how);
        }
        state = how;
    }

    /** Wakes its thread up; without the lock. */
    void wake(Clock clock) {
        if (otherWait != null) {
            otherWait.cancel();
        } else if (thread != Thread.currentThread()) {
            clock.unpark(thread);
        }
    }

    /** The slot that was handed over. */
    Slot<R> granted() {
        return Objects.requireNonNull(granted, "bug: nothing was handed over");
    }
}
