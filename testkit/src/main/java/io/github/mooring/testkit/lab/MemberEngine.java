package io.github.mooring.testkit.lab;

import de.bwaldvogel.mongo.bson.Document;
import io.github.mooring.testkit.engine.CommandFailure;
import io.github.mooring.testkit.engine.Engine;
import io.github.mooring.testkit.engine.EngineCall;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The data that all members share, as one member gives access to it: only if its role allows. Thread-safe. */
final class MemberEngine implements Engine {
    private static final Set<MemberState> SERVES_ALL =
            EnumSet.of(MemberState.PRIMARY, MemberState.ROUTER, MemberState.STANDALONE);

    private static final int INTERRUPTED = 11601;
    private static final int NOT_PRIMARY_NO_SECONDARY_OK = 13435;
    private static final int NOT_PRIMARY_OR_SECONDARY = 13436;

    private final ReplicaSet set;
    private final Member member;
    private final Oplog data;
    private final LogicalClock clock;
    private final AdminCommands admin;
    private final ServerSessions sessions;
    private final Transactions transactions;
    /** Used if the member is a mongos. */
    private final RouterTransactions routed;

    private final MemberCursors cursors = new MemberCursors();

    MemberEngine(
            ReplicaSet set,
            Member member,
            Oplog data,
            LogicalClock clock,
            AdminCommands admin,
            ServerSessions sessions,
            Transactions transactions) {
        this.set = set;
        this.member = member;
        this.data = data;
        this.clock = clock;
        this.admin = admin;
        this.sessions = sessions;
        this.transactions = transactions;
        this.routed = new RouterTransactions(transactions);
    }

    @Override
    public boolean supports(String command) {
        return AdminCommands.contains(command, member.alone == null)
                || ServerSessions.contains(command)
                || Transactions.isEnd(command)
                || data.supports(command);
    }

    @Override
    public Document execute(EngineCall call) {
        if (AdminCommands.contains(call.name(), member.alone == null)) {
            return admin.run(call);
        }
        if (ServerSessions.contains(call.name())) {
            return sessionCommand(call);
        }
        CommandKind kind = CommandKind.of(call.name(), call.body());
        requireRole(kind, call.body());
        if (kind == CommandKind.WRITE) {
            requireFollowers();
        }
        WriteConcern concern = kind == CommandKind.WRITE ? WriteConcern.of(call.body()) : null;
        Document reply = Transactions.concerns(call) ? inTransaction(call) : alone(call);
        if (kind == CommandKind.WRITE) {
            clock.tick();
            awaitMembers(concern, reply);
        }
        return reply;
    }

    private void awaitMembers(@Nullable WriteConcern concern, Document reply) {
        if (concern == null || member.alone != null) {
            return;
        }
        try {
            concern.report(set.await(concern, member), reply);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailure(INTERRUPTED, "interrupted while waiting for replication");
        }
    }

    private Document inTransaction(EngineCall call) {
        sessions.note(call);
        return member.alone == MemberState.ROUTER ? routed.run(call, set.term()) : transactions.run(call, set.term());
    }

    private Document alone(EngineCall call) {
        Engine engine = reader();
        Engine target = call.name().equals("getMore") ? cursors.engineOf(call, engine) : engine;
        Document reply =
                sessions.carryOut(call, () -> target == data ? transactions.outside(call) : target.execute(call));
        cursors.note(call, reply, target);
        return reply;
    }

    /** A primary works on the data; a member that lags reads what it has got of it. */
    private Engine reader() {
        LaggingCopy copy = set.stateOf(member) == MemberState.SECONDARY ? data.copyOf(member) : null;
        return copy == null ? data : copy;
    }

    /** Forgets all cursors of this member. */
    void loseCursors() {
        cursors.killAll();
    }

    private Document sessionCommand(EngineCall call) {
        if (call.name().startsWith("killAllSessions")) {
            cursors.killAll();
        }
        return sessions.run(call);
    }

    @Override
    public int openCursors() {
        return cursors.size();
    }

    /** Ends what the member alone has open; the data stays. */
    @Override
    public void close() {
        cursors.killAll();
        routed.forgetAll();
    }

    private void requireRole(CommandKind kind, Document body) {
        MemberState state = set.stateOf(member);
        if (kind == CommandKind.FREE || SERVES_ALL.contains(state)) {
            return;
        }
        if (kind == CommandKind.WRITE) {
            throw new CommandFailure(SetState.NOT_WRITABLE_PRIMARY, "not primary");
        }
        if (!secondaryOk(body)) {
            throw new CommandFailure(NOT_PRIMARY_NO_SECONDARY_OK, "not primary and secondaryOk=false");
        }
        if (state != MemberState.SECONDARY) {
            throw new CommandFailure(NOT_PRIMARY_OR_SECONDARY, "node is not in primary or secondary state");
        }
    }

    /** A write that no majority will ever see waits until its member learns that, and is interrupted then. */
    private void requireFollowers() {
        CompletableFuture<CommandFailure> end = set.endOfClaim(member);
        if (end != null) {
            throw end.join();
        }
    }

    private static boolean secondaryOk(Document body) {
        return body.get("$readPreference") instanceof Document preference && !"primary".equals(preference.get("mode"));
    }
}
