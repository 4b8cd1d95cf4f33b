package io.github.mooring.testkit.lab;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.bson.ObjectId;
import io.github.mooring.testkit.engine.CommandFailure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Who is a member, who is primary, and who has to be told when that changes.
 *
 * <p>Knows no sockets and no data. Thread-safe: one lock guards the members and everything in them; waiting connections
 * are woken after it.
 */
final class ReplicaSet {
    static final int NOT_WRITABLE_PRIMARY = 10107;
    private static final int INTERRUPTED_BY_STATE_CHANGE = 11602;
    private static final int INTERRUPTED_AT_SHUTDOWN = 11600;

    private final String name;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    @GuardedBy("lock")
    private final List<Member> members = new ArrayList<>();

    @GuardedBy("lock")
    private @Nullable Member primary;

    @GuardedBy("lock")
    private long term;

    @GuardedBy("lock")
    private int version = 1;

    @GuardedBy("lock")
    private int lastId = -1;

    @GuardedBy("lock")
    private long leaderlessSince = System.nanoTime();

    ReplicaSet(String name) {
        this.name = name;
    }

    /** A new member, not yet up; it is part of the configuration from now on. */
    Member add(String address, MemberOptions options, @Nullable MemberState alone) {
        Signals signals = new Signals();
        lock.lock();
        try {
            Member member = new Member(++lastId, address, options, alone);
            members.add(member);
            version++;
            announce(signals);
            return member;
        } finally {
            lock.unlock();
            signals.send();
        }
    }

    /** Takes a member out of the configuration; it goes on running, without a set. */
    void remove(Member member) {
        Signals signals = new Signals();
        lock.lock();
        try {
            member.removed = true;
            members.remove(member);
            version++;
            dethrone(member, signals);
            announce(signals);
            touch(member, signals);
        } finally {
            lock.unlock();
            signals.send();
        }
    }

    /** The member's process has started: it remembers nothing. */
    void up(Member member) {
        Signals signals = new Signals();
        lock.lock();
        try {
            member.up = true;
            member.frozen = false;
            member.isolated = false;
            member.claim = 0;
            member.processId = new ObjectId();
            member.counter = 0;
            member.barredUntil = System.nanoTime();
            member.allStop = new CompletableFuture<>();
            member.writesStop = new CompletableFuture<>();
            touch(member, signals);
        } finally {
            lock.unlock();
            signals.send();
        }
    }

    /** The member's process ends: whatever it does is interrupted. */
    void down(Member member) {
        Signals signals = new Signals();
        lock.lock();
        try {
            member.up = false;
            member.claim = 0;
            dethrone(member, signals);
            CommandFailure shutdown = new CommandFailure(INTERRUPTED_AT_SHUTDOWN, "interrupted at shutdown");
            signals.add(member.writesStop, shutdown);
            signals.add(member.allStop, shutdown);
            touch(member, signals);
        } finally {
            lock.unlock();
            signals.send();
        }
    }

    /** The others hear no more of this member; a primary is not one any longer, though it cannot say so. */
    void freeze(Member member, boolean now) {
        Signals signals = new Signals();
        lock.lock();
        try {
            member.frozen = now;
            if (now) {
                dethrone(member, signals);
            }
            touch(member, signals);
        } finally {
            lock.unlock();
            signals.send();
        }
    }

    /** Cuts a member off from the others, without anybody telling it. A primary goes on to believe that it is one. */
    void isolate(Member member) {
        Signals signals = new Signals();
        lock.lock();
        try {
            member.isolated = true;
            if (member == primary) {
                member.claim = term;
                primary = null;
                leaderlessSince = System.nanoTime();
                announce(signals);
            }
        } finally {
            lock.unlock();
            signals.send();
        }
    }

    /** The member hears from the others again, and with that of their primary. */
    void rejoin(Member member) {
        Signals signals = new Signals();
        lock.lock();
        try {
            member.isolated = false;
            if (member.claim > 0) {
                member.claim = 0;
                stopWrites(member, signals);
            }
            touch(member, signals);
        } finally {
            lock.unlock();
            signals.send();
        }
    }

