package io.github.mooring.connection;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.github.mooring.connection.Call.State;
import io.github.mooring.time.Clock;
import io.github.mooring.wire.WireBuffer;
import io.github.mooring.wire.WireException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Who writes, who reads and who waits on one connection; thread-safe. It decides and does no I/O: what it decides is
 * carried out by its callers when they have come out of the lock.
 *
 * <p>There is one <em>pen</em>. Who submits a call while it is free takes it and writes; who comes meanwhile queues, and
 * the one with the pen takes along what has queued, until there is nothing more, or until it has done enough for others
 * and hands the pen to the first in the queue. There is one <em>baton</em>. Whoever waits while it is free takes it and
 * reads for all, until its own reply has come; then the youngest of those who wait gets it, since it needs it longest.
 *
 * <p>What holds whenever the lock is free and the connection is alive:
 * <ul>
 *   <li>if a call is queued, somebody has the pen;
 *   <li>if a call waits for its reply, somebody holds the baton, or the one with the pen sees to it when it has written;
 *   <li>who writes the bytes of others does not hold the baton, and somebody else does: a server that cannot get rid of
 *       its replies does not take requests either.
 * </ul>
 */
final class Traffic {
    /** How many times the one with the pen writes for others before it hands it on. Chosen: it has a call of its own. */
    static final int MAX_ROUNDS = 4;

    /** Who has less time than this does not begin to write for others. Chosen. */
    private static final long ENOUGH_NANOS = 1_000_000_000;

    private final ReentrantLock lock = new ReentrantLock();
    private final Clock clock;
    private final ReplyStream stream;
    private final int manyReplies;

    @GuardedBy("lock")
    private final PendingReplies pending = new PendingReplies();

    @GuardedBy("lock")
    private final Outbox outbox = new Outbox(pending);

    /** Settled under the lock as it is held, to be told after it; empty whenever the lock is free. */
    @GuardedBy("lock")
    private final CallList settled = new CallList();

    /** Has the pen. */
    @GuardedBy("lock")
    private @Nullable Call writer;

    /** Whether the one with the pen has not been through with its first write, of its own bytes. */
    @GuardedBy("lock")
    private boolean firstWrite;

    /** Holds the baton. */
    @GuardedBy("lock")
    private @Nullable Call reader;

    /** How often something has come; wraps around. */
    @GuardedBy("lock")
    private int deliveries;

    /** Set once, under the lock; read by anybody. */
    private volatile @Nullable Death death;

    /**
     * Traffic on a connection.
     *
     * @param stream      what arrives is looked at there, by whoever holds the baton
     * @param manyReplies see {@link Manners}
     */
    Traffic(Clock clock, ReplyStream stream, int manyReplies) {
        this.manyReplies = manyReplies;
        this.clock = clock;
        this.stream = stream;
    }

    /** Why the connection can be used no more, null as long as it can. */
    @Nullable
    Death death() {
        return death;
    }

    /**
     * Lets a call in: it may write at once, or queues, or has failed.
     *
     * @param courteous whether its thread can let others go first at next to no cost
     * @return          whether it should, before it writes: it has the pen, others are about who may have something to send
     *                  as well, and whatever queues until {@link #beginWriting} goes out in one write
     */
    boolean submit(Call call, boolean courteous) {
        lock.lock();
        try {
            if (death != null) {
                call.state = State.FAILED;
                return false;
            }
            if (writer != null) {
                outbox.add(call);
                return false;
            }
            boolean letsOthersFirst = courteous && !pending.isEmpty();
            handPen(call);
            if (!letsOthersFirst) {
                outbox.take(call, State.WRITING);
            }
            return letsOthersFirst;
        } finally {
            lock.unlock();
        }
    }

