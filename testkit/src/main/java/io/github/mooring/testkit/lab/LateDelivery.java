package io.github.mooring.testkit.lab;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Delivers a connection's replies some time after they were written, in order, on a thread of its own, so that a delay of
 * the network does not become one of the server. Thread-safe; ends with its connection.
 */
final class LateDelivery implements Runnable {
    private static final long MAX_BYTES = 64L * 1024 * 1024;

    private final Network network;
    private final LabSocket socket;
    private final Sink sink;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    @GuardedBy("lock")
    private final Deque<Piece> waiting = new ArrayDeque<>();

    @GuardedBy("lock")
    private long waitingBytes;

    @GuardedBy("lock")
    private boolean ended;

    /** Where the bytes go in the end. */
    interface Sink {
        void write(byte[] source, int offset, int length) throws IOException;
    }

    /** Bytes and when they are due. */
    private static final class Piece {
        final byte[] bytes;
        final long due;

        Piece(byte[] bytes, long due) {
            this.bytes = bytes;
            this.due = due;
        }
    }

    LateDelivery(Network network, LabSocket socket, Sink sink) {
        this.network = network;
        this.socket = socket;
        this.sink = sink;
    }

    LabSocket socket() {
        return socket;
    }

    /** Takes bytes, which the caller may then change; waits while too many are under way. */
    void add(byte[] source, int offset, int length, Duration delay) {
        Piece piece =
                new Piece(Arrays.copyOfRange(source, offset, offset + length), System.nanoTime() + delay.toNanos());
        lock.lock();
        try {
            while (waitingBytes > MAX_BYTES && !ended) {
                changed.awaitUninterruptibly();
            }
            waiting.add(piece);
            waitingBytes += length;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    void end() {
        lock.lock();
        try {
            ended = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void run() {
        try {
            Piece next = awaitDue();
            while (next != null) {
                network.awaitThaw(socket);
                sink.write(next.bytes, 0, next.bytes.length);
                next = awaitDue();
            }
        } catch (IOException e) {
            // the connection is gone: its reader finds out as well
            socket.reset();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private @Nullable Piece awaitDue() throws InterruptedException {
        lock.lock();
        try {
            while (!ended) {
                Piece next = waiting.peek();
                long left = next == null ? Long.MAX_VALUE : next.due - System.nanoTime();
                if (next != null && left <= 0) {
                    waiting.remove();
                    waitingBytes -= next.bytes.length;
                    changed.signalAll();
                    return next;
                }
                changed.await(left, TimeUnit.NANOSECONDS);
            }
            return null;
        } finally {
            lock.unlock();
        }
    }
}
