package io.github.mooring.testkit.lab;

import de.bwaldvogel.mongo.bson.ObjectId;
import io.github.mooring.testkit.engine.CommandFailure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Who is a member of a replica set and who is primary, and how that changes. Confined to the lock of {@link ReplicaSet}, as is
 * everything in the members; who has to be told of a change is handed to {@link Signals}.
 */
final class SetState {
    static final int NOT_WRITABLE_PRIMARY = 10107;
    private static final int INTERRUPTED_BY_STATE_CHANGE = 11602;
    private static final int INTERRUPTED_AT_SHUTDOWN = 11600;

    private final String name;
    private final List<Member> members = new ArrayList<>();

    @Nullable
    Member primary;

    long term;
    private int version = 1;
    private int lastId = -1;
    private long leaderlessSince = System.nanoTime();

    SetState(String name) {
        this.name = name;
    }

    Member add(String address, MemberOptions options, @Nullable MemberState alone, Signals signals) {
        Member member = new Member(++lastId, address, options, alone);
        members.add(member);
        version++;
        announce(signals);
        return member;
    }

    void remove(Member member, Signals signals) {
        member.removed = true;
        members.remove(member);
        version++;
        dethrone(member, signals);
        announce(signals);
        touch(member, signals);
    }

    void up(Member member, Signals signals) {
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
    }

    void down(Member member, Signals signals) {
        member.up = false;
        member.claim = 0;
        dethrone(member, signals);
        CommandFailure shutdown = new CommandFailure(INTERRUPTED_AT_SHUTDOWN, "interrupted at shutdown");
        signals.add(member.writesStop, shutdown);
        signals.add(member.allStop, shutdown);
        touch(member, signals);
    }

    void freeze(Member member, boolean now, Signals signals) {
        member.frozen = now;
        if (now) {
            dethrone(member, signals);
        }
        touch(member, signals);
    }

    void recovering(Member member, boolean now, Signals signals) {
        member.recovering = now;
        if (now) {
            dethrone(member, signals);
        }
        touch(member, signals);
    }

    void isolate(Member member, Signals signals) {
        member.isolated = true;
        if (member == primary) {
            member.claim = term;
            primary = null;
            leaderlessSince = System.nanoTime();
            announce(signals);
        }
    }

    void rejoin(Member member, Signals signals) {
        member.isolated = false;
        if (member.claim > 0) {
            member.claim = 0;
            stopWrites(member, signals);
        }
        touch(member, signals);
    }

    void stepDown(@Nullable Member member, Duration barred, Signals signals) {
        Member former = primary;
        if (former == null || (member != null && member != former)) {
            throw new CommandFailure(NOT_WRITABLE_PRIMARY, "not primary so can't step down");
        }
        former.barredUntil = System.nanoTime() + barred.toNanos();
        dethrone(former, signals);
    }

    void elect(Member member, Signals signals) {
        member.barredUntil = System.nanoTime();
        if (!member.electable(System.nanoTime())) {
            throw new IllegalStateException(member + " cannot be elected: state " + state(member) + ", priority "
                    + member.options.priority()
                    + (member.frozen ? ", frozen" : "")
                    + (member.isolated ? ", isolated" : ""));
        }
        enthrone(member, signals);
    }

    /** See {@link ReplicaSet#review}. */
    long review(Duration electionTime, Signals signals) {
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
        Optional<Member> best = electable(now).findFirst();
        best.ifPresent(member -> enthrone(member, signals));
        return best.isPresent() ? -1 : untilCandidate(now);
    }

    boolean hasHeir(Member member) {
        return electable(System.nanoTime()).anyMatch(other -> other != member);
    }

    /** Those that can be elected, the best first. */
    private Stream<Member> electable(long now) {
        return members.stream()
                .filter(member -> member.electable(now))
                .sorted(Comparator.comparingInt((Member member) -> member.options.priority())
                        .reversed());
    }

    private long untilCandidate(long now) {
        return members.stream()
                .filter(member -> member.electable(member.barredUntil))
                .mapToLong(member -> Math.max(1, member.barredUntil - now))
                .min()
                .orElse(-1);
    }

    /** Null if there is reason to wait on for members to have a write that was done so many nanoseconds ago. */
    WriteConcern.@Nullable Outcome outcome(WriteConcern concern, Member writer, long elapsed) {
        long needed = concern.members() == WriteConcern.MAJORITY ? members.size() / 2 + 1 : concern.members();
        if (needed
                > members.stream().filter(member -> !member.options.arbiter()).count()) {
            return WriteConcern.Outcome.IMPOSSIBLE;
        }
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
    long untilNext(WriteConcern concern, long elapsed) {
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

    /** The set as this member sees it. */
    SetView viewFrom(Member observer) {
        List<SetView.MemberView> views = new ArrayList<>();
        for (Member member : members) {
            boolean unheard = observer.isolated && member != observer && member == primary;
            views.add(view(member, unheard ? MemberState.SECONDARY : state(member)));
        }
        return new SetView(name, version, observer.claim > 0 ? observer.claim : term, List.copyOf(views));
    }

    SetView.MemberView view(Member member) {
        return view(member, state(member));
    }

    private static SetView.MemberView view(Member member, MemberState state) {
        return new SetView.MemberView(
                member.id, member.address, member.options, state, member.votes(), member.lag, member.topologyVersion());
    }

    MemberState state(Member member) {
        return member.state(member == primary || member.claim > 0);
    }

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
    private void announce(Signals signals) {
        for (Member member : members) {
            if (!member.isolated) {
                touch(member, signals);
            }
        }
    }

    private static void touch(Member member, Signals signals) {
        member.counter++;
        signals.add(member.change);
        member.change = new CompletableFuture<>();
    }
}
