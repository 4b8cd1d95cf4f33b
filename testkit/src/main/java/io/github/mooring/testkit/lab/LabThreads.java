package io.github.mooring.testkit.lab;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/** Daemon threads that somebody has started and has to see the end of. Thread-safe. */
final class LabThreads {
    private final ReentrantLock lock = new ReentrantLock();

    @GuardedBy("lock")
    private final List<Thread> running = new ArrayList<>();

    void start(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        lock.lock();
        try {
            running.removeIf(other -> !other.isAlive());
            running.add(thread);
            thread.start();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits for the end of all, those included that one of them still starts.
     *
     * @throws IllegalStateException if one of them does not end in time
     */
    void join(Duration atMost) {
        long deadline = System.nanoTime() + atMost.toNanos();
        for (List<Thread> threads = take(); !threads.isEmpty(); threads = take()) {
            for (Thread thread : threads) {
                join(thread, deadline);
            }
        }
    }

    private List<Thread> take() {
        lock.lock();
        try {
            List<Thread> taken = List.copyOf(running);
            running.clear();
            return taken;
        } finally {
            lock.unlock();
        }
    }

    private static void join(Thread thread, long deadline) {
        try {
            thread.join(Math.max(1, TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime())));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while closing", e);
        }
        if (thread.isAlive()) {
            throw new IllegalStateException("still running: " + thread);
        }
    }
}
