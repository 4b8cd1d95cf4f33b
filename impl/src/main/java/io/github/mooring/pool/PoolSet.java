package io.github.mooring.pool;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.github.mooring.time.Cancellation;
import io.github.mooring.time.Clock;
import io.github.mooring.time.Deadline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Pools by key, made on demand and removed when nobody needs them any more; thread-safe.
 *
 * <p>Keys may come and go without end (identities do), so their number is bounded: at the limit the pool that has been
 * unused for longest makes room, idle resources and all. Below it, {@link #runOnce} removes pools that are empty and
 * unused for a while.
 *
 * <p>A check-out looks its pool up without a lock. So a pool may be retired between the look-up and the check-out; the
 * pool then refuses, and the caller comes again with a pin, which no retirement ignores.
 *
 * @param <K> what distinguishes the pools; its text stands in exceptions, so it must hide what is secret
 */
public final class PoolSet<K, R> implements AutoCloseable {
    private final Function<? super K, Pool<R>> newPool;
    private final int maxPools;
    private final long removeUnusedNanos;
    private final Clock clock;
    private final Consumer<? super K> onRemoved;

    private final ReentrantLock lock = new ReentrantLock();
    /** Written under the lock, read without it; under the lock, none of its pools is retired. */
    private final ConcurrentHashMap<K, Pool<R>> pools = new ConcurrentHashMap<>();

    @GuardedBy("lock")
    private boolean closed;

    /**
     * A set without pools.
     *
     * @param newPool     makes the pool of a key; called without a lock, and what it makes may be dropped unused when
     *     two callers ask for the same key at once. The pools belong to the set: nobody else closes them
     * @param maxPools    most pools at once; 0 = unlimited
     * @param removeAfter an empty pool is removed when unused for so long; zero = never
     * @throws IllegalArgumentException if a value is out of range
     */
    public PoolSet(Function<? super K, Pool<R>> newPool, int maxPools, Duration removeAfter, Clock clock) {
        this(newPool, maxPools, removeAfter, clock, key -> {});
    }

    /**
     * As above, and tells when a pool was removed.
     *
     * @param onRemoved gets the key, after the pool was closed and without a lock, though resources may still be in use;
     *     also of pools that were made and never used. A new pool of the same key may have been made by then
     */
    public PoolSet(
            Function<? super K, Pool<R>> newPool,
            int maxPools,
            Duration removeAfter,
            Clock clock,
            Consumer<? super K> onRemoved) {
        this.onRemoved = onRemoved;
        this.newPool = newPool;
        this.maxPools = PoolConfig.requireCount("maxPools", maxPools);
        this.removeUnusedNanos =
                PoolConfig.requireDuration("removeAfter", removeAfter).toNanos();
        this.clock = clock;
    }

    /**
     * Leases a resource from the pool of that key; see {@link Pool#checkOut}.
     *
     * @throws PoolLimitException if the set is full and each of its pools is in use
     */
    public Lease<R> checkOut(K key, Deadline deadline, Use use, Cancellation cancellation, Duration patience) {
        Pool<R> pool = pools.get(key);
        if (pool == null) {
            return checkOutPinned(key, deadline, use, cancellation, patience);
        }
        try {
            return pool.checkOut(deadline, use, cancellation, patience);
        } catch (PoolClosedException e) {
            return checkOutPinned(
                    key, deadline, use, cancellation, patience); // says so if the set as a whole is closed
        }
    }

    /** As above, for one alone, who waits until the deadline if need be, and without cancellation. */
    public Lease<R> checkOut(K key, Deadline deadline) {
        return checkOut(key, deadline, Use.EXCLUSIVE, Cancellation.none(), Duration.ZERO);
    }

    /**
     * Has a pool of that key, as if somebody used it just now.
     *
     * @throws PoolLimitException  if there is none, the set is full and each of its pools is in use
     * @throws PoolClosedException if the set is closed
     */
    public void have(K key) {
        if (pools.containsKey(key)) {
            return;
        }
        pinned(key).retirement().unpin();
    }

    /** Lets callers into the pools whose keys are meant; see {@link Pool#ready}. */
    public void ready(Predicate<? super K> which) {
        forEach(which, Pool::ready);
    }

    /** Makes all resources stale in the pools whose keys are meant, and pauses them; see {@link Pool#clear}. */
    public void clear(Predicate<? super K> which, boolean interruptInUse) {
        forEach(which, pool -> pool.clear(interruptInUse));
    }

    /** Makes all resources stale in the pools whose keys are meant, which go on serving; see {@link Pool#renew}. */
    public void renew(Predicate<? super K> which) {
        forEach(which, pool -> pool.renew(pool.generation()));
    }

    /**
     * Makes all resources of a group stale in the pools whose keys are meant, which go on serving.
     *
     * @param membership that of the resource in question, which is of one of those pools; if it is stale, nothing happens
     * @return whether anything has become stale; see {@link Pool#clear(Membership, boolean)}
     */
    public boolean clear(Predicate<? super K> which, Membership membership, boolean interruptInUse) {
        for (Map.Entry<K, Pool<R>> entry : pools.entrySet()) {
            if (which.test(entry.getKey()) && entry.getValue().clear(membership, interruptInUse)) {
                forEach(
                        key -> which.test(key) && !key.equals(entry.getKey()),
                        pool -> pool.clearGroup(membership.group(), interruptInUse));
                return true;
            }
        }
        return false;
    }

    private void forEach(Predicate<? super K> which, Consumer<Pool<R>> action) {
        pools.forEach((key, pool) -> {
            if (which.test(key)) {
                action.accept(pool);
            }
        });
    }

    /** Closes all pools and makes no more; see {@link Pool#close}. Idempotent. */
    @Override
    public void close() {
        List<Map.Entry<K, Pool<R>>> all;
        lock.lock();
        try {
            closed = true;
            all = new ArrayList<>(pools.entrySet());
            pools.clear();
        } finally {
            lock.unlock();
        }
        all.forEach(this::end);
    }

    /**
     * Maintenance: that of each pool, then removes the pools that are empty and unused.
     *
     * @return nanoseconds until it wants to run again, {@link Long#MAX_VALUE} for never
     */
    public long runOnce() {
        long next = removeUnusedNanos == 0 ? Long.MAX_VALUE : removeUnusedNanos;
        for (Pool<R> pool : pools.values()) {
            next = Math.min(next, pool.runOnce());
        }
        if (removeUnusedNanos > 0) {
            removeEmpty();
        }
        return next;
    }

    /** Looks at what was given back busy, in all pools; see {@link Pool#recall}. */
    public void recall() {
        pools.values().forEach(Pool::recall);
    }

    /** The numbers of all pools together. */
    public PoolStats stats() {
        return pools.values().stream().map(Pool::stats).reduce(PoolStats::plus).orElse(PoolStats.NONE);
    }

    /** The numbers of each pool. */
    public Map<K, PoolStats> statsByKey() {
        Map<K, PoolStats> stats = new HashMap<>();
        pools.forEach((key, pool) -> stats.put(key, pool.stats()));
        return stats;
    }

    /** The keys of the pools that there are at this moment. */
    public Set<K> keys() {
        return Set.copyOf(pools.keySet());
    }

    /** How a pool fares, and has fared since it was made; null if there is none. */
    public @Nullable PoolReport report(K key) {
        Pool<R> pool = pools.get(key);
        return pool == null ? null : pool.report();
    }

    /** Begins to look for the longest wait anew, in the pools whose keys are meant. */
    public void forgetLongestWait(Predicate<? super K> which) {
        forEach(which, Pool::forgetLongestWait);
    }

    /**
     * Who holds what in each pool at this moment.
     *
     * @param stacks whether to look at what the threads are doing; see {@link Pool#holdersWithStacks()}
     */
    public Map<K, List<Holder>> holders(boolean stacks) {
        Map<K, List<Holder>> holders = new HashMap<>();
        pools.forEach((key, pool) -> holders.put(key, stacks ? pool.holdersWithStacks() : pool.holders()));
        return holders;
    }

    private Lease<R> checkOutPinned(K key, Deadline deadline, Use use, Cancellation cancellation, Duration patience) {
        Pool<R> pool = pinned(key);
        try {
            return pool.checkOut(deadline, use, cancellation, patience);
        } finally {
            pool.retirement().unpin();
        }
    }

    private Pool<R> pinned(K key) {
        Pool<R> pool = pinKnown(key);
        return pool == null ? pinNew(key, newPool.apply(key)) : pool;
    }

    private @Nullable Pool<R> pinKnown(K key) {
        lock.lock();
        try {
            requireOpenLocked();
            Pool<R> pool = pools.get(key);
            if (pool != null) {
                pool.retirement().pin();
            }
            return pool;
        } finally {
            lock.unlock();
        }
    }

    /** Puts a pool into the set, unless somebody else was faster, and makes room for it if need be. */
    private Pool<R> pinNew(K key, Pool<R> fresh) {
        Map.Entry<K, Pool<R>> evicted = null;
        boolean taken = false;
        lock.lock();
        try {
            requireOpenLocked();
            Pool<R> pool = pools.get(key);
            if (pool == null) {
                evicted = isFull() ? evictLocked(key) : null;
                pools.put(key, fresh);
                pool = fresh;
                taken = true;
            }
            pool.retirement().pin();
            return pool;
        } finally {
            lock.unlock();
            if (!taken) {
                fresh.close(); // the budget and the listener know it already
            }
            if (evicted != null) {
                end(evicted);
            }
        }
    }

    private boolean isFull() {
        return maxPools > 0 && pools.size() >= maxPools;
    }

    /** Retires the pool that has been unused for longest. */
    @GuardedBy("lock")
    private Map.Entry<K, Pool<R>> evictLocked(K newcomer) {
        assert lock.isHeldByCurrentThread();
        long now = clock.nanoTime();
        for (int tries = pools.size(); tries > 0; tries--) {
            Map.Entry<K, Pool<R>> candidate = null;
            long longest = -1;
            for (Map.Entry<K, Pool<R>> entry : pools.entrySet()) {
                long unused = entry.getValue().retirement().unusedNanos(now);
                if (unused > longest) {
                    longest = unused;
                    candidate = entry;
                }
            }
            // one that somebody has just begun to use refuses; then the next oldest has its turn
            if (candidate != null && candidate.getValue().retirement().retireIfUnused()) {
                pools.remove(candidate.getKey());
                return candidate;
            }
        }
        throw new PoolLimitException("no pool for " + newcomer + ": there are " + pools.size() + " (maxPools="
                + maxPools + ") and all are in use");
    }

    private void removeEmpty() {
        long now = clock.nanoTime();
        List<Map.Entry<K, Pool<R>>> removed = new ArrayList<>();
        lock.lock();
        try {
            for (Map.Entry<K, Pool<R>> entry : pools.entrySet()) {
                if (entry.getValue().retirement().retireIfEmpty(now, removeUnusedNanos)) {
                    pools.remove(entry.getKey());
                    removed.add(entry);
                }
            }
        } finally {
            lock.unlock();
        }
        removed.forEach(this::end);
    }

    /** Closes a pool that has been removed, and tells. */
    private void end(Map.Entry<K, Pool<R>> removed) {
        removed.getValue().close();
        onRemoved.accept(removed.getKey());
    }

    @GuardedBy("lock")
    private void requireOpenLocked() {
        assert lock.isHeldByCurrentThread();
        if (closed) {
            throw new PoolClosedException("the set of pools is closed");
        }
    }
}
