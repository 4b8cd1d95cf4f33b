package io.github.mooring.pool;

import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A resource for tests: it knows whether it is alive and how many hold it. */
final class FakeResource {
    final int id;
    final AtomicInteger holders = new AtomicInteger();
    volatile boolean usable = true;
    volatile boolean alive = true;
    /** Whether something that was begun with it goes on. */
    volatile boolean busy;

    volatile boolean interrupted;
    volatile boolean destroyed;
    /** What has broken it. */
    volatile @Nullable Throwable failure;

    FakeResource(int id) {
        this.id = id;
    }

    @Override
    public String toString() {
        return "resource " + id;
    }
}