    /**
     * Waits until enough members have a write that the primary has just done.
     *
     * @param writer the primary
     */
    WriteConcern.Outcome await(WriteConcern concern, Member writer) throws InterruptedException {
        long begin = System.nanoTime();
        lock.lock();
        try {
            long needed = concern.members() == WriteConcern.MAJORITY ? members.size() / 2 + 1 : concern.members();
            if (needed
                    > members.stream()
                            .filter(member -> !member.options.arbiter())
                            .count()) {
                return WriteConcern.Outcome.IMPOSSIBLE;
            }
            while (true) {
                long elapsed = System.nanoTime() - begin;
                WriteConcern.Outcome outcome = outcome(concern, needed, writer, elapsed);
                if (outcome != null) {
                    return outcome;
                }
                changed.await(untilNext(concern, elapsed), TimeUnit.NANOSECONDS);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Null if there is reason to wait on. */
    @GuardedBy("lock")
    private WriteConcern.@Nullable Outcome outcome(WriteConcern concern, long needed, Member writer, long elapsed) {
        if (members.stream().filter(member -> member.has(elapsed)).count() >= needed) {
            return WriteConcern.Outcome.ENOUGH;
        }
        if (!writer.up) {
            return WriteConcern.Outcome.SHUT_DOWN;
        }
        if (writer != primary) {
            return WriteConcern.Outcome.STEPPED_DOWN;
        }
        Duration timeout = concern.timeout();
        return timeout != null && elapsed >= timeout.toNanos() ? WriteConcern.Outcome.TIMEOUT : null;
    }

    /** Nanoseconds until time alone may change the outcome: the time-out, or a member that lags has got so far. */
    @GuardedBy("lock")
    private long untilNext(WriteConcern concern, long elapsed) {
        Duration timeout = concern.timeout();
        long next = timeout == null ? Long.MAX_VALUE : timeout.toNanos() - elapsed;
        for (Member member : members) {
            long lag = member.lag.toNanos();
            if (lag > elapsed) {
                next = Math.min(next, lag - elapsed);
            }
        }
        return next;
    }

    /** What interrupts writes on a member that nobody follows; null if it is no such member. */
    @Nullable
    CompletableFuture<CommandFailure> endOfClaim(Member member) {
        lock.lock();
        try {
            return member.claim > 0 ? member.writesStop : null;
        } finally {
            lock.unlock();
        }
    }

    /** Into maintenance or out of it. */
    void recovering(Member member, boolean now) {
        Signals signals = new Signals();
        lock.lock();
        try {
            member.recovering = now;
            if (now) {
                dethrone(member, signals);
            }
            touch(member, signals);
        } finally {
            lock.unlock();
            signals.send();
        }
    }

    void lag(Member member, Duration behind) {
        lock.lock();
        try {
            member.lag = behind;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Makes the primary a secondary that does not stand for election for a while.
     *
     * @param member who is to step down; null for whoever is primary
     * @throws CommandFailure with 10107 if that is no primary
     */
    void stepDown(@Nullable Member member, Duration barred) {
        Signals signals = new Signals();
        lock.lock();
        try {
            Member former = primary;
            if (former == null || (member != null && member != former)) {
                throw new CommandFailure(NOT_WRITABLE_PRIMARY, "not primary so can't step down");
            }
            former.barredUntil = System.nanoTime() + barred.toNanos();
            dethrone(former, signals);
        } finally {
            lock.unlock();
            signals.send();
        }
    }

    /** Bars a member from elections for a while; zero ends that. */
    void bar(Member member, Duration time) {
        lock.lock();
        try {
            member.barredUntil = System.nanoTime() + time.toNanos();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Makes this member primary, whoever was before.
     *
     * @throws IllegalStateException if it cannot be
     */
    void elect(Member member) {
        Signals signals = new Signals();
        lock.lock();
        try {
            member.barredUntil = System.nanoTime();
            if (!member.electable(System.nanoTime())) {
                throw new IllegalStateException(member + " cannot be elected: state " + state(member) + ", priority "
                        + member.options.priority() + (member.frozen ? ", frozen" : "")
                        + (member.isolated ? ", isolated" : ""));
            }
            enthrone(member, signals);
        } finally {
            lock.unlock();
            signals.send();
        }
    }

    /**
     * Lets a primary without a majority step down, and elects one where there is none.
     *
     * @param electionTime how long the set is without a primary first
     * @return nanoseconds after which to ask again; negative if only another event can change anything
     */
    long review(Duration electionTime) {
        Signals signals = new Signals();
        lock.lock();
        try {
            long now = System.nanoTime();
            boolean majority = members.stream().filter(Member::votes).count() * 2 > members.size();
            if (!majority) {
                dethrone(primary, signals);
                return -1;
            }
            if (primary != null) {
                return -1;
            }
            long wait = leaderlessSince + electionTime.toNanos() - now;
            if (wait > 0) {
                return wait;
            }
            Optional<Member> best =
                    candidates().filter(member -> member.electable(now)).findFirst();
            best.ifPresent(member -> enthrone(member, signals));
            return best.isPresent() ? -1 : untilCandidate(now);
        } finally {
            lock.unlock();
            signals.send();
        }
    }

    /** Whether another member could be elected now. */
    boolean hasHeir(Member member) {
        lock.lock();
        try {
            long now = System.nanoTime();
            return candidates().anyMatch(other -> other != member && other.electable(now));
        } finally {
            lock.unlock();
        }
    }

    /** The set as this member sees it. */
    SetView viewFrom(Member observer) {
        lock.lock();
        try {
            List<SetView.MemberView> views = new ArrayList<>();
            for (Member member : members) {
                boolean hidden = observer.isolated && member != observer && member == primary;
                views.add(view(member, hidden ? MemberState.SECONDARY : state(member)));
            }
            return new SetView(name, version, observer.claim > 0 ? observer.claim : term, List.copyOf(views));
        } finally {
            lock.unlock();
        }
    }

    long term() {
        lock.lock();
        try {
            return term;
        } finally {
            lock.unlock();
        }
    }

    SetView.MemberView viewOf(Member member) {
        lock.lock();
        try {
            return view(member, state(member));
        } finally {
            lock.unlock();
        }
    }

    MemberState stateOf(Member member) {
        lock.lock();
        try {
            return state(member);
        } finally {
            lock.unlock();
        }
    }

    boolean isFrozen(Member member) {
        lock.lock();
        try {
            return member.frozen;
        } finally {
            lock.unlock();
        }
    }

    @Nullable
    Member primary() {
        lock.lock();
        try {
            return primary;
        } finally {
            lock.unlock();
        }
    }

    /** Waits for a primary; null if there was none in time. */
    @Nullable
    Member awaitPrimary(Duration atMost) throws InterruptedException {
        long left = atMost.toNanos();
        lock.lock();
        try {
            while (primary == null && left > 0) {
                left = changed.awaitNanos(left);
            }
            return primary;
        } finally {
            lock.unlock();
        }
    }

    /** Completes once the member's topology version is not this one. */
    CompletableFuture<Void> changeSince(Member member, Document topologyVersion) {
        lock.lock();
        try {
            return member.knows(topologyVersion) ? member.change : CompletableFuture.completedFuture(null);
        } finally {
            lock.unlock();
        }
    }

    CompletableFuture<CommandFailure> interruption(Member member, boolean write) {
        lock.lock();
        try {
            return write ? member.writesStop : member.allStop;
        } finally {
            lock.unlock();
        }
    }

    @GuardedBy("lock")
    private void enthrone(Member member, Signals signals) {
        if (member == primary) {
            return;
        }
        dethrone(primary, signals);
        primary = member;
        term++;
        announce(signals);
    }

    /** Takes the primary's role away from this member, if it has it. */
    @GuardedBy("lock")
    private void dethrone(@Nullable Member member, Signals signals) {
        if (member == null || member != primary) {
            return;
        }
        primary = null;
        leaderlessSince = System.nanoTime();
        stopWrites(member, signals);
        announce(signals);
    }

    private static void stopWrites(Member member, Signals signals) {
        signals.add(member.writesStop, new CommandFailure(INTERRUPTED_BY_STATE_CHANGE, "operation was interrupted"));
        member.writesStop = new CompletableFuture<>();
    }

    /** All members that hear of it have something new to say. */
    @GuardedBy("lock")
    private void announce(Signals signals) {
        for (Member member : members) {
            if (!member.isolated) {
                touch(member, signals);
            }
        }
        changed.signalAll();
    }

    @GuardedBy("lock")
    private void touch(Member member, Signals signals) {
        changed.signalAll();
        member.counter++;
        signals.add(member.change);
        member.change = new CompletableFuture<>();
    }

    @GuardedBy("lock")
    private Stream<Member> candidates() {
        return members.stream()
                .sorted(Comparator.comparingInt((Member member) -> member.options.priority())
                        .reversed());
    }

    @GuardedBy("lock")
    private long untilCandidate(long now) {
        return members.stream()
                .filter(member -> member.electable(member.barredUntil))
                .mapToLong(member -> Math.max(1, member.barredUntil - now))
                .min()
                .orElse(-1);
    }

    @GuardedBy("lock")
    private MemberState state(Member member) {
        return member.state(member == primary || member.claim > 0);
    }

    @GuardedBy("lock")
    private SetView.MemberView view(Member member, MemberState state) {
        return new SetView.MemberView(
                member.id, member.address, member.options, state, member.votes(), member.lag, member.topologyVersion());
    }
}
