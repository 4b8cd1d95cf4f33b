package io.github.mooring.testkit.lab;

import de.bwaldvogel.mongo.bson.Document;
import io.github.mooring.testkit.engine.CommandFailure;
import io.github.mooring.testkit.engine.EngineCall;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.TreeMap;

/** The commands that operators give to a member: step down, freeze, status, shut down. Thread-safe. */
final class AdminCommands {
    private static final Set<String> NAMES =
            Set.of("replSetStepDown", "replSetFreeze", "replSetGetStatus", "replSetGetConfig", "shutdown");

    private static final int BAD_VALUE = 2;
    private static final int UNAUTHORIZED = 13;
    private static final int NOT_SECONDARY = 95;
    private static final int EXCEEDED_TIME_LIMIT = 262;

    private final ReplicaSet set;
    private final Member member;
    private final LogicalClock clock;
    private final Elections elections;
    private final Runnable stop;

    /** {@code stop} ends the member; it is run on another thread than the command's. */
    AdminCommands(ReplicaSet set, Member member, LogicalClock clock, Elections elections, Runnable stop) {
        this.set = set;
        this.member = member;
        this.clock = clock;
        this.elections = elections;
        this.stop = stop;
    }

    /** Whether it is one of these commands, of which only shutdown makes sense without a set. */
    static boolean contains(String command, boolean inSet) {
        return inSet ? NAMES.contains(command) : command.equals("shutdown");
    }

    Document run(EngineCall call) {
        if (!call.database().equals("admin")) {
            throw new CommandFailure(UNAUTHORIZED, call.name() + " may only be run against the admin database.");
        }
        Document reply = switch (call.name()) {
            case "replSetStepDown" -> stepDown(call);
            case "replSetFreeze" -> freeze(call);
            case "replSetGetStatus" -> status();
            case "replSetGetConfig" -> config();
            default -> shutdown();
        };
        return reply.append("ok", 1.0);
    }

    private Document stepDown(EngineCall call) {
        Duration barred = seconds(call, 60);
        boolean force = Boolean.TRUE.equals(call.body().get("force"));
        if (set.stateOf(member) == MemberState.PRIMARY && !force && !set.hasHeir(member)) {
            throw new CommandFailure(EXCEEDED_TIME_LIMIT, "No electable secondaries caught up; use force to step down");
        }
        set.stepDown(member, barred);
        elections.review();
        return new Document();
    }

    private Document freeze(EngineCall call) {
        if (set.stateOf(member) == MemberState.PRIMARY) {
            throw new CommandFailure(
                    NOT_SECONDARY, "cannot freeze node when primary or running for election. state: Primary");
        }
        set.bar(member, seconds(call, 0));
        elections.review();
        return new Document();
    }

    private static Duration seconds(EngineCall call, long ifAbsent) {
        long seconds = call.argument() instanceof Number number ? number.longValue() : ifAbsent;
        if (seconds < 0) {
            throw new CommandFailure(BAD_VALUE, call.name() + " takes a number of seconds, not " + seconds);
        }
        return Duration.ofSeconds(seconds);
    }

    /** The reply is sent before the member goes down, if the connection is quick enough. */
    private Document shutdown() {
        elections.later(stop);
        return new Document();
    }

    private Document status() {
        SetView view = set.viewFrom(member);
        return new Document("set", view.name())
                .append("date", Instant.now())
                .append("myState", set.stateOf(member).number())
                .append("term", view.term())
                .append("members", view.members().stream().map(this::status).toList());
    }

    private Document status(SetView.MemberView other) {
        boolean self = other.id() == member.id;
        MemberState state = self || other.reachable() ? other.state() : MemberState.DOWN;
        Document status = new Document("_id", other.id())
                .append("name", other.address())
                .append("health", state == MemberState.DOWN ? 0.0 : 1.0)
                .append("state", state.number())
                .append("stateStr", state == MemberState.DOWN ? "(not reachable/healthy)" : state.name());
        if (state == MemberState.PRIMARY || state == MemberState.SECONDARY) {
            status.append("optime", new Document("ts", clock.now()).append("t", set.term()))
                    .append("optimeDate", Instant.now().minus(other.lag()));
        }
        return self ? status.append("self", true) : status;
    }

    private Document config() {
        SetView view = set.viewFrom(member);
        Document config = new Document("_id", view.name())
                .append("version", view.version())
                .append("term", view.term())
                .append(
                        "members",
                        view.members().stream().map(AdminCommands::config).toList());
        return new Document("config", config);
    }

    private static Document config(SetView.MemberView other) {
        Document tags = new Document();
        new TreeMap<>(other.options().tags()).forEach(tags::append);
        return new Document("_id", other.id())
                .append("host", other.address())
                .append("arbiterOnly", other.options().arbiter())
                .append("hidden", other.options().hidden())
                .append("priority", (double) other.options().priority())
                .append("tags", tags)
                .append("votes", 1);
    }
}
