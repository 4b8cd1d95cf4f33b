package io.github.mooring.testkit.lab;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import de.bwaldvogel.mongo.bson.Document;
import io.github.mooring.testkit.engine.CommandFailure;
import io.github.mooring.testkit.engine.EngineCall;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The sessions that clients use, and their numbered writes. All members share them, as they share the data.
 *
 * <p>A session that is not used for half an hour is forgotten, as hello announces. Thread-safe.
 */
final class ServerSessions {
    private static final Duration TIMEOUT = Duration.ofMinutes(30);
    private static final int MAX_SESSIONS = 100_000;
    private static final int INVALID_OPTIONS = 72;
    private static final int NOT_NUMBERED = 50768;

    private static final Set<String> RETRYABLE = Set.of("insert", "update", "delete", "findAndModify");
    private static final Set<String> NAMES =
            Set.of("endSessions", "killSessions", "killAllSessions", "killAllSessionsByPattern", "refreshSessions");

    private final RetryableWrites writes = new RetryableWrites();
    private final Transactions transactions;
    private final ReentrantLock lock = new ReentrantLock();

    /** When each session was last used, by {@link System#nanoTime}; the longest unused first. */
    @GuardedBy("lock")
    private final Map<Object, Long> used = new LinkedHashMap<>(16, 0.75f, true);

    ServerSessions(Transactions transactions) {
        this.transactions = transactions;
    }

    static boolean contains(String command) {
        return NAMES.contains(command);
    }

    /** The session commands themselves; the cursors of killed sessions are the caller's business. */
    Document run(EngineCall call) {
        switch (call.name()) {
            case "refreshSessions" -> ids(call.argument()).forEach(this::use);
            case "endSessions", "killSessions" -> ids(call.argument()).forEach(this::end);
            default -> all().forEach(this::end);
        }
        return new Document("ok", 1.0);
    }

    /** Takes note of the session that a command names. */
    void note(EngineCall call) {
        Object session = id(call.body().get("lsid"));
        if (session != null) {
            use(session);
        }
    }

    /** Carries a command out for the session that it names, if it does; a numbered write is done once. */
    Document carryOut(EngineCall call, Supplier<Document> command) {
        Object session = id(call.body().get("lsid"));
        Object number = call.body().get("txnNumber");
        note(call);
        if (!(number instanceof Number txnNumber)) {
            return command.get();
        }
        if (session == null) {
            throw new CommandFailure(INVALID_OPTIONS, "Transaction number requires a session ID to also be specified");
        }
        checkRetryable(call);
        return writes.once(session, txnNumber.longValue(), command);
    }

    /** How many sessions are in use. */
    int size() {
        lock.lock();
        try {
            expire();
            return used.size();
        } finally {
            lock.unlock();
        }
    }

    private static void checkRetryable(EngineCall call) {
        if (!RETRYABLE.contains(call.name())) {
            throw new CommandFailure(
                    NOT_NUMBERED,
                    "txnNumber may only be provided for retryable write commands, not for " + call.name());
        }
        for (Object statement : list(call.body().get("updates"))) {
            if (statement instanceof Document update && Boolean.TRUE.equals(update.get("multi"))) {
                throw new CommandFailure(INVALID_OPTIONS, "Cannot use retryable writes with multi=true");
            }
        }
        for (Object statement : list(call.body().get("deletes"))) {
            if (statement instanceof Document delete
                    && delete.get("limit") instanceof Number limit
                    && limit.intValue() == 0) {
                throw new CommandFailure(INVALID_OPTIONS, "Cannot use retryable writes with limit=0");
            }
        }
    }

    private void use(Object session) {
        lock.lock();
        try {
            expire();
            used.put(session, System.nanoTime());
            if (used.size() > MAX_SESSIONS) {
                used.remove(used.keySet().iterator().next());
            }
        } finally {
            lock.unlock();
        }
    }

    private void end(Object session) {
        lock.lock();
        try {
            used.remove(session);
        } finally {
            lock.unlock();
        }
        writes.forget(session);
        transactions.forget(session);
    }

    private List<Object> all() {
        lock.lock();
        try {
            return new ArrayList<>(used.keySet());
        } finally {
            lock.unlock();
        }
    }

    @GuardedBy("lock")
    private void expire() {
        long now = System.nanoTime();
        while (!used.isEmpty()) {
            Map.Entry<Object, Long> oldest = used.entrySet().iterator().next();
            if (now - oldest.getValue() < TIMEOUT.toNanos()) {
                return;
            }
            used.remove(oldest.getKey());
            writes.forget(oldest.getKey());
        }
    }

    private static List<Object> ids(@Nullable Object sessions) {
        List<Object> ids = new ArrayList<>();
        for (Object session : list(sessions)) {
            Object id = id(session);
            if (id != null) {
                ids.add(id);
            }
        }
        return ids;
    }

    private static @Nullable Object id(@Nullable Object lsid) {
        return lsid instanceof Document document ? document.get("id") : null;
    }

    private static Collection<?> list(@Nullable Object value) {
        return value instanceof Collection<?> elements ? elements : List.of();
    }
}
