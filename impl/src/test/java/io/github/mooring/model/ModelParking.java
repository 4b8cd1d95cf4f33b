package io.github.mooring.model;

import org.jspecify.annotations.Nullable;

/**
 * Stands in for {@link java.util.concurrent.locks.LockSupport}; a park never ends for no reason, so that an unpark that is
 * missing shows.
 */
public final class ModelParking {
    private ModelParking() {}

    /** As the original. */
    public static void park(@Nullable Object blocker) {
        parkNanos(blocker, Long.MAX_VALUE);
    }

    /** As the original. */
    public static void park() {
        parkNanos(null, Long.MAX_VALUE);
    }

    /** As the original. */
    public static void parkNanos(long nanos) {
        parkNanos(null, nanos);
    }

    /** As the original. */
    public static void parkNanos(@Nullable Object blocker, long nanos) {
        Scheduler scheduler = Model.scheduler();
        if (scheduler == null) {
            throw new IllegalStateException("a park outside of the scenario's threads would never end");
        }
        if (nanos > 0) {
            Worker here = scheduler.here();
            boolean unused = scheduler.await("park", () -> here.permit || here.interrupted, nanos);
            here.permit = false;
        }
    }

    /** As the original. */
    public static void unpark(@Nullable Thread thread) {
        Model.point("unpark");
        if (thread instanceof Worker worker) {
            worker.permit = true;
        }
    }
}
