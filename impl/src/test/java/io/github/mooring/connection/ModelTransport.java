package io.github.mooring.connection;

import io.github.mooring.api.ErrorContext;
import io.github.mooring.api.MongoInterruptedException;
import io.github.mooring.api.MongoOperationTimeoutException;
import io.github.mooring.api.MongoSocketException;
import io.github.mooring.api.ServerAddress;
import io.github.mooring.time.Deadline;
import io.github.mooring.transport.Transport;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Queue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** A transport with as few steps as possible: each read or write is one. It complains of two readers or two writers. */
final class ModelTransport implements Transport {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Queue<byte[]> unanswered = new ArrayDeque<>();
    private final boolean answersAtOnce;
    private byte[] incoming = {};
    private boolean open = true;
    private boolean ended;
    private @Nullable Thread reader;

    ModelTransport(boolean answersAtOnce) {
        this.answersAtOnce = answersAtOnce;
    }

    /** Answers the next request once it has come; returns without an answer if the connection is closed first. */
    void answerNext() {
        locked(() -> {
            while (unanswered.isEmpty() && open) {
                awaitChange(Deadline.never());
            }
            answerOne();
            return 0;
        });
    }

    /** The server hangs up. */
    void end() {
        locked(() -> {
            ended = true;
            changed.signalAll();
            return 0;
        });
    }

    @Override
    public int read(byte[] buffer, int offset, int length, Deadline deadline) {
        return locked(() -> {
            if (reader != null) {
                throw new AssertionError("two read at the same time");
            }
            reader = Thread.currentThread();
            try {
                while (open && !ended && incoming.length == 0) {
                    awaitChange(deadline);
                }
                requireOpen(true);
                return incoming.length == 0 ? -1 : take(buffer, offset, length);
            } finally {
                reader = null;
            }
        });
    }

    @Override
    public int readOrClose(byte[] buffer, int offset, int length, Deadline deadline) {
        return read(buffer, offset, length, deadline);
    }

    @Override
    public boolean hasBytes() {
        return locked(() -> incoming.length) > 0;
    }

    @Override
    public void write(byte[] bytes, int offset, int length, Deadline deadline) {
        locked(() -> {
            requireOpen(false);
            arrive(Arrays.copyOfRange(bytes, offset, offset + length));
            return 0;
        });
    }

    @Override
    public void close() {
        locked(() -> {
            open = false;
            changed.signalAll();
            return 0;
        });
    }

    @Override
    public boolean isOpen() {
        return locked(() -> open ? 1 : 0) == 1;
    }

    @Override
    public ServerAddress peer() {
        return ScriptedTransport.SERVER;
    }

    @Override
    public String description() {
        return "model";
    }

    private void arrive(byte[] bytes) {
        int at = 0;
        while (at < bytes.length) {
            int size = Frames.int32(bytes, at);
            byte[] request = Arrays.copyOfRange(bytes, at, at + size);
            at += size;
            boolean answered = (Frames.int32(request, 16) & 2) == 0;
            if (answered) {
                unanswered.add(request);
            }
        }
        while (answersAtOnce && !unanswered.isEmpty()) {
            answerOne();
        }
        changed.signalAll();
    }

    private void answerOne() {
        byte[] request = unanswered.poll();
        if (request != null) {
            byte[] answer = LoopTransport.echoOf(request);
            byte[] all = Arrays.copyOf(incoming, incoming.length + answer.length);
            System.arraycopy(answer, 0, all, incoming.length, answer.length);
            incoming = all;
            changed.signalAll();
        }
    }

    private int take(byte[] buffer, int offset, int length) {
        int count = Math.min(length, incoming.length);
        System.arraycopy(incoming, 0, buffer, offset, count);
        incoming = Arrays.copyOfRange(incoming, count, incoming.length);
        return count;
    }

    @SuppressWarnings("WaitNotInLoop") // one wait of the caller's loop
    private void awaitChange(Deadline deadline) {
        long left = deadline.remainingNanos();
        if (left <= 0) {
            throw new MongoOperationTimeoutException("nothing came", ErrorContext.sent(peer()), null);
        }
        try {
            long unused = changed.awaitNanos(left);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new MongoInterruptedException("interrupted in a read", ErrorContext.sent(peer()), e);
        }
    }

    private void requireOpen(boolean bytesSent) {
        if (!open) {
            ErrorContext context = bytesSent ? ErrorContext.sent(peer()) : ErrorContext.unsent(peer());
            throw new MongoSocketException("the connection is closed", context, null);
        }
    }

    private int locked(Step step) {
        lock.lock();
        try {
            return step.run();
        } finally {
            lock.unlock();
        }
    }

    private interface Step {
        int run();
    }
}
