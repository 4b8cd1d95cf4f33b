package io.github.mooring.pool;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Hears what happens in a pool; thread-safe. Every method does nothing unless it is overridden.
 *
 * <p>Events come one at a time and in the order in which things happened, as the Connection Monitoring and Pooling
 * specification has it; usually on the thread that caused them, but if two threads cause events at once, one of them
 * may deliver those of both, a hundred at a time. No lock of the pool is held meanwhile. A listener should be quick: it
 * keeps its thread from working, though never another one, and while it blocks the events behind it wait: 10,000 of them,
 * further ones are dropped. What is left by a thread whose turn is over comes with the next event, with maintenance, or
 * at the latest when the pool is closed. What a listener throws, and what is dropped, is counted in
 * {@link PoolStats#listenerFailures()}.
 */
public interface PoolListener {
    /** Hears nothing, and so costs nothing. */
    PoolListener NONE = new PoolListener() {
        @Override
        public boolean hearsCheckOuts() {
            return false;
        }
    };

    /**
     * Whether it wants to hear of every single check-out and return; asked once per pool. If not, a pool can serve them
     * without making events, allocating and reading a clock, and {@link #checkOutStarted}, {@link #checkedOut} and
     * {@link #checkedIn} are not called.
     */
    default boolean hearsCheckOuts() {
        return true;
    }

    /** The pool was made; it is paused. */
    default void poolCreated(PoolConfig config) {}

    /** The pool serves check-outs from now on. */
    default void poolReady() {}

    /**
     * All resources have become stale.
     *
     * @param interruptInUse whether those in use were interrupted
     */
    default void poolCleared(boolean interruptInUse) {}

    /**
     * All resources of one group have become stale; the pool goes on serving.
     *
     * @param group          what it is called, see {@link Newcomer#join}
     * @param interruptInUse whether those in use were interrupted
     */
    default void groupCleared(Object group, boolean interruptInUse) {}

    /** The pool was closed. */
    default void poolClosed() {}

    /** The creation of a resource begins. */
    default void created(long id) {}

    /**
     * A resource was created.
     *
     * @param took since {@link #created}
     */
    default void ready(long id, Duration took) {}

    /**
     * A resource was, or is about to be, destroyed, or could not be created.
     *
     * @param error what went wrong, if that is the reason and it is known: what the factory threw, or what it says of
     *     the resource, see {@link ResourceFactory#failureOf}
     */
    default void closed(long id, CloseReason reason, @Nullable Throwable error) {}

    /** Somebody wants a resource. */
    default void checkOutStarted() {}

    /**
     * Somebody did not get one.
     *
     * @param took  since {@link #checkOutStarted}; zero if this listener does not hear of check-outs
     * @param cause what was thrown, if it is known
     */
    default void checkOutFailed(CheckOutFailure reason, Duration took, @Nullable Throwable cause) {}

    /**
     * Somebody got one.
     *
     * @param took since {@link #checkOutStarted}
     */
    default void checkedOut(long id, Duration took) {}

    /** Somebody gave one back. */
    default void checkedIn(long id) {}
}
