package io.github.mooring.connection;

import io.github.mooring.api.MongoConfigurationException;
import io.github.mooring.api.MongoConnectException;
import io.github.mooring.api.ServerAddress;
import io.github.mooring.auth.Credential;
import io.github.mooring.auth.Identity;
import io.github.mooring.time.Deadline;
import io.github.mooring.wire.Compressor;
import io.github.mooring.wire.ForeignText;
import io.github.mooring.wire.RawDocument;
import io.github.mooring.wire.WireLimits;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.bson.BsonArray;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonString;
import org.bson.types.ObjectId;
import org.jspecify.annotations.Nullable;

/**
 * The first question on every connection: who are you, and do we understand each other? Thread-safe.
 *
 * <p>A server that has not been met before is asked in the old form, {@code isMaster} in an OP_QUERY, which all
 * understand; one that has said {@code helloOk} is asked {@code hello} in an OP_MSG from then on. Should it have been
 * replaced by an older one in the meantime, it says that it does not know {@code hello}, and is asked again in the old
 * form. Source: MongoDB Handshake specification.
 *
 * <p>Through a load balancer there is the new form alone, and whoever answers has to say which of the services behind it
 * he is. Source: Load Balancer Support, "connection establishment".
 */
final class Handshake {
    static final int MIN_WIRE_VERSION = WireLimits.MIN_WIRE_VERSION;

    static final int MAX_WIRE_VERSION = WireLimits.MAX_WIRE_VERSION;

    private static final int COMMAND_NOT_FOUND = 59;

    /** Which version of Client Backpressure is followed. */
    private static final BsonString BACKPRESSURE = new BsonString("2");

    private final BsonDocument metadata;
    private final @Nullable String replicaSet;
    private final List<Compressor> compressors;
    /** Their names, as the handshake has them; never changed. */
    private final BsonArray compressorNames;
    /** Servers that know hello. As many as a client ever connects to, so it needs no bound of its own. */
    private final Set<ServerAddress> helloServers = ConcurrentHashMap.newKeySet();

    Handshake(HandshakeSettings settings) {
        this.metadata = ClientMetadata.of(settings.applicationName());
        this.replicaSet = settings.replicaSet();
        this.compressors = settings.compression().offered();
        this.compressorNames = new BsonArray(
                compressors.stream().map(each -> new BsonString(each.name())).toList());
    }

    /**
     * Does it; the channel is the caller's to close if this throws.
     *
     * @param speculation the first command of the authentication that follows; null for none
     * @throws io.github.mooring.wire.WireException if a field of the answer is not what it should be
     */
    Greeting perform(MessageChannel channel, Identity identity, @Nullable BsonDocument speculation, Deadline deadline) {
        ServerAddress server = channel.server();
        ConnectionDescription before = ConnectionDescription.beforeHello(server);
        channel.setCompression(Compression.offered(compressors));
        if (helloServers.contains(server)) {
            RawDocument reply = hello(channel, question("hello", identity, speculation), deadline);
            if (reply.isOk()) {
                channel.requireNoSurplus("hello");
                return accept(channel, reply, true);
            }
            if (reply.intValue("code", 0) != COMMAND_NOT_FOUND) {
                throw refused(server, "hello", reply);
            }
            helloServers.remove(server);
        }
        RawDocument reply = channel.query("isMaster", question("isMaster", identity, speculation), before, deadline);
        if (!reply.isOk()) {
            throw refused(server, "isMaster", reply);
        }
        channel.requireNoSurplus("isMaster");
        return accept(channel, reply, false);
    }

