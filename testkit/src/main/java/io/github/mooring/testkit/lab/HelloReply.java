package io.github.mooring.testkit.lab;

import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.bson.ObjectId;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.TreeMap;

/** What hello says about a replica set, from one member's point of view. */
final class HelloReply {
    /** Begins an election id, which so sorts by the term behind it. */
    private static final int ELECTION_PREFIX = 0x7fffffff;

    private static final int OBJECT_ID_BYTES = 12;

    private HelloReply() {}

    static void describe(SetView set, SetView.MemberView self, LogicalClock clock, boolean modern, Document reply) {
        MemberState state = self.state();
        reply.append("topologyVersion", self.topologyVersion());
        if (state == MemberState.REMOVED) {
            reply.append(modern ? "isWritablePrimary" : "ismaster", false)
                    .append("secondary", false)
                    .append("isreplicaset", true)
                    .append("info", "Does not have a valid replica set config");
            return;
        }
        configuration(set, reply);
        reply.append(modern ? "isWritablePrimary" : "ismaster", state == MemberState.PRIMARY)
                .append("secondary", state == MemberState.SECONDARY);
        set.primary().ifPresent(primary -> reply.append("primary", primary.address()));
        options(self.options(), reply);
        reply.append("me", self.address());
        if (state == MemberState.PRIMARY) {
            reply.append("electionId", electionId(set.term()));
        }
        if (state != MemberState.ARBITER) {
            reply.append("lastWrite", lastWrite(set, self, clock));
        }
    }

    private static void configuration(SetView set, Document reply) {
        reply.append("hosts", set.addresses(member -> member.priority() > 0));
        list(
                reply,
                "passives",
                set.addresses(member -> !member.arbiter() && !member.hidden() && member.priority() == 0));
        list(reply, "arbiters", set.addresses(MemberOptions::arbiter));
        reply.append("setName", set.name()).append("setVersion", set.version());
    }

    private static void options(MemberOptions options, Document reply) {
        if (options.arbiter()) {
            reply.append("arbiterOnly", true);
        } else if (options.priority() == 0) {
            reply.append("passive", true);
        }
        if (options.hidden()) {
            reply.append("hidden", true);
        }
        if (!options.tags().isEmpty()) {
            Document tags = new Document();
            new TreeMap<>(options.tags()).forEach(tags::append);
            reply.append("tags", tags);
        }
    }

    /** An idle set writes no-ops, so a primary's last write is always just now. */
    private static Document lastWrite(SetView set, SetView.MemberView self, LogicalClock clock) {
        Instant now = Instant.now();
        Document opTime = new Document("ts", clock.now()).append("t", set.term());
        return new Document("opTime", opTime)
                .append("lastWriteDate", now.minus(self.lag()))
                .append("majorityOpTime", opTime)
                .append("majorityWriteDate", now.minus(self.lag()));
    }

    static ObjectId electionId(long term) {
        return new ObjectId(ByteBuffer.allocate(OBJECT_ID_BYTES)
                .putInt(ELECTION_PREFIX)
                .putLong(term)
                .array());
    }

    private static void list(Document reply, String field, List<String> addresses) {
        if (!addresses.isEmpty()) {
            reply.append(field, addresses);
        }
    }
}
