package io.github.mooring.pool;

/** How {@link PoolSet} lets a pool go that nobody uses; thread-safe. */
final class Retirement {
    private final Engine<?> pool;

    Retirement(Engine<?> pool) {
        this.pool = pool;
    }

    /** Promises that the pool will not be retired before {@link #unpin}. */
    void pin() {
        pool.lock.lock();
        try {
            pool.ledger.pin();
        } finally {
            pool.lock.unlock();
        }
    }

    /** Takes one promise back. */
    void unpin() {
        pool.lock.lock();
        try {
            pool.ledger.unpin();
        } finally {
            pool.lock.unlock();
        }
    }

    /** How long ago a lease ended (or the pool was made), if nobody uses the pool; -1 if somebody does. */
    long unusedNanos(long nowNanos) {
        pool.lock.lock();
        try {
            return pool.ledger.unusedNanos(nowNanos);
        } finally {
            pool.lock.unlock();
        }
    }

    /** Refuses check-outs from now on, if nobody uses the pool; a {@link Pool#close} that destroys things must follow. */
    boolean retireIfUnused() {
        pool.lock.lock();
        try {
            return pool.ledger.retireIfUnused();
        } finally {
            pool.lock.unlock();
        }
    }

    /** As {@link #retireIfUnused}, if moreover nothing is idle and nobody has used the pool for so long. */
    boolean retireIfEmpty(long nowNanos, long unusedNanos) {
        pool.lock.lock();
        try {
            return pool.ledger.retireIfEmpty(nowNanos, unusedNanos);
        } finally {
            pool.lock.unlock();
        }
    }
}
