package io.github.mooring.management;

import org.jspecify.annotations.Nullable;

/**
 * Where a bean looks; thread-safe. It can be emptied, so that a bean that could not be unregistered keeps nothing alive but its
 * class.
 */
final class Source<T> {
    /** Only ever goes from something to null. */
    private volatile @Nullable T seen;

    Source(T seen) {
        this.seen = seen;
    }

    /**
     * What there is to look at.
     *
     * @throws IllegalStateException once that has ended
     */
    T get() {
        T now = seen;
        if (now == null) {
            throw new IllegalStateException("what this bean was about has ended");
        }
        return now;
    }

    /** Lets go of it. Idempotent. */
    void empty() {
        seen = null;
    }
}
