package io.github.mooring.testkit.lab;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import de.bwaldvogel.mongo.bson.Document;
import io.github.mooring.testkit.engine.Engine;
import io.github.mooring.testkit.engine.EngineCall;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A copy of the data that repeats each write some time after it was made; it does so when somebody reads. Thread-safe.
 *
 * <p>It is behind by at most a hundred thousand writes: the oldest are repeated early then.
 */
final class LaggingCopy implements Engine {
    private static final int MAX_WAITING = 100_000;

    private final Engine copy;
    private final ReentrantLock lock = new ReentrantLock();

    @GuardedBy("lock")
    private final Deque<Entry> waiting = new ArrayDeque<>();

    @GuardedBy("lock")
    private Duration lag;

    private record Entry(EngineCall call, long written) {}

    LaggingCopy(Engine copy, Duration lag) {
        this.copy = copy;
        this.lag = lag;
    }

    void lag(Duration behind) {
        lock.lock();
        try {
            lag = behind;
        } finally {
            lock.unlock();
        }
    }

    /** Copies everything that is there now. */
    void fill(Engine data) {
        for (String database : Dump.databases(data)) {
            for (String collection : Dump.collections(data, database)) {
                Dump.copy(data, copy, database, collection);
            }
        }
    }

    void add(EngineCall call, long written) {
        lock.lock();
        try {
            waiting.add(new Entry(call, written));
            if (waiting.size() > MAX_WAITING) {
                repeat(waiting.remove());
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Document execute(EngineCall call) {
        lock.lock();
        try {
            long due = System.nanoTime() - lag.toNanos();
            while (!waiting.isEmpty() && waiting.element().written() - due <= 0) {
                repeat(waiting.remove());
            }
            return copy.execute(call);
        } finally {
            lock.unlock();
        }
    }

    @GuardedBy("lock")
    private void repeat(Entry entry) {
        Document body = entry.call().body().cloneDeeply();
        copy.execute(new EngineCall(entry.call().name(), entry.call().database(), body));
    }

    @Override
    public boolean supports(String command) {
        return copy.supports(command);
    }

    @Override
    public int openCursors() {
        return copy.openCursors();
    }

    @Override
    public void close() {
        copy.close();
    }
}
