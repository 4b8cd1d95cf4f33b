package io.github.mooring.bench.failover;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLongArray;

/** What callers see of one change of the primary; thread-safe. */
final class Election {
    private final AtomicLongArray firstSuccess;
    private final AtomicIntegerArray errors;
    private final CountDownLatch waiting;
    /** Whether a new primary was asked for: what succeeded before that was the old one's. */
    private volatile boolean called;

    Election(int callers) {
        this.firstSuccess = new AtomicLongArray(callers);
        this.errors = new AtomicIntegerArray(callers);
        this.waiting = new CountDownLatch(callers);
    }

    /** From now on successes count. */
    void call() {
        called = true;
    }

    void succeeded(int caller) {
        if (called && firstSuccess.get(caller) == 0) {
            firstSuccess.set(caller, System.nanoTime());
            waiting.countDown();
        }
    }

    void failed(int caller) {
        errors.incrementAndGet(caller);
    }

    /** Waits until every caller has succeeded; false if one has not in time. */
    boolean await(long seconds) throws InterruptedException {
        return waiting.await(seconds, TimeUnit.SECONDS);
    }

    /** When the last caller had its first success. */
    long slowest() {
        long slowest = firstSuccess.get(0);
        for (int i = 1; i < firstSuccess.length(); i++) {
            slowest = Math.max(slowest, firstSuccess.get(i));
        }
        return slowest;
    }

    /** When the first caller had it. */
    long fastest() {
        long fastest = firstSuccess.get(0);
        for (int i = 1; i < firstSuccess.length(); i++) {
            fastest = Math.min(fastest, firstSuccess.get(i));
        }
        return fastest;
    }

    /** Errors that the caller with the most of them has got. */
    int mostErrors() {
        int most = 0;
        for (int i = 0; i < errors.length(); i++) {
            most = Math.max(most, errors.get(i));
        }
        return most;
    }
}
