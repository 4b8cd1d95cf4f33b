package io.github.mooring.testkit.lab;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import de.bwaldvogel.mongo.bson.Document;
import io.github.mooring.testkit.engine.CommandFailure;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Sees to it that a numbered write of a session is done once: whoever sends it again is told what came of it.
 *
 * <p>Part of the data, so it outlives elections and restarts. Of each session only the last number is known, as in a server; of
 * the sessions the last ten thousand. Thread-safe: who sends a write again while it runs waits for it.
 */
final class RetryableWrites {
    static final int MAX_SESSIONS = 10_000;

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int LOCK_TIMEOUT = 24;
    private static final int TRANSACTION_TOO_OLD = 225;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition finished = lock.newCondition();

    /** By session id, the longest unused first. */
    @GuardedBy("lock")
    private final Map<Object, Last> bySession = new LinkedHashMap<>(16, 0.75f, true);

    /** The last numbered write of a session. Confined to the lock. */
    private static final class Last {
        final long number;
        boolean running = true;
        /** Null while the write runs, and if it failed as a whole. */
        @Nullable
        Document reply;

        Last(long number) {
            this.number = number;
        }
    }

    /**
     * Does a write, unless it was done already.
     *
     * @return what it was answered with when it was done
     * @throws CommandFailure with 225 if the session has gone on to a higher number
     */
    Document once(Object session, long number, Supplier<Document> write) {
        Last mine = new Last(number);
        Document recorded = checkOut(session, mine);
        if (recorded != null) {
            return recorded;
        }
        Document reply = null;
        try {
            reply = write.get();
            return reply;
        } finally {
            checkIn(mine, reply);
        }
    }

    /** Forgets a session that its client has ended. */
    void forget(Object session) {
        lock.lock();
        try {
            bySession.remove(session);
        } finally {
            lock.unlock();
        }
    }

    int sessions() {
        lock.lock();
        try {
            return bySession.size();
        } finally {
            lock.unlock();
        }
    }

    /** The recorded reply; null if the write is to be done, and {@code mine} is in the book then. */
    private @Nullable Document checkOut(Object session, Last mine) {
        long left = PATIENCE.toNanos();
        lock.lock();
        try {
            Last last = bySession.get(session);
            while (last != null && last.running) {
                if (left <= 0) {
                    throw new CommandFailure(LOCK_TIMEOUT, "the session is in use for more than " + PATIENCE);
                }
                left = finished.awaitNanos(left);
                last = bySession.get(session);
            }
            if (last != null && last.number > mine.number) {
                throw tooOld(mine.number, last.number);
            }
            if (last != null && last.number == mine.number && last.reply != null) {
                return last.reply.cloneDeeply();
            }
            bySession.put(session, mine);
            evict();
            return null;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailure(11601, "interrupted while another write of the session runs");
        } finally {
            lock.unlock();
        }
    }

    private void checkIn(Last mine, @Nullable Document reply) {
        lock.lock();
        try {
            mine.running = false;
            mine.reply = reply == null ? null : reply.cloneDeeply();
            finished.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @GuardedBy("lock")
    private void evict() {
        if (bySession.size() > MAX_SESSIONS) {
            Iterator<Object> oldest = bySession.keySet().iterator();
            oldest.next();
            oldest.remove();
        }
    }

    private static CommandFailure tooOld(long number, long last) {
        return new CommandFailure(
                TRANSACTION_TOO_OLD,
                "Retryable write with txnNumber " + number
                        + " is prohibited because a newer retryable write with txnNumber " + last
                        + " has already started on this session.");
    }
}
