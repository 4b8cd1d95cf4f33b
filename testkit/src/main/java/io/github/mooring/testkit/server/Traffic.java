package io.github.mooring.testkit.server;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/**
 * Counts and records what clients send, and lets a test wait for it. Thread-safe.
 *
 * <p>The record is bounded in requests and in bytes; the oldest go first. Counts are not bounded.
 */
final class Traffic {
    private static final int MAX_REQUESTS = 1_000;
    private static final long MAX_BYTES = 32L * 1024 * 1024;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    @GuardedBy("lock")
    private final Deque<RecordedRequest> recorded = new ArrayDeque<>();

    @GuardedBy("lock")
    private long recordedBytes;

    @GuardedBy("lock")
    private final Map<String, Integer> received = new HashMap<>();

    @GuardedBy("lock")
    private final Map<String, Integer> completed = new HashMap<>();

    void received(Command command, RecordedRequest request) {
        lock.lock();
        try {
            received.merge(command.name(), 1, Integer::sum);
            recorded.addLast(request);
            recordedBytes += request.length();
            while (recorded.size() > MAX_REQUESTS || (recordedBytes > MAX_BYTES && recorded.size() > 1)) {
                recordedBytes -= recorded.removeFirst().length();
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    void completed(Command command) {
        lock.lock();
        try {
            completed.merge(command.name(), 1, Integer::sum);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Wakes those who wait for something that is counted elsewhere, such as connections. */
    void changed() {
        lock.lock();
        try {
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    int receivedCount(String name) {
        lock.lock();
        try {
            return received.getOrDefault(name, 0);
        } finally {
            lock.unlock();
        }
    }

    int completedCount(String name) {
        lock.lock();
        try {
            return completed.getOrDefault(name, 0);
        } finally {
            lock.unlock();
        }
    }

    List<RecordedRequest> recorded() {
        lock.lock();
        try {
            return List.copyOf(recorded);
        } finally {
            lock.unlock();
        }
    }

    void clear() {
        lock.lock();
        try {
            recorded.clear();
            recordedBytes = 0;
            received.clear();
            completed.clear();
        } finally {
            lock.unlock();
        }
    }

    /** Waits until {@code condition} holds; it is asked under this object's lock and must not block. */
    boolean await(BooleanSupplier condition, Duration atMost) throws InterruptedException {
        long left = atMost.toNanos();
        lock.lock();
        try {
            while (!condition.getAsBoolean()) {
                if (left <= 0) {
                    return false;
                }
                left = changed.awaitNanos(left);
            }
            return true;
        } finally {
            lock.unlock();
        }
    }
}
