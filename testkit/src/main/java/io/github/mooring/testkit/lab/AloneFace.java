package io.github.mooring.testkit.lab;

import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.bson.ObjectId;
import io.github.mooring.testkit.engine.CommandFailure;
import io.github.mooring.testkit.server.Command;
import io.github.mooring.testkit.server.Face;
import io.github.mooring.testkit.server.Peer;
import java.util.concurrent.CompletableFuture;

/** A server that is no member of a set: a mongos, be it behind a load balancer, or a standalone server. */
final class AloneFace implements Face {
    private static final Face STANDALONE = Face.standalone();

    private final MemberFace common;
    private final ReplicaSet set;
    private final Member member;
    /** Tells this mongos from the others behind the same load balancer; another one for each start. */
    private final ObjectId serviceId = new ObjectId();

    private final boolean balanced;

    AloneFace(ReplicaSet set, Member member, MemberFace common, boolean balanced) {
        this.set = set;
        this.member = member;
        this.common = common;
        this.balanced = balanced;
    }

    @Override
    public void describe(Command hello, Document reply) {
        reply.append(hello.given().equals("hello") ? "isWritablePrimary" : "ismaster", true);
        if (common.tellsVersions()) {
            reply.append("topologyVersion", set.viewOf(member).topologyVersion());
        }
        if (member.alone == MemberState.ROUTER) {
            reply.append("msg", "isdbgrid");
        }
        if (balanced && Boolean.TRUE.equals(hello.body().get("loadBalanced"))) {
            reply.append("serviceId", serviceId);
        }
    }

    @Override
    public void checkOptions(Document command) {
        if (member.alone == MemberState.STANDALONE) {
            STANDALONE.checkOptions(command);
        } else {
            common.checkOptions(command);
        }
    }

    @Override
    public CompletableFuture<?> changeSince(Document topologyVersion) {
        return common.changeSince(topologyVersion);
    }

    @Override
    public CompletableFuture<CommandFailure> interruption(Command command) {
        return common.interruption(command);
    }

    @Override
    public void complete(Command command, Peer peer, Document reply) {
        common.complete(command, peer, reply);
    }
}
