package io.github.mooring.jca;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mooring.api.MongoSession;
import io.github.mooring.api.MongoSessionFactory;
import io.github.mooring.client.Eventually;
import io.github.mooring.management.AdapterMXBean;
import io.github.mooring.management.Beans;
import io.github.mooring.management.PoolMXBean;
import io.github.mooring.testkit.server.EmbeddedServer;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import javax.management.ObjectName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What JMX shows of adapters. */
@Timeout(300)
class AdapterDisplayTest {
    private static final String ALL = "io.github.mooring:";

    private final Set<ObjectName> before = Beans.naming(ALL);
    private final EmbeddedServer server = EmbeddedServer.start();
    private final String address = server.address().toString();
    private final MongoResourceAdapter adapter = new MongoResourceAdapter();

    @AfterEach
    void nothingIsLeft() {
        adapter.stop();
        server.close();
        assertThat(news()).isEmpty();
    }

    private Set<ObjectName> news() {
        Set<ObjectName> news = new TreeSet<>(Beans.naming(ALL));
        news.removeAll(before);
        return news;
    }

    private static MongoSessionFactory sessions(MongoResourceAdapter adapter, String url) throws Exception {
        return (MongoSessionFactory) Containers.factoryOf(adapter, url).createConnectionFactory();
    }

    @Test
    void anAdapterIsShownFromStartToStopAndItsDeploymentsWithIt() throws Exception {
        adapter.start(Containers.withTimers());
        ObjectName name = news().iterator().next();
        assertThat(name.toString()).startsWith("io.github.mooring:type=Adapter,adapter=");
        AdapterMXBean bean = Beans.proxy(name, AdapterMXBean.class);
        assertThat(bean.getVersion()).matches("\\d+\\.\\d+.*|\\$\\{.*");
        assertThat(bean.getDeploymentCount()).isZero();
        assertThat(bean.getConnectionLimit()).isEqualTo(-1);

        try (MongoSession session = sessions(adapter, server.uri()).openSession()) {
            assertThat(session.ping()).isPositive();

            assertThat(bean.getDeploymentCount()).isEqualTo(1);
            assertThat(bean.getOpenSessionCount()).isEqualTo(1);
            assertThat(bean.getConnectionCount()).isEqualTo(1);
            assertThat(bean.getConnectionLimit()).isNotNegative();
            assertThat(bean.dumpHolders(false)).isEmpty();
            Eventually.isTrue(
                    "a pool",
                    Duration.ofSeconds(20),
                    () -> !Beans.naming("Pool", address).isEmpty());
            ObjectName pool = Beans.only("Pool", address);
            assertThat(pool.getKeyProperty("adapter")).isEqualTo(name.getKeyProperty("adapter"));
            assertThat(Beans.proxy(pool, PoolMXBean.class).getCheckOutCount()).isEqualTo(1);
        }
        adapter.stop();

        assertThat(news()).isEmpty();
    }

    @Test
    void twoAdaptersDoNotMeet() throws Exception {
        MongoResourceAdapter other = new MongoResourceAdapter();
        adapter.start(Containers.withTimers());
        other.start(Containers.withTimers());
        try (MongoSession one = sessions(adapter, server.uri()).openSession();
                MongoSession two = sessions(other, server.uri()).openSession()) {
            assertThat(one.ping()).isPositive();
            assertThat(two.ping()).isPositive();

            assertThat(Beans.naming("Adapter", ALL)).hasSizeGreaterThanOrEqualTo(2);
            assertThat(Beans.naming("Cluster", address)).hasSize(2);
        }
        adapter.stop();
        assertThat(Beans.naming("Cluster", address)).hasSize(1);
        other.stop();
    }

    @Test
    void anAdapterThatIsToldSoIsNotShown() throws Exception {
        adapter.setJmx(false);
        adapter.start(Containers.withTimers());
        try (MongoSession session = sessions(adapter, server.uri()).openSession()) {
            assertThat(session.ping()).isPositive();
            assertThat(news()).isEmpty();
        }
    }

    @Test
    void aFactoryThatIsToldSoIsNotShown() throws Exception {
        adapter.start(Containers.withTimers());
        try (MongoSession session =
                sessions(adapter, server.uri() + "?jmx=false").openSession()) {
            assertThat(session.ping()).isPositive();
            assertThat(news()).hasSize(1);
        }
    }

    @Test
    void whatHasNoContainerIsShownIfItsPropertiesSaySo() throws Exception {
        MongoManagedConnectionFactory configured = new MongoManagedConnectionFactory();
        configured.setConnectionURL(server.uri());
        configured.setJmx(true);
        try (MongoSessionFactory factory = (MongoSessionFactory) configured.createConnectionFactory();
                MongoSession session = factory.openSession()) {
            assertThat(session.ping()).isPositive();
            assertThat(Beans.naming("Cluster", address)).hasSize(1);
        }
        assertThat(news()).isEmpty();
    }
}
