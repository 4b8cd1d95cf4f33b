package io.github.mooring.jca;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mooring.api.MongoSession;
import io.github.mooring.api.MongoSessionFactory;
import io.github.mooring.auth.Identity;
import io.github.mooring.client.ClientOptions;
import io.github.mooring.client.SessionCall;
import io.github.mooring.operation.Ping;
import io.github.mooring.testkit.container.FakePool;
import io.github.mooring.testkit.container.Serialization;
import io.github.mooring.testkit.server.EmbeddedServer;
import io.github.mooring.testkit.time.FakeClock;
import io.github.mooring.time.Clock;
import io.github.mooring.time.DaemonTaskRunner;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Which sockets there are, counted at the server. */
class SharedSocketsTest extends AdapterFixture {
    private static final Duration SOON = Duration.ofSeconds(40);

    SharedSocketsTest() {
        super(EmbeddedServer.start());
    }

    private MongoSession sessionOf(MongoManagedConnectionFactory asked) {
        FakePool pool = new FakePool(asked, java.util.Set.of(), 20);
        return ((MongoSessionFactory) asked.createConnectionFactory(pool)).openSession();
    }

    private MongoManagedConnectionFactory another(String options) throws Exception {
        return Containers.factoryOf(adapter, server.uri() + options);
    }

    /** A socket for operations and one for the monitor. */
    private int socketsOf(int deployments) {
        return 2 * deployments;
    }

    @Test
    @DisplayName("MF3 ten factories that are configured alike use one socket between them, and one monitor")
    void equalFactoriesShareSockets() throws Exception {
        for (int i = 0; i < 10; i++) {
            MongoManagedConnectionFactory alike = i % 2 == 0 ? another("") : Serialization.copy(factory);
            if (alike.getResourceAdapter() == null) {
                alike.setResourceAdapter(adapter);
            }
            try (MongoSession session = sessionOf(alike)) {
                session.ping();
            }
        }

        assertThat(server.awaitOpenConnections(socketsOf(1), SOON)).isTrue();
        assertThat(server.acceptedConnections())
                .as("a socket that was dialed while another came free may be one more")
                .isBetween(socketsOf(1), socketsOf(1) + 1);
    }

    @Test
    @DisplayName("MF3 factories that differ in anything share no socket")
    void differentFactoriesShareNoSocket() throws Exception {
        List<MongoManagedConnectionFactory> different =
                List.of(factory, another("?appName=other"), another("?maxPoolSize=7"));
        for (MongoManagedConnectionFactory one : different) {
            try (MongoSession session = sessionOf(one)) {
                session.ping();
            }
        }

        assertThat(server.awaitOpenConnections(socketsOf(3), SOON)).isTrue();
    }

    @Test
    @DisplayName("L7 L10 all sockets of all factories are gone after stop, sessions left open or not")
    void allSocketsAreGoneAfterStop() throws Exception {
        List<MongoSession> leftOpen = new ArrayList<>();
        for (String options : new String[] {"", "?appName=a", "?appName=b"}) {
            leftOpen.add(sessionOf(another(options)));
            leftOpen.get(leftOpen.size() - 1).ping();
        }
        assertThat(server.awaitOpenConnections(socketsOf(3), SOON)).isTrue();

        adapter.stop();

        assertThat(server.awaitOpenConnections(0, SOON)).isTrue();
        leftOpen.forEach(MongoSession::close);
    }

    @Test
    @DisplayName("MF3 L10 sockets end a minute after the last managed connection, and not before, and are dialed anew")
    void socketsEndAMinuteAfterTheLastConnection() throws Exception {
        FakeClock time = new FakeClock();
        ClientOptions options = ClientOptions.parse(server.uri());
        try (DaemonTaskRunner tasks = new DaemonTaskRunner("shared-sockets");
                DeploymentRegistry registry =
                        new DeploymentRegistry(Clock.of(time::nanoTime, Clock.system()::awaitNanos), tasks)) {
            DeploymentLease one = registry.lease(options);
            DeploymentLease two = registry.lease(options);
            ping(one, options);
            assertThat(server.awaitOpenConnections(socketsOf(1), SOON)).isTrue();

            one.release();
            time.advance(DeploymentRegistry.IDLE.multipliedBy(3));
            registry.closeIdle();
            ping(two, options);
            assertThat(registry.size()).as("the second still has its share").isEqualTo(1);
            two.release();
            time.advance(DeploymentRegistry.IDLE.minusNanos(1));
            registry.closeIdle();
            assertThat(registry.size()).isEqualTo(1);
            time.advance(Duration.ofNanos(1));
            registry.closeIdle();

            assertThat(server.awaitOpenConnections(0, SOON)).isTrue();
            ping(registry.lease(options), options);
            assertThat(server.awaitOpenConnections(socketsOf(1), SOON)).isTrue();
        }
        assertThat(server.awaitOpenConnections(0, SOON)).isTrue();
    }

    private static void ping(DeploymentLease lease, ClientOptions options) {
        var unused =
                lease.deployment().execute(new Ping(), SessionCall.of(Identity.anonymous(), options.sessionSettings()));
    }
}
