package io.github.mooring.jta;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mooring.api.MongoSession;
import io.github.mooring.api.MongoSessionFactory;
import io.github.mooring.jca.MongoManagedConnectionFactory;
import io.github.mooring.jca.MongoResourceAdapter;
import io.github.mooring.testkit.server.EmbeddedServer;
import jakarta.resource.ResourceException;
import java.util.logging.Level;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;

/**
 * A server, the adapter in a container, and a look at what the container has logged: a container that warns has been
 * treated in a way it does not expect.
 */
@Timeout(300)
abstract class MongoFixture {
    final EmbeddedServer server = EmbeddedServer.builder()
            .user("alice", "wonder", "admin")
            .user("bob", "builder", "admin")
            .start();
    final LogLines log = LogLines.ofIronJacamar(Level.FINE);
    final Container container;
    final MongoResourceAdapter adapter = new MongoResourceAdapter();

    MongoFixture(Container container) {
        this.container = container;
    }

    @BeforeEach
    final void startTheAdapter() throws ResourceException {
        container.start(adapter);
    }

    @AfterEach
    final void end() throws Exception {
        container.close();
        server.close();
        log.close();
        assertThat(log.warnings()).as("warnings of the container").isEmpty();
    }

    /** A factory of sessions at the server; options begin with {@code &}. */
    final MongoManagedConnectionFactory factory(String options) throws ResourceException {
        return factoryFor(server.uri() + "app?authSource=admin&heartbeatFrequencyMS=500" + options);
    }

    final MongoManagedConnectionFactory factoryFor(String url) throws ResourceException {
        MongoManagedConnectionFactory factory = new MongoManagedConnectionFactory();
        factory.setConnectionURL(url);
        factory.setResourceAdapter(adapter);
        return factory;
    }

    static MongoSessionFactory sessions(ContainerPool pool) {
        return pool.lookUp(MongoSessionFactory.class);
    }

    static void insert(MongoSession session, int id) {
        session.getDatabase().getCollection("notes").insertOne(new Document("_id", id));
    }

    static long count(MongoSession session) {
        return session.getDatabase().getCollection("notes").countDocuments(new Document());
    }
}
