package io.github.mooring.client;

import io.github.mooring.api.MongoClosedException;
import io.github.mooring.api.MongoException;
import io.github.mooring.api.MongoInterruptedException;
import io.github.mooring.api.MongoSession;
import io.github.mooring.api.MongoSessionPool;
import io.github.mooring.api.MongoWaitQueueTimeoutException;
import io.github.mooring.api.SessionPoolListener;
import io.github.mooring.api.SessionPoolOptions;
import io.github.mooring.api.SessionPoolStatistics;
import io.github.mooring.time.TaskRunner;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A pool of shared sessions; thread-safe, without a lock.
 *
 * <pre>
 *   slot:  EMPTY (null) -- first caller, by CAS --> READY -- network error, failed probe --> BROKEN (a mark on the session)
 *          READY, BROKEN -- reset, doNotReuse --> EMPTY
 *          BROKEN -- the probe of a new session succeeds, or all slots are broken --> READY, with a new session
 * </pre>
 *
 * <p>A session does no I/O when it is opened, so nobody ever waits for a slot: whoever loses a race for one uses what the
 * winner has put there.
 */
final class SharedSessions implements MongoSessionPool {
    private static final Logger LOG = System.getLogger(SharedSessions.class.getName());
    /** Up to so many slots all are compared, beyond it two that are drawn. Chosen: a look at 8 counters is no work. */
    private static final int FEW_SLOTS = 8;

    private final ClientSession base;
    private final SessionPoolOptions options;
    private final AtomicReferenceArray<@Nullable SharedSession> slots;
    private final ClosedMark closed = new ClosedMark("session pool");
    private final TaskRunner.Task probing;
    /** Where the next search begins, so that slots that are equally busy take turns. */
    private final AtomicInteger turn = new AtomicInteger();

    private final LongAdder created = new LongAdder();
    private final LongAdder given = new LongAdder();
    private final LongAdder probes = new LongAdder();
    private final LongAdder probesFailed = new LongAdder();
    private final LongAdder listenerErrors = new LongAdder();

    /** A pool of empty slots. Takes {@code base} over; {@code runner} has to outlive the pool. */
    SharedSessions(ClientSession base, SessionPoolOptions options, TaskRunner runner) {
        this.base = base;
        this.options = options;
        this.slots = new AtomicReferenceArray<>(options.maxSessions());
        this.probing = runner.repeatBlocking("session-probe", options.probePeriod(), this::probe);
    }

    @Override
    public MongoSession session() {
        closed.check();
        int slot = choose();
        SharedSession found = slots.get(slot);
        if (found != null && !found.isBroken()) {
            return reused(found);
        }
        SharedSession fresh = new SharedSession(this, slot, base);
        SharedSession there = put(fresh, found);
        if (there != fresh) {
            return reused(there);
        }
        tell(listener -> listener.sessionCreated(slot));
        return handle(fresh);
    }

    private MongoSession reused(SharedSession session) {
        tell(listener -> listener.sessionReused(session.slot()));
        return handle(session);
    }

    private MongoSession handle(SharedSession session) {
        MongoSession handle = session.handle();
        given.increment();
        return handle;
    }

    private int choose() {
        int count = slots.length();
        if (count <= FEW_SLOTS) {
            return leastBusy(Math.floorMod(turn.getAndIncrement(), count), count);
        }
        ThreadLocalRandom random = ThreadLocalRandom.current();
        int one = random.nextInt(count);
        int other = (one + 1 + random.nextInt(count - 1)) % count;
        int better = load(one) <= load(other) ? one : other;
        return load(better) == Integer.MAX_VALUE ? leastBusy(better, count) : better;
    }

    /** The first of those that are least busy; if all are broken, the one where the search began. */
    private int leastBusy(int from, int count) {
        int best = from;
        int least = Integer.MAX_VALUE;
        for (int i = 0; i < count && least > 0; i++) {
            int slot = (from + i) % count;
            int load = load(slot);
            if (load < least) {
                best = slot;
                least = load;
            }
        }
        return best;
    }

    /** Operations in flight; more than anything if it is broken. */
    private int load(int slot) {
        SharedSession session = slots.get(slot);
        if (session == null) {
            return 0;
        }
        return session.isBroken() ? Integer.MAX_VALUE : session.inFlight();
    }

