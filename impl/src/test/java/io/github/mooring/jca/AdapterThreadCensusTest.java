package io.github.mooring.jca;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mooring.api.MongoException;
import io.github.mooring.api.MongoSession;
import io.github.mooring.api.MongoSessionFactory;
import io.github.mooring.client.Crowd;
import io.github.mooring.client.EveryOperation;
import io.github.mooring.client.ThreadStarts;
import io.github.mooring.testkit.container.FakeBootstrapContext;
import io.github.mooring.testkit.container.FakeBootstrapContext.Timers;
import io.github.mooring.testkit.container.FakePool;
import io.github.mooring.testkit.container.FakeWorkManager;
import io.github.mooring.testkit.container.Personality;
import io.github.mooring.testkit.server.EmbeddedServer;
import io.github.mooring.testkit.server.FailCommand;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** In a container the adapter makes no thread: those that there are come from its work manager and its timer. */
@Timeout(300)
class AdapterThreadCensusTest {
    private static final int CALLERS = 8;
    /** So many kinds of operations for each caller that together they run all. */
    private static final int EACH = EveryOperation.kinds() / CALLERS + 1;

    private static final String CALLER = "census-caller";

    private final EmbeddedServer server = EmbeddedServer.start();
    private final FakeWorkManager works = new FakeWorkManager();
    private final MongoResourceAdapter adapter = new MongoResourceAdapter();
    private final Crowd callers = new Crowd(CALLERS, CALLER);

    @AfterEach
    void end() throws InterruptedException {
        adapter.stop();
        works.close();
        server.close();
        callers.end();
    }

    @ParameterizedTest
    @EnumSource(names = {"GRANTED", "UNAVAILABLE"})
    @DisplayName("W3 operations of every kind, failures, flushes and the end make no thread, with timers and without")
    void noThreadButTheContainers(Timers timers) throws Exception {
        List<ThreadStarts.Start> starts;
        try (ThreadStarts recorded = new ThreadStarts()) {
            adapter.start(new FakeBootstrapContext(works, timers, true));
            runEverything();
            adapter.stop();
            starts = recorded.end();
        }

        assertThat(starts)
                .as("the recording works")
                .anyMatch(start -> start.name().equals(CALLER));
        assertThat(works.handedIn()).as("the background work").isNotEmpty();
        assertThat(starts.stream().filter(AdapterThreadCensusTest::isTheAdapters))
                .isNotEmpty()
                .allMatch(AdapterThreadCensusTest::isByTheContainer);
    }

    @Test
    void aThreadMadeByAnOperationIsNoticed() throws Exception {
        adapter.start(new FakeBootstrapContext(works, Timers.GRANTED, true));
        MongoSessionFactory factory = factory(new ArrayList<>(), "");
        try (ThreadStarts recorded = new ThreadStarts();
                MongoSession session = factory.openSession()) {
            EveryOperation.prepare(session);
            session.getDatabase("app").getCollection("numbered").find().forEach(found -> startAThread());

            assertThat(recorded.end().stream().filter(AdapterThreadCensusTest::isTheAdapters))
                    .anyMatch(start -> !isByTheContainer(start));
        }
    }

    private static void startAThread() {
        new Thread(() -> {}, "made by the code that a query calls").start();
    }

    private static boolean isTheAdapters(ThreadStarts.Start start) {
        return start.isCausedByTheLibrary(AdapterThreadCensusTest.class);
    }

    private static boolean isByTheContainer(ThreadStarts.Start start) {
        return start.isBy(FakeWorkManager.class) || start.isBy(FakeBootstrapContext.class);
    }

    private void runEverything() throws Exception {
        List<FakePool> pools = new ArrayList<>();
        MongoSessionFactory factory = factory(pools, "&maxPoolSize=4");
        MongoSessionFactory impatient = factory(pools, "&maxPoolSize=4&timeoutMS=100");
        try (MongoSession session = factory.openSession()) {
            EveryOperation.prepare(session);
        }
        callers.together(EACH, number -> operate(factory, number, true));
        server.failCommand(
                FailCommand.on("find", "ping").block(Duration.ofSeconds(1)).build());
        callers.together(EACH, number -> operate(impatient, number, false));
        server.clearFailPoint();
        server.dropConnections();
        callers.together(EACH, number -> operate(factory, number, false));
        pools.forEach(FakePool::flush);
        callers.together(EACH, number -> operate(factory, number, true));
    }

    private MongoSessionFactory factory(List<FakePool> pools, String options) throws Exception {
        MongoManagedConnectionFactory factory =
                Containers.factoryOf(adapter, server.uri() + "app?heartbeatFrequencyMS=500" + options);
        FakePool pool = new FakePool(factory, Personality.WILDFLY.traits(), 2 * CALLERS);
        pools.add(pool);
        return (MongoSessionFactory) factory.createConnectionFactory(pool);
    }

    private static void operate(MongoSessionFactory factory, int number, boolean mustSucceed) {
        try (MongoSession session = factory.openSession()) {
            EveryOperation.run(session, number);
        } catch (MongoException e) {
            if (mustSucceed) {
                throw e;
            }
        }
    }
}
