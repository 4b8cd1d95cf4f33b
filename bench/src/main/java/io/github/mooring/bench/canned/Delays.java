package io.github.mooring.bench.canned;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.IOException;
import java.util.PriorityQueue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Sends replies when their time has come, on a thread of its own; thread-safe. A thread that sleeps in Linux comes back
 * about 50 microseconds late (its timer slack), so this one sleeps that much less: replies are a few hundredths of a
 * millisecond early or late.
 */
final class Delays implements Runnable {
    /** Source: {@code timerslack_ns} in proc(5), 50,000 by default, less what waking costs on top. */
    private static final long SLEEP_LESS_NANOS = 40_000;
    /** What is due so soon goes at once: to sleep again would be later. */
    private static final long EARLY_NANOS = 25_000;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    /** Lines with something in them, but for the one being sent from. */
    @GuardedBy("lock")
    private final PriorityQueue<DelayLine> lines =
            new PriorityQueue<>((a, b) -> Long.signum(a.wakeNanosLocked() - b.wakeNanosLocked()));

    /** Confined to the thread that runs this. */
    private final DelayLine.Replies batch = new DelayLine.Replies();
    /** Confined to the thread that runs this. */
    private final Outgoing out = new Outgoing();

    /** A reply to a request that has just arrived. */
    void add(DelayLine line, byte[] reply, int requestId, long arrivedNanos, boolean hello) {
        lock.lock();
        try {
            if (line.addLocked(reply, requestId, arrivedNanos, hello)) {
                enqueueLocked(line);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Sends until it is interrupted. */
    @Override
    public void run() {
        try {
            while (true) {
                sendOne();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void sendOne() throws InterruptedException {
        DelayLine line;
        lock.lock();
        try {
            line = awaitDueLocked();
            line.takeDueLocked(System.nanoTime() + EARLY_NANOS, batch);
        } finally {
            lock.unlock();
        }
        boolean whole = send(line);
        lock.lock();
        try {
            if (line.sentLocked(whole, System.nanoTime())) {
                enqueueLocked(line);
            }
        } finally {
            lock.unlock();
        }
    }

    @GuardedBy("lock")
    private void enqueueLocked(DelayLine line) {
        lines.add(line);
        if (lines.peek() == line) {
            changed.signal();
        }
    }

    @GuardedBy("lock")
    private DelayLine awaitDueLocked() throws InterruptedException {
        while (true) {
            DelayLine first = lines.peek();
            if (first == null) {
                changed.await();
                continue;
            }
            long wait = first.wakeNanosLocked() - System.nanoTime();
            if (wait <= EARLY_NANOS) {
                return lines.remove();
            }
            changed.awaitNanos(Math.max(1, wait - SLEEP_LESS_NANOS));
        }
    }

    /** Whether all was taken, or nobody is there any more to take it, which the server's thread sees too. */
    private boolean send(DelayLine line) {
        try {
            return line.send(batch, out);
        } catch (IOException e) {
            out.discard();
            while (!batch.isEmpty()) {
                batch.removeFirst();
            }
            return true;
        }
    }
}
