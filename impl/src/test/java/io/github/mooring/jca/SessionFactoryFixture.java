package io.github.mooring.jca;

import io.github.mooring.api.MongoSession;
import io.github.mooring.testkit.server.ConnectionInfo;
import io.github.mooring.testkit.server.EmbeddedServer;
import io.github.mooring.testkit.server.Grant;
import io.github.mooring.testkit.server.Role;
import java.time.Duration;
import java.util.List;
import org.bson.Document;

/** A server with two users, and factories of sessions for one of them. */
abstract class SessionFactoryFixture extends AdapterFixture {
    static final Duration SOON = Duration.ofSeconds(40);

    SessionFactoryFixture() {
        super(
                EmbeddedServer.builder()
                        .requireAuthentication()
                        .user("scott", "tiger", "admin", new Grant(Role.READ_WRITE, "test"))
                        .user("alice", "wonder", "admin", new Grant(Role.READ_WRITE, "test"))
                        .start(),
                server -> server.uri("scott", "tiger", "admin"));
    }

    static void insert(MongoSession session, Object id) {
        session.getDatabase("test").getCollection("notes").insertOne(new Document("_id", id));
    }

    List<String> users() {
        return server.connections().stream()
                .map(ConnectionInfo::user)
                .filter(user -> user != null)
                .toList();
    }
}