    /**
     * For a call that has the pen: from here on its bytes are on their way, and those with it that have queued, unless it has
     * failed meanwhile.
     */
    void beginWriting(Call call) {
        lock.lock();
        try {
            if (call.state == State.PEN) {
                outbox.take(call, State.WRITING);
                outbox.gatherBehind(call);
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * After everything was written that the one with the pen had to write.
     *
     * @param gathered filled with what it has to write next
     * @param rounds   how often it has written for others so far
     * @return         whether there is more to write; otherwise it has the pen no more
     */
    boolean written(Call call, WireBuffer gathered, int rounds) {
        Call done;
        Thread nextWriter = null;
        Thread nextReader = null;
        boolean more;
        lock.lock();
        try {
            if (death != null) {
                return false;
            }
            firstWrite = false;
            pending.markWritten();
            settleAll(outbox.unanswered(), State.DONE, true);
            more = rounds < MAX_ROUNDS && outbox.gather(gathered);
            if (!more) {
                nextWriter = passPen();
                putDown(call);
            }
            if (reader == null) {
                nextReader = passBaton();
            }
            done = settled.takeAll();
        } finally {
            lock.unlock();
        }
        wake(nextReader);
        wake(nextWriter);
        tell(done);
        return more;
    }

    /**
     * Hands the replies that have come to their owners, and the baton on if the leader's was among them.
     *
     * @return how many bytes came although nothing was asked
     * @throws WireException if what has come is no reply to anything that was asked
     */
    int deliver(Call leader) {
        Call done;
        Thread nextReader = null;
        WireException fault = null;
        int surplus = 0;
        lock.lock();
        try {
            if (death != null) {
                return 0;
            }
            deliveries++;
            fault = takeReplies(leader.maxReplyBytes);
            surplus = fault == null && pending.isEmpty() ? stream.remainder() : 0;
            if (fault == null && surplus == 0 && leader.state != State.LEADING) {
                nextReader = passBaton();
                keepPenForMail(leader);
            }
            done = settled.takeAll();
        } finally {
            lock.unlock();
        }
        wake(nextReader);
        tell(done);
        if (fault != null) {
            throw fault;
        }
        return surplus;
    }

    /**
     * For a caller who does not want to wait any longer.
     *
     * @return whether it has left; otherwise its outcome is known and only has to be told
     */
    boolean leave(Call call) {
        Thread woken = null;
        lock.lock();
        try {
            switch (call.state) {
                case QUEUED -> {
                    outbox.withdraw(call);
                    call.state = State.IDLE;
                }
                case PEN -> {
                    woken = passPen();
                    call.state = State.IDLE;
                }
                case SENT -> abandon(call);
                case LEADING -> {
                    abandon(call);
                    woken = passBaton();
                }
                default -> {
                    return false;
                }
            }
        } finally {
            lock.unlock();
        }
        wake(woken);
        return true;
    }

    /**
     * Takes the baton if nobody uses the connection, for a look at the stream; given back by {@link #endLook}.
     *
     * @param looker holds it; a call that is never sent
     */
    boolean beginLook(Call looker) {
        lock.lock();
        try {
            boolean idle = death == null && reader == null && writer == null;
            if (idle) {
                reader = looker;
                looker.state = State.LEADING;
            }
            return idle;
        } finally {
            lock.unlock();
        }
    }

    /** Gives the baton to whoever has come to wait meanwhile. */
    void endLook(Call looker) {
        Thread woken;
        lock.lock();
        try {
            looker.state = State.IDLE;
            woken = death == null ? passBaton() : null;
        } finally {
            lock.unlock();
        }
        wake(woken);
    }

    /**
     * Ends everything; the first death is the one that counts.
     *
     * @param unwritten whether it is known that nothing of the write under way has gone out
     * @return          those that were under way, to be told by {@link #tell}
     */
    @Nullable
    Call kill(Death cause, boolean unwritten) {
        lock.lock();
        try {
            if (death != null) {
                return null;
            }
            death = cause;
            settleEach(pending.waiting(true), true);
            settleEach(pending.waiting(false), !unwritten);
            pending.clear();
            settleAll(outbox.unanswered(), State.FAILED, !unwritten);
            settleWriter(unwritten);
            settleAll(outbox.queue(), State.FAILED, false);
            return settled.takeAll();
        } finally {
            lock.unlock();
        }
    }

    @GuardedBy("lock")
    private void settleEach(List<Call> calls, boolean sent) {
        for (Call call : calls) {
            settle(call, State.FAILED, sent);
        }
    }

    /** The one with the pen, if it is not among those who wait for replies: it has not begun, or will get none. */
    @GuardedBy("lock")
    private void settleWriter(boolean unwritten) {
        Call last = writer;
        if (last != null && last.state == State.PEN) {
            settle(last, State.FAILED, false);
        } else if (last != null && last.state == State.WRITING) {
            settle(last, State.FAILED, !(firstWrite && unwritten));
        }
    }

    /** Tells settled calls, one after the other, how they ended; from then on each is its owner's. Not under the lock. */
    void tell(@Nullable Call chain) {
        Call each = chain;
        while (each != null) {
            Call next = each.next;
            Thread owner = each.owner;
            each.next = null;
            each.state = each.outcome;
            wake(owner);
            each = next;
        }
    }

    /** How many calls are under way, those included that only the server does not know to be abandoned. */
    int inFlight() {
        lock.lock();
        try {
            return pending.size() + outbox.size();
        } finally {
            lock.unlock();
        }
    }

    /** Whether no reply is owed that nobody waits for, or others wait for theirs anyway. */
    boolean owesNobody() {
        lock.lock();
        try {
            return pending.abandoned() == 0 || pending.abandoned() < pending.size();
        } finally {
            lock.unlock();
        }
    }

    /** Wakes those who wait without a limit of their own and have no more time than this. */
    void wakeThoseWithLess(long nanos) {
        List<Thread> owners = new ArrayList<>();
        lock.lock();
        try {
            Consumer<Call> look = call -> {
                if (call.unlimited && call.deadline.remainingNanos() <= nanos) {
                    owners.add(call.owner);
                }
            };
            pending.forEach(look);
            outbox.unanswered().forEach(look);
            outbox.queue().forEach(look);
        } finally {
            lock.unlock();
        }
        owners.forEach(this::wake);
    }

    /** The call whose reply has to come next, if its caller has given up. */
    @Nullable
    Call abandonedHead() {
        lock.lock();
        try {
            Call first = pending.first();
            return first != null && first.state == State.LEFT ? first : null;
        } finally {
            lock.unlock();
        }
    }

    /** How often something has come; a number to be compared with an earlier one. */
    int deliveries() {
        lock.lock();
        try {
            return deliveries;
        } finally {
            lock.unlock();
        }
    }

    /** What is under way. */
    List<CallInFlight> calls() {
        List<Call> found = new ArrayList<>();
        lock.lock();
        try {
            List<CallInFlight> calls = new ArrayList<>();
            pending.forEach(found::add);
            outbox.unanswered().forEach(found::add);
            outbox.queue().forEach(found::add);
            Call last = writer;
            if (last != null && (last.state == State.PEN || last.state == State.WRITING) && !found.contains(last)) {
                found.add(last);
            }
            found.forEach(call -> calls.add(call.describe()));
            return calls;
        } finally {
            lock.unlock();
        }
    }

    private void wake(@Nullable Thread thread) {
        if (thread != null && thread != Thread.currentThread()) {
            clock.unpark(thread);
        }
    }

    /** Gives the pen to the first in the queue, or to nobody; returns who has to be told. */
    @GuardedBy("lock")
    private @Nullable Thread passPen() {
        Call next = outbox.next();
        if (next == null) {
            writer = null;
            return null;
        }
        handPen(next);
        return next.owner;
    }

    @GuardedBy("lock")
    private void handPen(Call call) {
        writer = call;
        firstWrite = true;
        call.state = State.PEN;
    }

    /** Gives the baton to one who waits, or to nobody; returns who has to be told. */
    @GuardedBy("lock")
    private @Nullable Thread passBaton() {
        Call next = pending.youngestWaiting();
        reader = next;
        if (next == null) {
            stream.release();
            return null;
        }
        next.state = State.LEADING;
        return next.owner;
    }

    /** The one who had the pen turns to its own reply, if that has not come yet. */
    @GuardedBy("lock")
    private void putDown(Call call) {
        if (call.state != State.WRITING) {
            return;
        }
        if (!call.answered) {
            call.state = State.DONE;
        } else if (reader == null) {
            reader = call;
            call.state = State.LEADING;
        } else {
            call.state = State.SENT;
        }
    }

    /**
     * Those who are woken together come back together: as long as the pen is taken they queue, and go out in one write. Whoever
     * does this has passed the baton on, so it may write for others.
     */
    @GuardedBy("lock")
    private void keepPenForMail(Call leader) {
        leader.hasMail = writer == null
                && settled.size() >= manyReplies
                && leader.deadline.remainingNanos() > ENOUGH_NANOS
                && !Thread.currentThread().isInterrupted();
        if (leader.hasMail) {
            writer = leader;
        }
    }

    @GuardedBy("lock")
    private @Nullable WireException takeReplies(int maxBytes) {
        try {
            Call call = stream.next(pending, maxBytes);
            while (call != null) {
                if (call.state != State.LEFT) {
                    settle(call, State.DONE, true);
                }
                call = stream.next(pending, maxBytes);
            }
            return null;
        } catch (WireException e) {
            return e; // after those that were sound
        }
    }

    @GuardedBy("lock")
    private void abandon(Call call) {
        if (call.answered) {
            pending.abandon(call);
        } else {
            call.state = State.LEFT; // whoever writes it notices no difference
        }
    }

    @GuardedBy("lock")
    private void settleAll(CallList list, State outcome, boolean sent) {
        for (Call call = list.removeFirst(); call != null; call = list.removeFirst()) {
            if (call.state != State.LEFT) {
                settle(call, outcome, sent);
            }
        }
    }

    @GuardedBy("lock")
    private void settle(Call call, State outcome, boolean sent) {
        call.state = State.SETTLING;
        call.outcome = outcome;
        call.sent = sent;
        settled.add(call);
    }
}
