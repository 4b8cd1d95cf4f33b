package io.github.mooring.jca;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mooring.api.MongoSession;
import io.github.mooring.api.MongoSessionFactory;
import io.github.mooring.testkit.server.EmbeddedServer;
import io.github.mooring.testkit.server.Grant;
import io.github.mooring.testkit.server.Role;
import org.bson.Document;
import org.junit.jupiter.api.Test;

/** A factory that is told by properties where the server is and who connects, without a connection string, and one with it. */
class PlaceByPropertiesTest {
    private static EmbeddedServer server() {
        return EmbeddedServer.builder()
                .requireAuthentication()
                .user("ann", "s:cret", "people", new Grant(Role.READ_WRITE, "samples"))
                .start();
    }

    private static void insert(MongoManagedConnectionFactory factory) {
        try (MongoSessionFactory sessions = (MongoSessionFactory) factory.createConnectionFactory();
                MongoSession session = sessions.openSession()) {
            session.getDatabase().getCollection("notes").insertOne(new Document());
        }
    }

    @Test
    void serverPortDatabaseAndUserAreTheirOwnProperties() {
        try (EmbeddedServer server = server()) {
            MongoManagedConnectionFactory factory = new MongoManagedConnectionFactory();
            factory.setServerName("127.0.0.1");
            factory.setPortNumber(server.port());
            factory.setDatabaseName("samples");
            factory.setUserName("ann");
            factory.setPassword("s:cret");
            factory.setAuthSource("people");
            insert(factory);

            assertThat(server.requests("insert").get(0).command().get("$db")).isEqualTo("samples");
        }
    }

    @Test
    void aConnectionStringSaysItAllAtOnce() {
        try (EmbeddedServer server = server()) {
            MongoManagedConnectionFactory factory = new MongoManagedConnectionFactory();
            factory.setConnectionURL(
                    "mongodb://ann:s%3Acret@127.0.0.1:" + server.port() + "/samples?authSource=people");
            insert(factory);

            assertThat(server.requests("insert").get(0).command().get("$db")).isEqualTo("samples");
        }
    }
}
