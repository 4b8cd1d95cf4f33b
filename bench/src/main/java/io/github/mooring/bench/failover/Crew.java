package io.github.mooring.bench.failover;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Callers that write through one client, each on a thread of its own, while they are let; thread-safe. */
final class Crew implements AutoCloseable {
    private static final long END_MILLIS = 60_000;
    /** Between two writes of a caller. Chosen: two processors are busy with that, and not more than busy. */
    private static final long PAUSE_NANOS = 20_000_000;

    private final String name;
    private final Writer writer;
    private final List<Caller> callers = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private volatile @Nullable Election election;
    /** As {@link #working}, for those who have entered: they must not meet at a lock before each write. */
    private volatile boolean goingOn;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    @GuardedBy("lock")
    private boolean working;

    @GuardedBy("lock")
    private boolean ended;

    /** Callers within a write. */
    @GuardedBy("lock")
    private int busy;

    /** A crew that does not work yet; closes its writer in the end. */
    Crew(String name, int size, Writer writer) {
        this.name = name;
        this.writer = writer;
        for (int i = 0; i < size; i++) {
            Caller caller = new Caller(i, writer, () -> election);
            callers.add(caller);
            Thread thread = new Thread(() -> work(caller), name + "-" + i);
            thread.setDaemon(true);
            threads.add(thread);
        }
        threads.forEach(Thread::start);
    }

    String name() {
        return name;
    }

    List<Caller> callers() {
        return callers;
    }

    /** From now on what they see counts for this election, or for none. */
    void observe(@Nullable Election now) {
        election = now;
    }

    private void work(Caller caller) {
        while (enter()) {
            try {
                while (goingOn) {
                    caller.write();
                    LockSupport.parkNanos(PAUSE_NANOS);
                }
            } finally {
                leave();
            }
        }
    }

    private boolean enter() {
        lock.lock();
        try {
            while (!working && !ended) {
                changed.awaitUninterruptibly();
            }
            busy += ended ? 0 : 1;
            return !ended;
        } finally {
            lock.unlock();
        }
    }

    private void leave() {
        lock.lock();
        try {
            busy--;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Lets them write. */
    void begin() {
        set(true, false);
    }

    /** Lets them end what they do, and waits for that. */
    void pause() {
        set(false, false);
        lock.lock();
        try {
            while (busy > 0) {
                changed.awaitUninterruptibly();
            }
        } finally {
            lock.unlock();
        }
    }

    private void set(boolean work, boolean end) {
        lock.lock();
        try {
            working = work;
            goingOn = work;
            ended |= end;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        set(false, true);
        try {
            for (Thread thread : threads) {
                thread.join(END_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            writer.close();
        }
    }
}
