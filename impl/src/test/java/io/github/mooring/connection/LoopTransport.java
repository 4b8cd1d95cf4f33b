package io.github.mooring.connection;

import io.github.mooring.api.ErrorContext;
import io.github.mooring.api.MongoInterruptedException;
import io.github.mooring.api.MongoOperationTimeoutException;
import io.github.mooring.api.MongoSocketException;
import io.github.mooring.api.ServerAddress;
import io.github.mooring.time.Deadline;
import io.github.mooring.transport.Transport;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.jspecify.annotations.Nullable;

/**
 * A transport for many threads, without a network: whole messages that are written are answered when the test says so.
 * It complains if two threads read, or two write, at the same time.
 */
final class LoopTransport implements Transport {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final List<byte[]> requests = new ArrayList<>();
    private final Function<byte[], byte[]> answer;
    /** How many bytes one read returns at most. */
    private final int chunkBytes;

    private byte[] incoming = {};
    private int readAt;
    private byte[] unfinished = {};
    private boolean open = true;
    private boolean ended;
    private boolean holding;
    private boolean stuck;
    private @Nullable Thread reader;
    private @Nullable Thread writer;
    private int writes;
    private int reads;
    private final List<byte[]> held = new ArrayList<>();

    LoopTransport(Function<byte[], byte[]> answer, int chunkBytes) {
        this.answer = answer;
        this.chunkBytes = chunkBytes;
    }

    /** Answers each with a document that holds what the request's command said. */
    static LoopTransport echo() {
        return new LoopTransport(LoopTransport::echoOf, Integer.MAX_VALUE);
    }

    static byte[] echoOf(byte[] request) {
        BsonDocument document = Frames.document(request);
        return Frames.answer(
                request, new BsonDocument("ok", new BsonInt32(1)).append("said", document.get(document.getFirstKey())));
    }

    /** From now on requests are kept unanswered until {@link #release}. */
    LoopTransport hold() {
        locked(() -> holding = true);
        return this;
    }

    /** Answers the first so many of those that are held. */
    void release(int count) {
        locked(() -> {
            for (int i = 0; i < count; i++) {
                push(answer.apply(held.remove(0)));
            }
        });
    }

    /** Sends bytes that nobody has asked for. */
    void send(byte[] bytes) {
        locked(() -> push(bytes));
    }

    /** The server hangs up. */
    void end() {
        locked(() -> ended = true);
    }

    /** Writes do not return until it is closed, or this is called again with false. */
    void stick(boolean on) {
        locked(() -> stuck = on);
    }

    List<byte[]> requests() {
        lock.lock();
        try {
            return List.copyOf(requests);
        } finally {
            lock.unlock();
        }
    }

    int writes() {
        lock.lock();
        try {
            return writes;
        } finally {
            lock.unlock();
        }
    }

    int reads() {
        lock.lock();
        try {
            return reads;
        } finally {
            lock.unlock();
        }
    }

    /** Waits until so many requests have come. */
    void awaitRequests(int count) throws InterruptedException {
        awaitThat(() -> requests.size() >= count);
    }

    /** Waits until a thread is in a read with nothing to read. */
    void awaitReader() throws InterruptedException {
        awaitThat(() -> reader != null && incoming.length == readAt);
    }

    void awaitWriter() throws InterruptedException {
        awaitThat(() -> writer != null);
    }

    private void awaitThat(BooleanSupplier condition) throws InterruptedException {
        long patience = TimeUnit.SECONDS.toNanos(20);
        lock.lock();
        try {
            while (!condition.getAsBoolean()) {
                if (patience <= 0) {
                    throw new AssertionError("it did not come true; requests: " + requests.size());
                }
                patience = changed.awaitNanos(patience);
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public int read(byte[] buffer, int offset, int length, Deadline deadline) {
        return take(buffer, offset, length, deadline, true);
    }

    @Override
    public int readOrClose(byte[] buffer, int offset, int length, Deadline deadline) {
        return take(buffer, offset, length, deadline, false);
    }

    private int take(byte[] buffer, int offset, int length, Deadline deadline, boolean timed) {
        lock.lock();
        try {
            if (reader != null) {
                throw new AssertionError("two readers: " + reader + " and " + Thread.currentThread());
            }
            reader = Thread.currentThread();
            reads++;
            changed.signalAll();
            while (open && incoming.length == readAt && !ended) {
                long left = timed ? Math.min(deadline.remainingNanos(), 1_000_000) : 1_000_000;
                if (left <= 0) {
                    throw new MongoOperationTimeoutException("nothing came", ErrorContext.sent(peer()), null);
                }
                changed.awaitNanos(left);
            }
            if (!open) {
                throw new MongoSocketException("the connection is closed", ErrorContext.sent(peer()), null);
            }
            if (incoming.length == readAt) {
                return -1;
            }
            int count = Math.min(Math.min(length, chunkBytes), incoming.length - readAt);
            System.arraycopy(incoming, readAt, buffer, offset, count);
            readAt += count;
            return count;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new MongoInterruptedException("interrupted in a read", ErrorContext.sent(peer()), e);
        } finally {
            reader = null;
            changed.signalAll();
            lock.unlock();
        }
    }

    @Override
    public boolean hasBytes() {
        lock.lock();
        try {
            return incoming.length > readAt;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void write(byte[] bytes, int offset, int length, Deadline deadline) {
        lock.lock();
        try {
            if (writer != null) {
                throw new AssertionError("two writers: " + writer + " and " + Thread.currentThread());
            }
            writer = Thread.currentThread();
            writes++;
            changed.signalAll();
            while (stuck && open) {
                if (deadline.isExpired()) {
                    open = false;
                    throw new MongoOperationTimeoutException("writing took too long", ErrorContext.sent(peer()), null);
                }
                try {
                    changed.awaitNanos(1_000_000);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt(); // a write is deaf to it
                }
            }
            if (!open) {
                throw new MongoSocketException("the connection is closed", ErrorContext.sent(peer()), null);
            }
            arrive(Arrays.copyOfRange(bytes, offset, offset + length));
        } finally {
            writer = null;
            changed.signalAll();
            lock.unlock();
        }
    }

    /** Cuts what was written into messages. */
    private void arrive(byte[] bytes) {
        byte[] all = join(unfinished, bytes);
        int at = 0;
        while (all.length - at >= 16 && Frames.int32(all, at) <= all.length - at) {
            int size = Frames.int32(all, at);
            byte[] request = Arrays.copyOfRange(all, at, at + size);
            at += size;
            requests.add(request);
            boolean unanswered = Frames.int32(request, 12) == Frames.OP_MSG && (Frames.int32(request, 16) & 2) != 0;
            if (holding) {
                held.add(request);
            } else if (!unanswered) {
                push(answer.apply(request));
            }
        }
        unfinished = Arrays.copyOfRange(all, at, all.length);
    }

    private void push(byte[] bytes) {
        incoming = join(Arrays.copyOfRange(incoming, readAt, incoming.length), bytes);
        readAt = 0;
    }

    private static byte[] join(byte[] first, byte[] second) {
        byte[] all = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, all, first.length, second.length);
        return all;
    }

    @Override
    public void close() {
        locked(() -> open = false);
    }

    @Override
    public boolean isOpen() {
        lock.lock();
        try {
            return open;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public ServerAddress peer() {
        return ScriptedTransport.SERVER;
    }

    @Override
    public String description() {
        return "loop";
    }

    private void locked(Runnable step) {
        lock.lock();
        try {
            step.run();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
