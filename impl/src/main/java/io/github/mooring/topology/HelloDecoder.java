package io.github.mooring.topology;

import io.github.mooring.api.ServerAddress;
import io.github.mooring.api.TagSet;
import io.github.mooring.wire.ForeignText;
import io.github.mooring.wire.RawDocument;
import io.github.mooring.wire.WireException;
import io.github.mooring.wire.WireLimits;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.bson.BsonType;
import org.bson.types.ObjectId;
import org.jspecify.annotations.Nullable;

/**
 * Reads the fields of one answer to {@code hello}; confined to the call that makes it. A server may have been broken,
 * misconfigured or taken over, and what it says ends up in the memory, the sockets and the logs of every client: so each field
 * that is read has a type, a size and a range, and what is beyond them is refused by name. Fields that are not read may be
 * anything.
 */
final class HelloDecoder {
    /** Characters of a replica set's name. Chosen: longer ones are not in use, and each error repeats it. */
    private static final int MAX_NAME_CHARS = 256;

    /** Tags of a member, and characters in the name and the value of one. Chosen: nobody has as many, or such long ones. */
    private static final int MAX_TAGS = 100;

    private static final int MAX_TAG_CHARS = 1_024;

    private final RawDocument reply;

    private HelloDecoder(RawDocument reply) {
        this.reply = reply;
    }

    /** Throws {@link WireException} for whatever is wrong. */
    static HelloReply decode(RawDocument reply) {
        WireLimits.requireHelloSize(reply);
        return new HelloDecoder(reply).decode();
    }

    private HelloReply decode() {
        return new HelloReply(
                type(),
                wireVersions(),
                membership(),
                logicalSessionTimeoutMinutes(),
                topologyVersion(reply.document("topologyVersion")),
                lastWriteDate(),
                reply.objectId("serviceId"),
                flag("helloOk"));
    }

    private ServerType type() {
        if (flag("isreplicaset")) {
            return ServerType.RS_GHOST;
        }
        if ("isdbgrid".equals(reply.stringValue("msg"))) {
            return ServerType.MONGOS;
        }
        return reply.stringValue("setName") == null ? ServerType.STANDALONE : memberType();
    }

    private ServerType memberType() {
        if (flag("hidden")) {
            return ServerType.RS_OTHER;
        }
        if (flag(reply.contains("isWritablePrimary") ? "isWritablePrimary" : "ismaster")) {
            return ServerType.RS_PRIMARY;
        }
        if (flag("secondary")) {
            return ServerType.RS_SECONDARY;
        }
        return flag("arbiterOnly") ? ServerType.RS_ARBITER : ServerType.RS_OTHER;
    }

    private boolean flag(String name) {
        return reply.booleanValue(name, false);
    }

    private WireVersions wireVersions() {
        int min = notNegative("minWireVersion", reply.intValue("minWireVersion", 0));
        int max = notNegative("maxWireVersion", reply.intValue("maxWireVersion", 0));
        if (max < min) {
            throw new WireException("field 'maxWireVersion'", "minWireVersion, which is " + min + ", or more", max);
        }
        return new WireVersions(min, max);
    }

    private @Nullable Integer logicalSessionTimeoutMinutes() {
        String name = "logicalSessionTimeoutMinutes";
        return isAbsent(reply, name) ? null : notNegative(name, reply.intValue(name, 0));
    }

    private static int notNegative(String name, int value) {
        if (value < 0) {
            throw new WireException("field '" + name + "'", "0 or more", value);
        }
        return value;
    }

    /** Of a reply, or of an error that says that the server's state has changed. */
    static @Nullable TopologyVersion topologyVersion(@Nullable RawDocument version) {
        if (version == null) {
            return null;
        }
        try {
            ObjectId processId = version.objectId("processId");
            if (processId == null || isAbsent(version, "counter")) {
                throw new WireException("the document", "a processId and a counter", "less");
            }
            return new TopologyVersion(processId, version.longValue("counter", 0));
        } catch (WireException e) {
            throw in("topologyVersion", e);
        }
    }

    private @Nullable Instant lastWriteDate() {
        RawDocument lastWrite = reply.document("lastWrite");
        if (lastWrite == null || isAbsent(lastWrite, "lastWriteDate")) {
            return null;
        }
        int type = lastWrite.type(lastWrite.find("lastWriteDate"));
        if (type != BsonType.DATE_TIME.getValue()) {
            throw new WireException("field 'lastWrite.lastWriteDate'", "date", "type " + type);
        }
        return Instant.ofEpochMilli(Objects.requireNonNull(lastWrite.value("lastWriteDate"))
                .asDateTime()
                .getValue());
    }

    private Membership membership() {
        Members members = new Members();
        return new Membership(
                setName(),
                new Election(
                        reply.objectId("electionId"),
                        isAbsent(reply, "setVersion") ? null : reply.longValue("setVersion", 0)),
                address("me"),
                address("primary"),
                members.of("hosts"),
                members.of("passives"),
                members.of("arbiters"),
                tags());
    }

    private @Nullable String setName() {
        String name = reply.stringValue("setName");
        return name == null ? null : printable("setName", name, 1, MAX_NAME_CHARS);
    }

    private @Nullable ServerAddress address(String name) {
        String text = reply.stringValue(name);
        return text == null ? null : MemberAddress.parse(name, text);
    }

    private TagSet tags() {
        RawDocument tags = reply.document("tags");
        if (tags == null) {
            return TagSet.ANY;
        }
        Map<String, String> read = new LinkedHashMap<>();
        for (int tag = tags.first(); tag != RawDocument.END; tag = tags.next(tag)) {
            if (read.size() == MAX_TAGS) {
                throw new WireException("field 'tags'", "at most " + MAX_TAGS, "more");
            }
            String name = printable("tags", tags.name(tag), 1, MAX_TAG_CHARS);
            read.put(name, printable("tags." + name, string("tags", tags, tag), 0, MAX_TAG_CHARS));
        }
        return new TagSet(read);
    }

    private static String string(String field, RawDocument document, int element) {
        try {
            return document.stringAt(element);
        } catch (WireException e) {
            throw in(field, e);
        }
    }

    private static String printable(String field, String text, int minChars, int maxChars) {
        if (text.length() < minChars || text.length() > maxChars || !ForeignText.isPrintable(text)) {
            throw new WireException(
                    "field " + ForeignText.quoted(field),
                    minChars + " to " + maxChars + " printable characters",
                    ForeignText.quoted(text));
        }
        return text;
    }

    /** Names the field around as well, as a reader of the whole reply would. */
    private static WireException in(String field, WireException e) {
        return new WireException("field '" + field + "': " + ForeignText.cut(e.field(), 80), e.expected(), e.actual());
    }

    private static boolean isAbsent(RawDocument document, String name) {
        int element = document.find(name);
        return element == RawDocument.END || document.type(element) == BsonType.NULL.getValue();
    }

    /** The lists of members, which are limited together. */
    private final class Members {
        private int count;

        Set<ServerAddress> of(String name) {
            RawDocument list = reply.array(name);
            if (list == null) {
                return Set.of();
            }
            Set<ServerAddress> addresses = new LinkedHashSet<>();
            for (int member = list.first(); member != RawDocument.END; member = list.next(member)) {
                requireRoom();
                addresses.add(MemberAddress.parse(name, string(name, list, member)));
            }
            return addresses;
        }

        private void requireRoom() {
            if (++count > Membership.MAX_MEMBERS) {
                throw new WireException(
                        "fields 'hosts', 'passives' and 'arbiters'",
                        "at most " + Membership.MAX_MEMBERS + " members",
                        "more");
            }
        }
    }
}
