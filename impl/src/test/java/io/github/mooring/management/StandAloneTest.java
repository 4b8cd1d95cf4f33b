package io.github.mooring.management;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.mooring.api.MongoRequest;
import io.github.mooring.api.MongoSession;
import io.github.mooring.api.MongoSessionFactory;
import io.github.mooring.client.Eventually;
import io.github.mooring.client.Mooring;
import io.github.mooring.testkit.server.EmbeddedServer;
import io.github.mooring.testkit.server.Grant;
import io.github.mooring.testkit.server.Role;
import java.time.Duration;
import java.util.List;
import javax.management.ObjectName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What JMX shows of a client outside a container. */
@Timeout(300)
class StandAloneTest {
    /** Longer than it takes until a bean comes whose coming was heard too early. */
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    private final EmbeddedServer server = EmbeddedServer.builder()
            .user("ann, \"the\" *?=:", "s3ntinel", "admin", new Grant(Role.ROOT, "admin"))
            .start();
    private final String address = server.address().toString();

    @AfterEach
    void close() {
        server.close();
        assertThat(Beans.naming(address)).as("left over").isEmpty();
    }

    private MongoSessionFactory dial(String options) {
        return Mooring.dial("mongodb://" + address + "/?" + options);
    }

    private <T> T await(String type, Class<T> as) {
        Eventually.isTrue(
                "a " + type, PATIENCE, () -> !Beans.naming(type, address).isEmpty());
        return Beans.proxy(Beans.only(type, address), as);
    }

    @Test
    void aClientIsShownIfItsConnectionStringSaysSo() {
        try (MongoSessionFactory factory = dial("jmx=true");
                MongoSession session = factory.openSession()) {
            assertThat(session.ping()).isPositive();

            assertThat(Beans.only("Cluster", address))
                    .hasToString("io.github.mooring:type=Cluster,cluster=\"" + address + "\"");
            ClusterMXBean cluster = await("Cluster", ClusterMXBean.class);
            assertThat(cluster.getSeeds()).isEqualTo(address);
            assertThat(cluster.getServers()).containsExactly(address);
            assertThat(cluster.getTopologyType()).isEqualTo("Single");
            assertThat(cluster.getPrimary()).isNull();
            assertThat(cluster.getOpenSessionCount()).isEqualTo(1);
            assertThat(cluster.getElectionCount()).isZero();
            assertThat(cluster.getConnectionCount()).isEqualTo(1);
            ServerMXBean one = await("Server", ServerMXBean.class);
            assertThat(one.getAddress()).isEqualTo(address);
            assertThat(one.getType()).isEqualTo("Standalone");
            assertThat(one.getState()).isEqualTo(ServerMXBean.Condition.AVAILABLE);
            assertThat(one.getLastError()).isNull();
            assertThat(one.getMaxWireVersion()).isPositive();
            assertThat(one.getHeartbeatsAnswered()).isPositive();
            assertThat(one.getLastHeartbeatTime()).endsWith("Z");
            assertThat(one.getRoundTripMillis()).isPositive();
        }
    }

    @Test
    void aClientIsNotShownUnlessItSaysSo() {
        for (String options : List.of("", "jmx=false")) {
            try (MongoSessionFactory factory = dial(options);
                    MongoSession session = factory.openSession()) {
                assertThat(session.ping()).isPositive();
                assertThat(Beans.naming(address)).isEmpty();
            }
        }
    }

    @Test
    void clientsOfTheSameServersHaveNamesOfTheirOwn() {
        MongoSessionFactory first = dial("jmx=true");
        try (MongoSessionFactory second = dial("jmx=true")) {
            assertThat(Beans.naming("Cluster", address)).hasSize(2);
            assertThat(Beans.naming("Server", address)).hasSize(2);
            first.close();
            assertThat(Beans.only("Cluster", address).getKeyProperty("cluster")).contains(address + "#2");
            assertThat(second.statistics().sessionsOpen()).isZero();
        }
    }

    @Test
    void aPoolTellsWhatHappensInIt() {
        try (MongoSessionFactory factory = dial("jmx=true&maxPoolSize=7");
                MongoSession session = factory.openSession()) {
            for (int i = 0; i < 5; i++) {
                assertThat(session.ping()).isPositive();
            }
            PoolMXBean pool = await("Pool", PoolMXBean.class);

            assertThat(pool.getServer()).isEqualTo(address);
            assertThat(pool.getUser()).isEqualTo("none");
            assertThat(pool.getPhase()).isEqualTo("READY");
            assertThat(pool.getMaxSize()).isEqualTo(7);
            assertThat(pool.getIdleCount()).isEqualTo(1);
            assertThat(pool.getCheckOutCount()).isEqualTo(5);
            assertThat(pool.getCreatedCount()).isEqualTo(1);
            assertThat(pool.getCheckOutTimeoutCount() + pool.getCheckOutErrorCount())
                    .isZero();
            assertThat(pool.getInUseCount() + pool.getInFlightCount() + pool.getSharedCount())
                    .isZero();
            ClusterMXBean cluster = await("Cluster", ClusterMXBean.class);
            assertThat(cluster.dumpHolders(false)).isEmpty();
            try (MongoRequest request = session.startRequest()) {
                assertThat(request.ping()).isPositive();
                assertThat(pool.getInUseCount()).isEqualTo(1);
                assertThat(cluster.dumpHolders(false))
                        .singleElement()
                        .asString()
                        .startsWith(address + " for none: connection 1 by "
                                + Thread.currentThread().getName() + " for ");
                assertThat(cluster.dumpHolders(true)).singleElement().asString().contains("aPoolTellsWhatHappensInIt");
            }
            cluster.forgetLongestWaits();
            assertThat(pool.getLongestWaitMillis()).isZero();
        }
    }

    @Test
    void aUserIsShownByNameAndNothingElse() {
        try (MongoSessionFactory factory = dial("jmx=true");
                MongoSession session = factory.openSession("ann, \"the\" *?=:", "s3ntinel".toCharArray())) {
            assertThat(session.ping()).isPositive();
            IdentityMXBean identity = await("Identity", IdentityMXBean.class);

            assertThat(identity.getUser()).isEqualTo("ann, \"the\" *?=:@admin");
            assertThat(identity.getMechanism()).isEqualTo("default");
            assertThat(identity.getServers()).containsExactly(address);
            assertThat(identity.getConnectionCount()).isEqualTo(1);
            assertThat(identity.getInUseCount()).isZero();
            assertThat(String.join("\n", Beans.dump(address))).contains("ann").doesNotContain("s3ntinel");
        }
    }

    @Test
    void aBeanWhoseClientHasEndedSaysSo() {
        ObjectName name;
        ServerMXBean bean;
        try (MongoSessionFactory factory = dial("jmx=true")) {
            name = Beans.only("Server", address);
            bean = Beans.proxy(name, ServerMXBean.class);
            assertThat(bean.getAddress()).isEqualTo(address);
            assertThat(factory.statistics().sessionsOpen()).isZero();
        }

        assertThat(Beans.naming(address)).isEmpty();
        assertThatThrownBy(bean::getAddress).hasRootCauseInstanceOf(javax.management.InstanceNotFoundException.class);
    }
}
