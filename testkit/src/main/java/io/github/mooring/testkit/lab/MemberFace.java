package io.github.mooring.testkit.lab;

import de.bwaldvogel.mongo.bson.Document;
import io.github.mooring.testkit.engine.CommandFailure;
import io.github.mooring.testkit.server.Command;
import io.github.mooring.testkit.server.Face;
import io.github.mooring.testkit.server.Peer;
import java.util.concurrent.CompletableFuture;

/** A server as a member of a replica set. */
final class MemberFace implements Face {
    private static final int UNKNOWN_WRITE_CONCERN = 79;

    private final ReplicaSet set;
    private final Member member;
    private final Network network;
    private final LogicalClock clock;
    private final int maxWireVersion;

    MemberFace(ReplicaSet set, Member member, Network network, LogicalClock clock, int maxWireVersion) {
        this.set = set;
        this.member = member;
        this.network = network;
        this.clock = clock;
        this.maxWireVersion = maxWireVersion;
    }

    @Override
    public void describe(Command hello, Document reply) {
        HelloReply.describe(
                set.viewFrom(member), set.viewOf(member), clock, hello.given().equals("hello"), reply);
        if (!tellsVersions()) {
            reply.remove("topologyVersion");
        }
    }

    /** Whether this is a server that has topology versions and labels errors. */
    boolean tellsVersions() {
        return maxWireVersion >= ErrorLabels.FIRST_WIRE_VERSION;
    }

    /** Tag sets as write concerns would have to be configured, which nobody can do here. */
    @Override
    public void checkOptions(Document command) {
        if (command.get("writeConcern") instanceof Document concern
                && concern.get("w") instanceof String mode
                && !mode.equals("majority")) {
            throw new CommandFailure(
                    UNKNOWN_WRITE_CONCERN,
                    "No write concern mode named '" + mode + "' found in replica set configuration");
        }
    }

    @Override
    public CompletableFuture<?> changeSince(Document topologyVersion) {
        return set.changeSince(member, topologyVersion);
    }

    @Override
    public CompletableFuture<CommandFailure> interruption(Command command) {
        return set.interruption(member, CommandKind.of(command.name(), command.body()) == CommandKind.WRITE);
    }

    @Override
    public void complete(Command command, Peer peer, Document reply) {
        network.learn(peer.clientPort(), command.name().equals("hello"), peer.appName());
        if (tellsVersions()) {
            ErrorLabels.add(command, reply);
            if (ErrorLabels.isStateChange(reply)) {
                reply.append("topologyVersion", set.viewOf(member).topologyVersion());
            }
        }
        if (!command.legacy() && !member.options.arbiter()) {
            clock.sign(reply);
        }
        if (command.name().equals("hello")) {
            member.lie.accept(reply);
        }
    }
}
