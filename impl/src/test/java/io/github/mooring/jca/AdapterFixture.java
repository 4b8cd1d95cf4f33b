package io.github.mooring.jca;

import io.github.mooring.api.MongoSessionFactory;
import io.github.mooring.jca.container.FakePool;
import io.github.mooring.jca.container.FakePool.Matching;
import io.github.mooring.testkit.server.EmbeddedServer;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;

/** A server, an adapter that runs in a container, and a factory of its connections to that server. */
@Timeout(60)
abstract class AdapterFixture {
    final EmbeddedServer server;
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
        adapter.start(Containers.withTimers());
        factory = Containers.factoryOf(adapter, url);
    }

    @AfterEach
    final void stopTheAdapter() {
        adapter.stop();
        server.close();
    }

    final FakePool pool(int size) {
        return new FakePool(factory, Matching.ONE_BY_ONE, size);
    }

    final MongoSessionFactory sessions(FakePool pool) {
        return (MongoSessionFactory) factory.createConnectionFactory(pool);
    }
}
