package io.github.mooring.jta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.mooring.api.MongoSession;
import io.github.mooring.api.MongoSessionFactory;
import io.github.mooring.jca.MongoManagedConnectionFactory;
import io.github.mooring.jca.MongoResourceAdapter;
import io.github.mooring.testkit.server.EmbeddedServer;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.work.Work;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Level;
import java.util.stream.Stream;
import org.jboss.jca.core.api.bootstrap.CloneableBootstrapContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The adapter's background work on IronJacamar's work manager and timers. */
@Timeout(300)
class WorksTest {
    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final String NAME = "the-adapters-timer";
    /** Once started these are there as long as the JVM, whichever adapters come and go. */
    private static final Set<String> IRON_JACAMARS = Set.of("JCA PoolFiller");

    private final EmbeddedServer server = EmbeddedServer.start();
    private final LogLines log = LogLines.ofIronJacamar(Level.FINE);
    private final MongoResourceAdapter adapter = new MongoResourceAdapter();

    @AfterEach
    void end() {
        server.close();
        log.close();
        assertThat(log.warnings()).as("warnings of the container").isEmpty();
    }

    private static Container container(boolean timers) {
        return timers ? Container.start() : Container.withoutTimers();
    }

    /** Sessions of the adapter, which has been started. */
    private MongoSessionFactory sessions(Container container) throws ResourceException {
        MongoManagedConnectionFactory factory = new MongoManagedConnectionFactory();
        factory.setConnectionURL(server.uri() + "app?heartbeatFrequencyMS=500&serverMonitoringMode=poll");
        factory.setResourceAdapter(adapter);
        return container.pool(factory).size(5).open().lookUp(MongoSessionFactory.class);
    }

    @Test
    @DisplayName("W2 this work manager releases a work after each run")
    void worksAreReleasedAfterEachRun() throws Exception {
        try (Container container = Container.start()) {
            List<String> told = new CopyOnWriteArrayList<>();
            container.threads().workManager(NAME).doWork(new Work() {
                @Override
                public void run() {
                    told.add("run");
                }

                @Override
                public void release() {
                    told.add("release");
                }
            });
            assertThat(told).containsExactly("run", "release");
        }
    }

    @ParameterizedTest(name = "timers: {0}")
    @ValueSource(booleans = {true, false})
    @DisplayName("W2 W5 W8 the server is asked again and again, though each work that asks is released after its run")
    void theMonitorGoesOn(boolean timers) throws Exception {
        try (Container container = container(timers)) {
            container.start(adapter);
            try (MongoSession session = sessions(container).openSession()) {
                session.ping();
                int asked = server.commandCount("hello");
                assertThat(server.awaitCommand("hello", asked + 3, PATIENCE)).isTrue();
            }
            assertThat(container.threads().completed()).isPositive();
        }
    }

    @ParameterizedTest(name = "timers: {0}")
    @ValueSource(booleans = {true, false})
    @DisplayName("L7 W10 once the adapter has stopped no work is left and no socket")
    void nothingIsLeftAfterStop(boolean timers) throws Exception {
        try (Container container = container(timers)) {
            CloneableBootstrapContext context = container.bootstrapContext(NAME);
            adapter.start(context);
            try (MongoSession session = sessions(container).openSession()) {
                session.ping();
            }
            assertThat(server.openConnections()).isPositive();

            adapter.stop();

            assertThat(server.awaitOpenConnections(0, PATIENCE)).isTrue();
            Await.until(PATIENCE, () -> container.threads().busy() == 0);
            context.shutdown();
        }
    }

    @Test
    @DisplayName("W4 L5 a work manager that is shut down before the adapter costs its background work, and no session")
    void theWorkManagerIsShutDownFirst() throws Exception {
        try (Container container = Container.start()) {
            CloneableBootstrapContext context = container.bootstrapContext(NAME);
            adapter.start(context);
            try (MongoSession session = sessions(container).openSession()) {
                session.ping();
                ((org.jboss.jca.core.api.workmanager.WorkManager) context.getWorkManager()).shutdown();
                session.ping();
                long begin = System.nanoTime();
                adapter.stop();
                assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(PATIENCE);
                assertThatThrownBy(session::ping).hasMessageContaining("stopped");
            }
            context.shutdown();
        }
    }

    @ParameterizedTest(name = "timers: {0}")
    @ValueSource(booleans = {true, false})
    @DisplayName("W3 L7 all threads are the container's while the adapter runs, and none is left once it has stopped")
    void threadCensus(boolean timers) throws Exception {
        Set<Thread> before = live();
        try (Container container = container(timers)) {
            CloneableBootstrapContext context = container.bootstrapContext(NAME);
            adapter.start(context);
            try (MongoSession session = sessions(container).openSession()) {
                session.ping();
                assertThat(server.awaitCommand("hello", 4, PATIENCE)).isTrue();
                assertThat(since(before).filter(thread -> !isTheServers(thread)))
                        .isNotEmpty()
                        .allMatch(WorksTest::isTheContainers);
            }
            adapter.stop();
            context.shutdown();
        }
        server.close();
        Await.until(PATIENCE, () -> since(before).allMatch(thread -> IRON_JACAMARS.contains(thread.getName())));
    }

    private static Set<Thread> live() {
        return new HashSet<>(Thread.getAllStackTraces().keySet());
    }

    private static Stream<Thread> since(Set<Thread> before) {
        return live().stream().filter(thread -> !before.contains(thread));
    }

    private static boolean isTheServers(Thread thread) {
        return thread.getName().startsWith("embedded-");
    }

    private static boolean isTheContainers(Thread thread) {
        String name = thread.getName();
        return name.equals(NAME) || name.startsWith(WorkThreads.NAME) || IRON_JACAMARS.contains(name);
    }
}
