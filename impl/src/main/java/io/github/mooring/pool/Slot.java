package io.github.mooring.pool;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One permit of a pool, and the resource that was created on it, if any.
 *
 * <p>{@link #state} belongs to the {@link Ledger} and is guarded by the pool's lock. Everything else belongs to whoever
 * owns the slot: the ledger while it is idle, otherwise exactly one thread. Slots change owner under the lock, which is
 * why their fields need no protection of their own.
 */
final class Slot<R> {
    /** Where a slot is in its life; {@link Ledger} holds the table of the edges. */
    enum State {
        CREATING,
        IN_USE,
        IDLE,
        DESTROYING,
        GONE
    }

    State state = State.CREATING;
    private @Nullable R resource;
    private long generation;
    private long idleSinceNanos;

    /** Whether there is only the permit. */
    boolean isEmpty() {
        return resource == null;
    }

    R resource() {
        return Objects.requireNonNull(resource, "bug: the slot is empty");
    }

    /**
     * Destroys what is in it, if anything; false if the factory threw something.
     *
     * <p>That goes no further, whatever it is: it must neither keep other resources open nor hide a first exception.
     */
    boolean destroyContent(ResourceFactory<R> factory) {
        R content = resource;
        resource = null;
        try {
            if (content != null) {
                factory.destroy(content);
            }
            return true;
        } catch (RuntimeException | Error e) {
            return false;
        }
    }

    void fill(R content, long begunInGeneration) {
        resource = content;
        generation = begunInGeneration;
    }

    long generation() {
        return generation;
    }

    /** Notes that nobody uses it from now on. */
    void touch(long nowNanos) {
        idleSinceNanos = nowNanos;
    }

    long idleNanos(long nowNanos) {
        return nowNanos - idleSinceNanos;
    }
}