    /** Puts a new session into its slot in the place of what was seen there; gives back whatever is to be used now. */
    private SharedSession put(SharedSession fresh, @Nullable SharedSession seen) {
        SharedSession there = slots.compareAndExchange(fresh.slot(), seen, fresh);
        if (there != seen) {
            if (there != null) {
                fresh.close();
                return there;
            }
            return fresh; // the slot was emptied meanwhile: a session of nobody's is as good for this caller
        }
        created.increment();
        if (seen != null) {
            seen.close();
        }
        if (closed.isClosed()) {
            drop(fresh);
        }
        return fresh;
    }

    /** Takes a session out of its slot, if it is still there. */
    void drop(SharedSession session) {
        if (slots.compareAndSet(session.slot(), session, null)) {
            session.close();
        }
    }

    private void tell(Consumer<SessionPoolListener> what) {
        try {
            what.accept(options.listener());
        } catch (RuntimeException | Error e) {
            listenerErrors.increment(); // promised: what a listener throws goes no further
        }
    }

    @Override
    public void reset() {
        for (int slot = 0; slot < slots.length(); slot++) {
            SharedSession session = slots.getAndSet(slot, null);
            if (session != null) {
                session.close();
            }
        }
    }

    /** Asks the server for each slot that is broken, or was not used since the last time, one after the other. */
    private void probe() {
        for (int slot = 0; slot < slots.length() && !closed.isClosed(); slot++) {
            SharedSession session = slots.get(slot);
            if (session == null) {
                continue;
            }
            if (session.isBroken()) {
                probeInPlaceOf(session);
            } else if (!session.takeSignOfLife()) {
                var unused = answers(session, session);
            }
        }
    }

    /** A broken session may fail for ever, so a new one is asked in its place. */
    private void probeInPlaceOf(SharedSession broken) {
        SharedSession fresh = new SharedSession(this, broken.slot(), base);
        if (answers(fresh, broken)) {
            var unused = put(fresh, broken);
        } else {
            fresh.close();
        }
    }

    private boolean answers(SharedSession asked, SharedSession meant) {
        try (MongoSession handle = asked.handle()) {
            handle.setTimeout(options.probeTimeout());
            var unused = handle.ping();
            asked.forgetSignOfLife(); // this one must not stand for an operation's next time
            probes.increment();
            return true;
        } catch (MongoException e) {
            failed(meant, e);
            return false;
        }
    }

    private void failed(SharedSession session, MongoException e) {
        if (closed.isClosed()) {
            return;
        }
        probesFailed.increment();
        if (!neverAsked(e)) {
            session.markBroken();
        }
        LOG.log(Level.DEBUG, "the probe of session slot {0} failed: {1}", session.slot(), e.getMessage());
    }

    /** A probe that found no connection free in its time says nothing about the server. */
    private static boolean neverAsked(MongoException e) {
        return e instanceof MongoWaitQueueTimeoutException
                || e instanceof MongoInterruptedException
                || e instanceof MongoClosedException;
    }

    @Override
    public SessionPoolStatistics statistics() {
        int ready = 0;
        int broken = 0;
        long inFlight = 0;
        for (int slot = 0; slot < slots.length(); slot++) {
            SharedSession session = slots.get(slot);
            if (session != null) {
                inFlight += session.inFlight();
                ready += session.isBroken() ? 0 : 1;
                broken += session.isBroken() ? 1 : 0;
            }
        }
        return new SessionPoolStatistics(
                slots.length(),
                ready,
                broken,
                inFlight,
                created.sum(),
                given.sum(),
                probes.sum(),
                probesFailed.sum(),
                listenerErrors.sum());
    }

    @Override
    public boolean isClosed() {
        return closed.isClosed();
    }

    @Override
    public void close() {
        if (closed.close()) {
            probing.cancel();
            reset();
            base.close();
        }
    }

    @Override
    public String toString() {
        SessionPoolStatistics now = statistics();
        return "session pool of " + now.slots() + " slots, " + now.ready() + " ready, " + now.broken() + " broken"
                + (isClosed() ? ", closed" : "");
    }
}
