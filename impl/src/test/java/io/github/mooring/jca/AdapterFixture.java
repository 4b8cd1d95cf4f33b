package io.github.mooring.jca;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mooring.api.MongoSessionFactory;
import io.github.mooring.testkit.container.FakeContainer;
import io.github.mooring.testkit.container.FakePool;
import io.github.mooring.testkit.container.Personality;
import io.github.mooring.testkit.server.EmbeddedServer;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;

/** A server, an adapter that runs in a container, and a factory of its connections to that server. */
@Timeout(300)
abstract class AdapterFixture {
    final EmbeddedServer server;
    final FakeContainer container = FakeContainer.like(Personality.WILDFLY);
    final MongoResourceAdapter adapter = new MongoResourceAdapter();
    /** Replaced before each test by one of the adapter. */
    MongoManagedConnectionFactory factory = new MongoManagedConnectionFactory();

    private final String url;

    AdapterFixture(EmbeddedServer server) {
        this(server, EmbeddedServer::uri);
    }

    AdapterFixture(EmbeddedServer server, Function<EmbeddedServer, String> url) {
        this.server = server;
        this.url = url.apply(server);
    }

    @BeforeEach
    final void startTheAdapter() throws Exception {
        container.start(adapter);
        factory = Containers.factoryOf(adapter, url);
    }

    @AfterEach
    final void stopTheAdapter() {
        container.close();
        server.close();
        assertThat(container.faults()).isEmpty();
    }

    final FakePool pool(int size) {
        return new FakePool(factory, Personality.WILDFLY.traits(), size);
    }

    final MongoSessionFactory sessions(FakePool pool) {
        return (MongoSessionFactory) factory.createConnectionFactory(pool);
    }
}
