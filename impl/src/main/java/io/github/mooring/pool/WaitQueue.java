package io.github.mooring.pool;

import org.jspecify.annotations.Nullable;

/** Who waits, first who has waited longest; guarded by the pool's lock. Leaving it costs the same at every place. */
final class WaitQueue<R> {
    private @Nullable Waiter<R> first;
    private @Nullable Waiter<R> last;
    private int exclusive;
    private int shared;
    private int withPermit;

    @Nullable
    Waiter<R> first() {
        return first;
    }

    boolean isEmpty() {
        return first == null;
    }

    /** How many wait to have a resource alone. */
    int exclusive() {
        return exclusive;
    }

    /** How many wait that would share one. */
    int shared() {
        return shared;
    }

    /** How many wait for this pool; not those who create and wait for something else. */
    int size() {
        return exclusive + shared - withPermit;
    }

    void addLast(Waiter<R> waiter) {
        waiter.previous = last;
        if (last == null) {
            first = waiter;
        } else {
            last.next = waiter;
        }
        last = waiter;
        count(waiter, 1);
    }

    /** For one that had its turn already. */
    void addFirst(Waiter<R> waiter) {
        waiter.next = first;
        if (first == null) {
            last = waiter;
        } else {
            first.previous = waiter;
        }
        first = waiter;
        count(waiter, 1);
    }

    void remove(Waiter<R> waiter) {
        Waiter<R> before = waiter.previous;
        Waiter<R> after = waiter.next;
        if (before == null) {
            first = after;
        } else {
            before.next = after;
        }
        if (after == null) {
            last = before;
        } else {
            after.previous = before;
        }
        waiter.previous = null;
        waiter.next = null;
        count(waiter, -1);
    }

    private void count(Waiter<R> waiter, int change) {
        if (waiter.shares) {
            shared += change;
        } else {
            exclusive += change;
        }
        if (waiter.hasPermit()) {
            withPermit += change;
        }
    }
}
