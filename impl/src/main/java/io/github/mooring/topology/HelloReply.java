package io.github.mooring.topology;

import io.github.mooring.api.ErrorContext;
import io.github.mooring.api.MongoProtocolException;
import io.github.mooring.api.ServerAddress;
import io.github.mooring.wire.ForeignText;
import io.github.mooring.wire.RawDocument;
import io.github.mooring.wire.WireException;
import java.time.Instant;
import java.util.Objects;
import java.util.Set;
import org.bson.types.ObjectId;
import org.jspecify.annotations.Nullable;

/**
 * What a server says of itself when it is asked {@code hello}, or {@code isMaster} as it was called before; immutable. Only
 * what discovery and selection need: limits that a connection has to keep belong to the connection, whose server may have been
 * replaced since the monitor asked.
 *
 * @param type                         what it is
 * @param wireVersions                 what it speaks
 * @param membership                   the replica set that it belongs to
 * @param logicalSessionTimeoutMinutes after how long it forgets an unused session, 0 or more; null if it has no sessions
 * @param topologyVersion              how new this is; null before MongoDB 4.4
 * @param lastWriteDate                when, by the primary's wall clock, the last write that it has was made; null if it did not say
 * @param serviceId                    which of the services behind a load balancer it is; null if it is behind none
 * @param helloOk                      whether it knows {@code hello} and not the old name alone
 * @see <a href="https://github.com/mongodb/specifications/blob/master/source/server-discovery-and-monitoring/server-discovery-and-monitoring.md#parsing-a-hello-or-legacy-hello-response">
 *     Server Discovery and Monitoring: parsing a hello or legacy hello response</a>
 */
public record HelloReply(
        ServerType type,
        WireVersions wireVersions,
        Membership membership,
        @Nullable Integer logicalSessionTimeoutMinutes,
        @Nullable TopologyVersion topologyVersion,
        @Nullable Instant lastWriteDate,
        @Nullable ObjectId serviceId,
        boolean helloOk) {
    /** Of a server that was not heard of. */
    public static final HelloReply NONE = ofType(ServerType.UNKNOWN);

    /** Characters of a server's own explanation that are kept. Chosen: the longest of MongoDB's have about 300. */
    static final int MAX_REASON_CHARS = 500;

    /** Of a server of which nothing else is known. */
    static HelloReply ofType(ServerType type) {
        return new HelloReply(type, WireVersions.NOT_SAID, Membership.NONE, null, null, null, null, false);
    }

    /**
     * Reads a reply; nothing of it is needed afterwards.
     *
     * @param server who was asked
     * @throws MongoProtocolException naming the server and the field if one that matters is not of the type, size or range that
     *     the specification gives it, or naming the server's own reason if it refuses to answer
     */
    public static HelloReply of(ServerAddress server, RawDocument reply) {
        try {
            if (!reply.isOk()) {
                throw refused(server, reply);
            }
            return HelloDecoder.decode(reply);
        } catch (WireException e) {
            throw new MongoProtocolException(
                    server + " says of itself what cannot be (its answer to hello): " + e.getMessage(),
                    ErrorContext.sent(server),
                    e);
        }
    }

    private static MongoProtocolException refused(ServerAddress server, RawDocument reply) {
        int code = reply.intValue("code", 0);
        String reason = reply.stringValue("errmsg");
        return new MongoProtocolException(
                server + " refuses to say how it is (hello): error " + code + ": "
                        + (reason == null ? "no reason given" : ForeignText.cut(reason, MAX_REASON_CHARS)),
                ErrorContext.sent(server).withCode(code, "", Set.of()),
                null);
    }

    /** Whether all is equal that makes two descriptions of a server equal. */
    boolean saysTheSameAs(HelloReply other) {
        return type == other.type
                && wireVersions.equals(other.wireVersions)
                && membership.equals(other.membership)
                && Objects.equals(logicalSessionTimeoutMinutes, other.logicalSessionTimeoutMinutes)
                && Objects.equals(topologyVersion, other.topologyVersion);
    }

    /** Of an unknown server whose last error told how new it was. */
    HelloReply withTopologyVersion(@Nullable TopologyVersion version) {
        return new HelloReply(
                type,
                wireVersions,
                membership,
                logicalSessionTimeoutMinutes,
                version,
                lastWriteDate,
                serviceId,
                helloOk);
    }
}
