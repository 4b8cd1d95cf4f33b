package io.github.mooring.testkit.server;

import de.bwaldvogel.mongo.bson.Document;
import io.github.mooring.testkit.bson.BsonOutput;
import io.github.mooring.testkit.engine.CommandFailure;
import io.github.mooring.testkit.wire.Frame;
import io.github.mooring.testkit.wire.WireCompressor;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The handshake: hello and its older names. What the server is, its {@link Face} says. */
final class Hello {
    private static final int MAX_METADATA_BYTES = 512;

    private final ServerOptions options;
    private final Face face;
    private final Users users;
    private final SaslCommands sasl;
    private final X509Command x509;

    Hello(ServerOptions options, Face face, Users users, SaslCommands sasl, X509Command x509) {
        this.options = options;
        this.face = face;
        this.users = users;
        this.sasl = sasl;
        this.x509 = x509;
    }

    Document reply(Command command, Session session) {
        learnClient(command.body(), session);
        Document reply = new Document();
        face.describe(command, reply);
        if (Boolean.TRUE.equals(command.body().get("helloOk"))) {
            reply.append("helloOk", true);
        }
        reply.append("maxBsonObjectSize", 16 * 1024 * 1024)
                .append("maxMessageSizeBytes", Frame.MAX_BYTES)
                .append("maxWriteBatchSize", 100_000)
                .append("localTime", Instant.now())
                .append("logicalSessionTimeoutMinutes", 30)
                .append("connectionId", session.connectionId)
                .append("minWireVersion", options.minWireVersion())
                .append("maxWireVersion", options.maxWireVersion())
                .append("readOnly", false);
        appendCompression(command.body(), session, reply);
        appendMechanisms(command.body(), reply);
        authenticateSpeculatively(command.body(), session, reply);
        return reply.append("ok", 1.0);
    }

    /** Remembers the client's metadata; a second, different set is refused as servers do. */
    private static void learnClient(Document body, Session session) {
        if (!(body.get("client") instanceof Document client)) {
            return;
        }
        if (session.client() != null) {
            throw new CommandFailure(
                    186,
                    "ClientMetadataCannotBeMutated",
                    "The client metadata document may only be sent in the first hello",
                    List.of());
        }
        if (BsonOutput.size(client) > MAX_METADATA_BYTES) {
            throw new CommandFailure(
                    185,
                    "ClientMetadataDocumentTooLarge",
                    "The client metadata document must be less then or equal to " + MAX_METADATA_BYTES + " bytes",
                    List.of());
        }
        requireNames(client);
        session.client(client);
    }

    private static void requireNames(Document client) {
        boolean driver = client.get("driver") instanceof Document names
                && names.get("name") instanceof String
                && names.get("version") instanceof String;
        boolean system = client.get("os") instanceof Document os && os.get("type") instanceof String;
        if (!driver || !system) {
            throw new CommandFailure(
                    183,
                    "ClientMetadataMissingField",
                    "Missing required sub-document or field: driver.name, driver.version, os.type",
                    List.of());
        }
    }

    /** Names those of the client's compressors that the server has, in the client's order; nothing if there are none. */
    private void appendCompression(Document body, Session session, Document reply) {
        if (!(body.get("compression") instanceof Collection<?> offered)) {
            return;
        }
        Set<WireCompressor> common = new LinkedHashSet<>();
        for (Object name : offered) {
            options.compressors().stream()
                    .filter(each -> each.wireName().equals(name))
                    .forEach(common::add);
        }
        session.compressors(common);
        if (!common.isEmpty()) {
            reply.append(
                    "compression", common.stream().map(WireCompressor::wireName).toList());
        }
    }

    private void appendMechanisms(Document body, Document reply) {
        if (!(body.get("saslSupportedMechs") instanceof String name)) {
            return;
        }
        int dot = name.indexOf('.');
        if (dot <= 0) {
            throw new CommandFailure(2, "UserName must contain a '.' separated database.user pair");
        }
        User user = users.find(name.substring(0, dot), name.substring(dot + 1));
        if (user != null) {
            reply.append("saslSupportedMechs", user.mechanisms());
        }
    }

    /** A speculation that fails is not reported; the client then authenticates in full. */
    private void authenticateSpeculatively(Document body, Session session, Document reply) {
        if (!(body.get("speculativeAuthenticate") instanceof Document attempt)
                || !(attempt.get("db") instanceof String database)) {
            return;
        }
        try {
            Document answer = attempt.containsKey("saslStart")
                    ? sasl.start(attempt, database, session)
                    : x509.run(attempt, database, session);
            answer.remove("ok");
            reply.append("speculativeAuthenticate", answer);
        } catch (CommandFailure e) {
            session.conversation(null);
        }
    }
}
