package io.github.mooring.testkit.lab;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import de.bwaldvogel.mongo.bson.Document;
import io.github.mooring.testkit.engine.Engine;
import io.github.mooring.testkit.engine.EngineCall;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The data that the members share, together with copies that are behind it.
 *
 * <p>Without a member that lags it only hands on. Thread-safe: writes are carried out and written down one at a time.
 */
final class Oplog implements Engine {
    private final Engine data;
    private final Supplier<Engine> copies;

    /** Held over a write and its entry, so that both come in the same order. */
    private final ReentrantLock writing = new ReentrantLock();

    @GuardedBy("writing")
    private final Map<Member, LaggingCopy> behind = new HashMap<>();

    /** {@code copies} makes empty engines for members that lag. */
    Oplog(Engine data, Supplier<Engine> copies) {
        this.data = data;
        this.copies = copies;
    }

    /**
     * Lets a member be behind from now on, or, with zero, no longer.
     *
     * @throws IllegalStateException if the engine has transactions of its own, whose writes cannot be seen here
     */
    void lag(Member member, Duration lag) {
        writing.lock();
        try {
            LaggingCopy copy = behind.get(member);
            if (lag.isZero()) {
                behind.remove(member);
                close(copy);
            } else if (copy != null) {
                copy.lag(lag);
            } else {
                behind.put(member, begin(lag));
            }
        } finally {
            writing.unlock();
        }
    }

    private LaggingCopy begin(Duration lag) {
        if (data.hasTransactions()) {
            throw new IllegalStateException("no member can lag on an engine that has transactions of its own");
        }
        LaggingCopy copy = new LaggingCopy(copies.get(), lag);
        copy.fill(data);
        return copy;
    }

    private static void close(@Nullable LaggingCopy copy) {
        if (copy != null) {
            copy.close();
        }
    }

    /** What this member reads from if it lags; null if that is the data itself. */
    @Nullable
    LaggingCopy copyOf(Member member) {
        writing.lock();
        try {
            return behind.get(member);
        } finally {
            writing.unlock();
        }
    }

    @Override
    public Document execute(EngineCall call) {
        if (CommandKind.of(call.name(), call.body()) != CommandKind.WRITE) {
            return data.execute(call);
        }
        writing.lock();
        try {
            return behind.isEmpty() ? data.execute(call) : write(call);
        } finally {
            writing.unlock();
        }
    }

    @GuardedBy("writing")
    private Document write(EngineCall call) {
        Replay.fixIds(call);
        Document before = call.body().cloneDeeply();
        Document reply = data.execute(call);
        EngineCall entry = Replay.entry(new EngineCall(call.name(), call.database(), before), reply, data);
        long now = System.nanoTime();
        for (LaggingCopy copy : behind.values()) {
            copy.add(entry, now);
        }
        return reply;
    }

    @Override
    public boolean supports(String command) {
        return data.supports(command);
    }

    @Override
    public boolean hasTransactions() {
        return data.hasTransactions();
    }

    @Override
    public int openCursors() {
        return data.openCursors();
    }

    /** Forgets the copies; the data stays. */
    @Override
    public void close() {
        writing.lock();
        try {
            for (LaggingCopy copy : behind.values()) {
                copy.close();
            }
            behind.clear();
        } finally {
            writing.unlock();
        }
    }
}