    /**
     * Does it through a load balancer.
     *
     * @throws MongoConfigurationException if whoever answers is not behind one, or does not know it
     */
    Greeting performBalanced(
            MessageChannel channel, Identity identity, @Nullable BsonDocument speculation, Deadline deadline) {
        channel.setCompression(Compression.offered(compressors));
        BsonDocument question = question("hello", identity, speculation).append("loadBalanced", BsonBoolean.TRUE);
        RawDocument reply = hello(channel, question, deadline);
        if (!reply.isOk()) {
            throw reply.intValue("code", 0) == COMMAND_NOT_FOUND
                    ? noService(channel.server())
                    : refused(channel.server(), "hello", reply);
        }
        channel.requireNoSurplus("hello");
        ObjectId service = reply.objectId("serviceId");
        if (service == null) {
            throw noService(channel.server());
        }
        Greeting greeting = accept(channel, reply, true);
        return new Greeting(
                greeting.server().behindLoadBalancer(service),
                greeting.hello(),
                greeting.arbiter(),
                greeting.authReply());
    }

    private static RawDocument hello(MessageChannel channel, BsonDocument question, Deadline deadline) {
        return channel.ask(
                new BsonCommand("admin", question), ConnectionDescription.beforeHello(channel.server()), deadline);
    }

    /** The first sentence is the specification's. */
    private static MongoConfigurationException noService(ServerAddress server) {
        return new MongoConfigurationException(server
                + ": Driver attempted to initialize in load balancing mode, but the server does not support this mode."
                + " loadBalanced=true is configured, and its answer to hello has no 'serviceId'; is it a server itself"
                + " (leave loadBalanced out), or do the mongos behind the load balancer not know of it"
                + " (loadBalancerPort)?");
    }

    private BsonDocument question(String name, Identity identity, @Nullable BsonDocument speculation) {
        BsonDocument question = new BsonDocument(name, new BsonInt32(1))
                .append("helloOk", BsonBoolean.TRUE)
                .append("backpressure", BACKPRESSURE)
                .append("client", metadata)
                .append("compression", compressorNames);
        if (identity instanceof Credential credential && credential.mechanism() == null) {
            question.append("saslSupportedMechs", new BsonString(credential.source() + "." + credential.username()));
        }
        if (speculation != null) {
            question.append("speculativeAuthenticate", speculation);
        }
        return question;
    }

    private Greeting accept(MessageChannel channel, RawDocument reply, boolean helloOk) {
        ConnectionDescription description = ConnectionDescription.of(channel.server(), reply, helloOk);
        requireWireVersion(description);
        requireReplicaSet(description);
        if (description.helloOk()) {
            helloServers.add(channel.server());
        }
        channel.setCompression(Compression.agreed(compressors, reply));
        return new Greeting(
                description,
                reply,
                reply.booleanValue("arbiterOnly", false),
                reply.document("speculativeAuthenticate"));
    }

    private static void requireWireVersion(ConnectionDescription server) {
        if (server.maxWireVersion() < MIN_WIRE_VERSION || server.minWireVersion() > MAX_WIRE_VERSION) {
            boolean old = server.maxWireVersion() < MIN_WIRE_VERSION;
            throw new MongoConfigurationException(server.server() + " speaks the wire protocol versions "
                    + server.minWireVersion() + " to " + server.maxWireVersion() + ", this client " + MIN_WIRE_VERSION
                    + " to " + MAX_WIRE_VERSION
                    + (old ? "; MongoDB 3.6 or newer is needed" : "; the client is too old"));
        }
    }

    private void requireReplicaSet(ConnectionDescription server) {
        if (replicaSet != null && !replicaSet.equals(server.setName())) {
            String found = server.setName() == null
                    ? "belongs to no replica set"
                    : "belongs to the replica set " + ForeignText.quoted(server.setName());
            throw new MongoConfigurationException(
                    server.server() + " " + found + ", but replicaSet=" + replicaSet + " is configured");
        }
    }

    private static MongoConnectException refused(ServerAddress server, String command, RawDocument reply) {
        ServerRefusal refusal = ServerRefusal.of(reply);
        return new MongoConnectException(
                server + " refused the handshake (" + command + ") with " + refusal.text(),
                refusal.context(server),
                null);
    }
}
