package io.github.mooring.testkit.lab;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import de.bwaldvogel.mongo.bson.Document;
import io.github.mooring.testkit.engine.CommandFailure;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A {@link SetState} for many threads: one lock guards it and the members in it, and whoever waits for a change is told after the
 * lock. Knows no sockets and no data.
 */
final class ReplicaSet {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    @GuardedBy("lock")
    private final SetState state;

    ReplicaSet(String name) {
        state = new SetState(name);
    }

    /**
     * A new member, not yet up; it is part of the configuration from now on.
     *
     * @param alone what it is if it plays no part in elections; null for a member of a set
     */
    Member add(String address, MemberOptions options, @Nullable MemberState alone) {
        return changing((set, signals) -> set.add(address, options, alone, signals));
    }

    /** Takes a member out of the configuration; it goes on running, without a set. */
    void remove(Member member) {
        change((set, signals) -> set.remove(member, signals));
    }

    /** The member's process has started: it remembers nothing. */
    void up(Member member) {
        change((set, signals) -> set.up(member, signals));
    }

    /** The member's process ends: whatever it does is interrupted. */
    void down(Member member) {
        change((set, signals) -> set.down(member, signals));
    }

    /** The others hear no more of this member; a primary is not one any longer, though it cannot say so. */
    void freeze(Member member, boolean now) {
        change((set, signals) -> set.freeze(member, now, signals));
    }

    /** Cuts a member off from the others, without anybody telling it. A primary goes on to believe that it is one. */
    void isolate(Member member) {
        change((set, signals) -> set.isolate(member, signals));
    }

    /** The member hears from the others again, and with that of their primary. */
    void rejoin(Member member) {
        change((set, signals) -> set.rejoin(member, signals));
    }

    /** Into maintenance or out of it. */
    void recovering(Member member, boolean now) {
        change((set, signals) -> set.recovering(member, now, signals));
    }

    /** How far a member is behind. */
    void lag(Member member, Duration behind) {
        change((set, signals) -> member.lag = behind);
    }

    /** Bars a member from elections for a while; zero ends that. */
    void bar(Member member, Duration time) {
        change((set, signals) -> member.barredUntil = System.nanoTime() + time.toNanos());
    }

    /**
     * Makes the primary a secondary that does not stand for election for a while.
     *
     * @param member who is to step down; null for whoever is primary
     * @throws CommandFailure with 10107 if that is no primary
     */
    void stepDown(@Nullable Member member, Duration barred) {
        change((set, signals) -> set.stepDown(member, barred, signals));
    }

    /**
     * Makes this member primary, whoever was before.
     *
     * @throws IllegalStateException if it cannot be
     */
    void elect(Member member) {
        change((set, signals) -> set.elect(member, signals));
    }

    /**
     * Lets a primary without a majority step down, and elects one where there is none.
     *
     * @param electionTime how long the set is without a primary first
     * @return nanoseconds after which to ask again; negative if only another event can change anything
     */
    long review(Duration electionTime) {
        return changing((set, signals) -> set.review(electionTime, signals));
    }

    /** Whether another member could be elected now. */
    boolean hasHeir(Member member) {
        return asking(set -> set.hasHeir(member));
    }

    /** The set as this member sees it. */
    SetView viewFrom(Member observer) {
        return asking(set -> set.viewFrom(observer));
    }

    SetView.MemberView viewOf(Member member) {
        return asking(set -> set.view(member));
    }

    MemberState stateOf(Member member) {
        return asking(set -> set.state(member));
    }

    boolean isFrozen(Member member) {
        return asking(set -> member.frozen);
    }

    long term() {
        return asking(set -> set.term);
    }

    @Nullable
    Member primary() {
        lock.lock();
        try {
            return state.primary;
        } finally {
            lock.unlock();
        }
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

    /** Completes once the member's topology version is not this one. */
    CompletableFuture<Void> changeSince(Member member, Document topologyVersion) {
        return asking(
                set -> member.knows(topologyVersion) ? member.change : CompletableFuture.<Void>completedFuture(null));
    }

    /** Completes once what runs on the member has to stop. */
    CompletableFuture<CommandFailure> interruption(Member member, boolean write) {
        return asking(set -> write ? member.writesStop : member.allStop);
    }

    /** Waits for a primary; null if there was none in time. */
    @Nullable
    Member awaitPrimary(Duration atMost) throws InterruptedException {
        long left = atMost.toNanos();
        lock.lock();
        try {
            while (state.primary == null && left > 0) {
                left = changed.awaitNanos(left);
            }
            return state.primary;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits until enough members have a write that the primary has just done.
     *
     * @param writer the primary
     */
    WriteConcern.Outcome await(WriteConcern concern, Member writer) throws InterruptedException {
        long begin = System.nanoTime();
        long elapsed = 0;
        lock.lock();
        try {
            WriteConcern.Outcome outcome = state.outcome(concern, writer, elapsed);
            while (outcome == null) {
                changed.await(state.untilNext(concern, elapsed), TimeUnit.NANOSECONDS);
                elapsed = System.nanoTime() - begin;
                outcome = state.outcome(concern, writer, elapsed);
            }
            return outcome;
        } finally {
            lock.unlock();
        }
    }

    private void change(BiConsumer<SetState, Signals> transition) {
        changing((set, signals) -> {
            transition.accept(set, signals);
            return set;
        });
    }

    private <T> T changing(BiFunction<SetState, Signals, T> transition) {
        Signals signals = new Signals();
        lock.lock();
        try {
            changed.signalAll();
            return transition.apply(state, signals);
        } finally {
            lock.unlock();
            signals.send();
        }
    }

    private <T> T asking(Function<SetState, T> question) {
        lock.lock();
        try {
            return question.apply(state);
        } finally {
            lock.unlock();
        }
    }
}
