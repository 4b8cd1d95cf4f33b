package io.github.mooring.pool;

import io.github.mooring.time.Clock;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.locks.Condition;
import org.jspecify.annotations.Nullable;

/**
 * One caller in the wait queue; guarded by the pool's lock.
 *
 * <p>It leaves {@link State#WAITING} exactly once, under the lock, so a hand-over and a time-out that race have one
 * winner. Once it has left, only its own thread looks at it.
 */
final class Waiter<R> {
    /** How the wait ended, if it has. */
    enum State {
        WAITING,
        GRANTED,
        REFUSED,
        GAVE_UP
    }

    private final Condition turn;
    private final long sinceNanos;
    private State state = State.WAITING;
    private @Nullable Slot<R> granted;
    private @Nullable InterruptedException interrupt;

    Waiter(Condition turn, long sinceNanos) {
        this.turn = turn;
        this.sinceNanos = sinceNanos;
    }

    Duration waited(Clock clock) {
        return Duration.ofNanos(clock.nanoTime() - sinceNanos);
    }

    Condition turn() {
        return turn;
    }

    State state() {
        return state;
    }

    boolean isWaiting() {
        return state == State.WAITING;
    }

    /** Hands over a slot: with a resource, or a bare permit to create one. */
    void grant(Slot<R> slot) {
        granted = slot;
        leaveQueue(State.GRANTED);
    }

    /** Says that the pool is closed. */
    void refuse() {
        leaveQueue(State.REFUSED);
    }

    /** Says that the caller waits no longer. */
    void giveUp() {
        leaveQueue(State.GAVE_UP);
    }

    /** Notes that the thread was interrupted; something may have been handed over all the same. */
    void interrupted(InterruptedException e) {
        interrupt = e;
    }

    @Nullable
    InterruptedException interrupt() {
        return interrupt;
    }

    /** The slot that was handed over. */
    Slot<R> granted() {
        return Objects.requireNonNull(granted, "bug: nothing was handed over");
    }

    private void leaveQueue(State end) {
        if (state != State.WAITING) {
            throw new AssertionError("bug: a waiter went from " + state + " to " + end);
        }
        state = end;
        turn.signal();
    }
}
