package io.github.mooring.connection;

import io.github.mooring.api.ServerAddress;
import io.github.mooring.wire.RawDocument;
import io.github.mooring.wire.WireException;
import io.github.mooring.wire.WireLimits;
import java.util.ArrayList;
import java.util.List;
import org.bson.types.ObjectId;
import org.jspecify.annotations.Nullable;

/**
 * What a server said of itself and its limits in its answer to the handshake; immutable.
 *
 * @param server                       the server as it was dialed
 * @param kind                         what it is
 * @param setName                      the replica set it belongs to, null if to none
 * @param maxBsonObjectSize            largest document it stores, in bytes
 * @param maxMessageSizeBytes          largest message it takes and sends, in bytes
 * @param maxWriteBatchSize            most statements in one write command
 * @param minWireVersion               oldest protocol version it speaks
 * @param maxWireVersion               newest protocol version it speaks
 * @param logicalSessionTimeoutMinutes after how long it forgets an unused session; null if it has no sessions
 * @param serverConnectionId           its number for this connection, as in its logs; null if it did not say
 * @param helloOk                      whether it knows {@code hello} and not the old name alone
 * @param saslSupportedMechs           how the user may authenticate; null if that was not asked or not answered
 * @param serviceId                    which of the services behind a load balancer it is; null if none was asked for
 */
public record ConnectionDescription(
        ServerAddress server,
        ServerKind kind,
        @Nullable String setName,
        int maxBsonObjectSize,
        int maxMessageSizeBytes,
        int maxWriteBatchSize,
        int minWireVersion,
        int maxWireVersion,
        @Nullable Integer logicalSessionTimeoutMinutes,
        @Nullable Long serverConnectionId,
        boolean helloOk,
        @Nullable List<String> saslSupportedMechs,
        @Nullable ObjectId serviceId) {
    /** Statements in a write command where the server does not say. Source: hello, as it was up to MongoDB 3.4. */
    private static final int DEFAULT_MAX_WRITE_BATCH_SIZE = 1000;

    /** Copies the list. */
    public ConnectionDescription {
        saslSupportedMechs = saslSupportedMechs == null ? null : List.copyOf(saslSupportedMechs);
    }

    /** What may be assumed before the server has spoken. */
    static ConnectionDescription beforeHello(ServerAddress server) {
        return new ConnectionDescription(
                server,
                ServerKind.STANDALONE,
                null,
                WireLimits.DEFAULT_MAX_BSON_OBJECT_SIZE,
                WireLimits.DEFAULT_MAX_MESSAGE_SIZE_BYTES,
                DEFAULT_MAX_WRITE_BATCH_SIZE,
                0,
                0,
                null,
                null,
                false,
                null,
                null);
    }

    /**
     * Reads an answer to {@code hello}.
     *
     * @param helloOk whether {@code hello} was what it answered
     * @throws WireException if it is too large, or a field is not what the specification says
     */
    static ConnectionDescription of(ServerAddress server, RawDocument hello, boolean helloOk) {
        WireLimits.requireHelloSize(hello);
        long connectionId = hello.longValue("connectionId", -1);
        int sessionMinutes = hello.intValue("logicalSessionTimeoutMinutes", -1);
        return new ConnectionDescription(
                server,
                ServerKind.of(hello),
                hello.stringValue("setName"),
                limit(hello, "maxBsonObjectSize", WireLimits.DEFAULT_MAX_BSON_OBJECT_SIZE),
                limit(hello, "maxMessageSizeBytes", WireLimits.DEFAULT_MAX_MESSAGE_SIZE_BYTES),
                limit(hello, "maxWriteBatchSize", DEFAULT_MAX_WRITE_BATCH_SIZE),
                hello.intValue("minWireVersion", 0),
                hello.intValue("maxWireVersion", 0),
                sessionMinutes < 0 ? null : sessionMinutes,
                connectionId < 0 ? null : connectionId,
                helloOk || hello.booleanValue("helloOk", false),
                strings(hello.array("saslSupportedMechs")),
                null);
    }

    /**
     * The same of a service behind a load balancer, which counts as a mongos whatever it says it is.
     *
     * @see <a href="https://github.com/mongodb/specifications/blob/master/source/load-balancers/load-balancers.md#server-selection">
     *     Load Balancer Support: server selection</a>
     */
    ConnectionDescription behindLoadBalancer(ObjectId service) {
        return new ConnectionDescription(
                server,
                ServerKind.MONGOS,
                setName,
                maxBsonObjectSize,
                maxMessageSizeBytes,
                maxWriteBatchSize,
                minWireVersion,
                maxWireVersion,
                logicalSessionTimeoutMinutes,
                serverConnectionId,
                helloOk,
                saslSupportedMechs,
                service);
    }

    /** Bytes of a reply at most: one that carries a document of full size may be a little larger than the limit. */
    int maxReplyBytes() {
        return (int) Math.min(Integer.MAX_VALUE - 8L, (long) maxMessageSizeBytes + WireLimits.COMMAND_HEADROOM_BYTES);
    }

    private static int limit(RawDocument hello, String name, int otherwise) {
        int value = hello.intValue(name, otherwise);
        if (value <= 0 || value > WireLimits.MAX_SIZE_BYTES) {
            throw new WireException("field '" + name + "'", "1 to " + WireLimits.MAX_SIZE_BYTES, value);
        }
        return value;
    }

    private static @Nullable List<String> strings(@Nullable RawDocument array) {
        if (array == null) {
            return null;
        }
        List<String> strings = new ArrayList<>();
        for (int element = array.first(); element != RawDocument.END; element = array.next(element)) {
            strings.add(array.stringAt(element));
        }
        return strings;
    }
}
